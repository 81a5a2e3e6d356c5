import { z } from 'zod';
import type { DepartureNotice } from '../../model/departure.ts';
import { BLOCK, blockedAsTold, UNBLOCKED } from '../../policy/voices.ts';
import { withSkipped } from '../asking/skipped.ts';
import { visible } from '../asking/visible.ts';
import type { Context, Site } from '../context.ts';

const Account = z.object({ id: z.number(), login: z.string() });

/**
 * The ids of everybody who is blocked in the organisation at this moment: https://docs.github.com/rest/orgs/blocking
 * `wanted`: of whom it matters that they are not.
 */
export async function blockedNow(
  { organization, github }: Site,
  wanted: Iterable<number>,
): Promise<ReadonlySet<number>> {
  const list = () => Array.fromAsync(github.pages('GET /orgs/{org}/blocks', { org: organization.login }, Account));
  const blocked = await withSkipped(list, ({ id }) => id, wanted);
  return new Set(blocked.map(({ id }) => id));
}

/**
 * What no event told: of those whom the ledger knows somebody is blocked, or not any more. Strangers who are
 * kept out made nothing here. Learned when the look began: an event that comes while it lasts is the later word.
 */
export async function noticeBlocks(context: Context, site: Site): Promise<void> {
  const { store, now } = context;
  const { id: org, login: name } = site.organization;
  const begun = now();
  const toldBefore = blockedAsTold(await store.departures.list(org)).keys();
  const blocked = await visible(context, org, 'blocked-users', {}, () => blockedNow(site, toldBefore));
  if (blocked === undefined) return;
  const told = blockedAsTold(await store.departures.list(org));
  if (blocked.size === 0 && told.size === 0) return;
  const notices = (await store.people.list(org)).flatMap(({ id, login, bot }): readonly DepartureNotice[] => {
    if (bot || blocked.has(id) === told.has(id)) return [];
    const said = { who: { id, login }, effectiveAt: begun, learnedAt: begun };
    return blocked.has(id)
      ? [
          {
            ...said,
            source: BLOCK,
            says: 'leaves',
            emergency: true,
            detail: `found blocked in ${name}; nothing told since when`,
          },
        ]
      : [{ ...said, source: UNBLOCKED, says: 'stays', detail: `found no longer blocked in ${name}` }];
  });
  await store.departures.add(org, notices);
}
