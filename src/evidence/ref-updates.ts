import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { EvidenceKind } from './evidence-kind.ts';
import { actorOf, broughtBy } from './shared/brought-by.ts';

export const refUpdates: EvidenceKind = {
  name: 'ref-update',
  permission: 'Contents: read',
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async (world, { credential, introduction }) => {
    if (introduction === undefined) return [];
    const update = await broughtBy(world, introduction);
    const who = update && actorOf(update);
    if (update === undefined || who === undefined) return [];
    const merged = update.activity_type.includes('merge');
    const branch = update.ref.replace('refs/heads/', '');
    return [
      {
        id: identity('ref-update', credential.id, update.id),
        credential: credential.id,
        kind: 'ref-update',
        role: merged ? 'approver' : 'creator',
        strength: 'authenticated',
        who,
        at: update.timestamp.getTime(),
        did: merged ? `merged the commit into ${branch}` : `pushed the commit to ${branch}`,
        source: "GitHub's activity log of the repository (authenticated)",
      } satisfies Evidence,
    ];
  },
};
