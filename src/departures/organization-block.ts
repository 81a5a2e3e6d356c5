import { z } from 'zod';
import type { DepartureSource } from './departure-source.ts';
import { Account, by } from './shared/access.ts';

const Payload = z.object({ blocked_user: Account, sender: Account.optional() });

/** Nobody blocks a friend: a hostile departure, without grace. */
export const organizationBlock: DepartureSource = {
  name: 'organization-block',
  webhooks: ['org_block.blocked', 'org_block.unblocked'],

  notices: async ({ organization, now }, action, payload) => {
    const { blocked_user, sender } = Payload.parse(payload);
    const { id, login } = blocked_user;
    const verb = action === 'blocked' ? 'blocked in' : 'no longer blocked in';
    const detail = `${verb} ${organization.login}${by(sender, blocked_user)}`;
    const notice = { source: 'organization-block', who: { id, login }, effectiveAt: now, learnedAt: now, detail };
    return [action === 'blocked' ? { ...notice, says: 'leaves', emergency: true } : { ...notice, says: 'stays' }];
  },
};
