import { z } from 'zod';
import type { DepartureSource } from './departure-source.ts';
import { Account, by, stillHere } from './shared/access.ts';

const Payload = z.object({ member: Account, sender: Account.optional() });

/**
 * Whoever loses a team moves; whoever has nothing left has gone, also when the event that said so was lost. A team
 * that loses a repository or is deleted says nothing: its members are members of the organisation, and stay that.
 */
export const teams: DepartureSource = {
  name: 'teams',
  webhooks: ['membership.removed'],

  notices: async ({ github, organization, now }, _action, payload) => {
    const { member, sender } = Payload.parse(payload);
    if (await stillHere(github, organization.login, member)) return [];
    const { id, login } = member;
    const detail = `removed${by(sender, member)} from the last team they had`;
    return [{ source: 'teams', who: { id, login }, says: 'leaves', effectiveAt: now, learnedAt: now, detail }];
  },
};
