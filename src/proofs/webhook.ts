import { z } from 'zod';
import { ownerAndName } from '../github/github.ts';
import { isoDay } from '../model/time.ts';
import type { ProofKind } from './proof-kind.ts';
import { observeEntry, type Seen } from './shared/entry.ts';

const Hook = z.object({ updated_at: z.coerce.date() });

/**
 * GitHub is what calls the address: when it knows the hook no more, nobody is called. A
 * change of the hook shows neither what was changed nor to what.
 */
export const webhookGone: ProofKind = {
  name: 'webhook-gone',
  best: 'P3',
  permission: 'Repository hooks: read',
  appliesTo: ({ credential }) => credential.kind === 'webhook',

  observe: (world, file) => {
    const { repository } = file.credential.scope;
    return observeEntry(world, file, {
      proof: 'webhook-gone',
      list: repository === undefined ? 'GET /orgs/{org}/hooks' : 'GET /repos/{owner}/{repo}/hooks',
      where: repository === undefined ? { org: world.organization } : ownerAndName(repository),
      called: 'the webhooks',
      key: 'hook_id',
      value: file.credential.facts['hookId'],
      gone: { result: 'gone', grade: 'P3', says: 'GitHub, which calls the address, no longer knows the webhook' },
      there: (data) => changed(data, world.since),
    });
  },
};

function changed(data: unknown, since: number): Seen | undefined {
  const updated = Hook.safeParse(data).data?.updated_at.getTime();
  if (updated === undefined) return undefined;
  if (updated <= since) return { result: 'alive', says: 'GitHub still calls the address, with the same secret' };
  return {
    result: 'replaced',
    grade: 'P1',
    says: `changed on ${isoDay(updated)}; whether its address or its secret is another one is not proved`,
  };
}
