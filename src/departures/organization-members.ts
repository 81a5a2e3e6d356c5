import { z } from 'zod';
import type { DepartureSource } from './departure-source.ts';

const Account = z.object({ id: z.number(), login: z.string() });
const Payload = z.object({ membership: z.object({ user: Account }), sender: Account.optional() });

/** Somebody was removed from the organisation, or left it, or came (back). */
export const organizationMembers: DepartureSource = {
  name: 'organization',
  webhooks: ['organization.member_removed', 'organization.member_added'],

  notices: async ({ organization, now }, action, payload) => {
    const { membership, sender } = Payload.parse(payload);
    const { id, login } = membership.user;
    const leaves = action === 'member_removed';
    const by = sender === undefined || sender.id === id ? '' : ` by @${sender.login}`;
    return [
      {
        source: 'organization',
        who: { id, login },
        says: leaves ? 'leaves' : 'stays',
        effectiveAt: now,
        learnedAt: now,
        detail: leaves ? `removed from ${organization.login}${by}` : `added to ${organization.login}${by}`,
      },
    ];
  },
};
