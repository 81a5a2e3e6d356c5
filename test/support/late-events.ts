// A small organisation whose events are told late, twice and in any order, and what follows from them.

import { situation } from '../../src/jobs/reading/situation.ts';
import { recordDeparture, sweep } from '../../src/jobs/requests.ts';
import { type FastDays, startFastDays } from './fast-days.ts';
import { asKnown, type Door, makeDoor } from './make-door.ts';

export type LateEvents = Awaited<ReturnType<typeof startLateEvents>>;

export async function startLateEvents(options: Parameters<typeof makeDoor>[0] = {}) {
  const acme = await makeDoor({ rateLimit: 1_000_000, ...options });
  const days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  const happens = happening(days);
  const heard = async () => (await situation(days.store, acme.organization, days.now())).departures;
  return {
    acme,
    days,
    heard,
    departures: async () => (await heard()).map(({ who, state, effectiveAt }) => [who.login, state, effectiveAt]),
    tell: (webhook: Webhook) => happens((at) => recordDeparture(acme.acme.id, told(acme, webhook, at))),
    tellOfBlock: (action: 'blocked' | 'unblocked') => {
      const payload = { action, blocked_user: { id: acme.mallory.id, login: 'mallory' } };
      return happens((at) => recordDeparture(acme.acme.id, { source: 'organization-block', action, at, payload }));
    },
    sweepAll: () => happens(() => sweep(acme.acme.id)),
    end: async () => {
      await days.close();
      await acme.close();
    },
  };
}

type Webhook = 'member.added' | 'member.removed' | 'organization.member_added';

/** The event, as it is delivered now. */
function told({ mallory, shop }: Door, webhook: Webhook, at: number) {
  const [source = '', action = ''] = webhook.startsWith('member')
    ? ['repository-collaborators', webhook.slice('member.'.length)]
    : ['organization', 'member_added'];
  const user = { id: mallory.id, login: 'mallory' };
  const repository = { id: shop.id, full_name: 'acme/shop' };
  const payload = { action, member: user, membership: { user }, repository };
  return { source, action, at, payload };
}

/** A minute later the job is done; gives when. */
function happening(days: FastDays) {
  return async (job: (at: number) => Parameters<FastDays['add']>[0]): Promise<number> => {
    days.advance(60_000);
    const at = days.now();
    await days.add(job(at));
    await days.work();
    return at;
  };
}
