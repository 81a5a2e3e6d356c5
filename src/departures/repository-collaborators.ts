import { z } from 'zod';
import type { DepartureSource } from './departure-source.ts';
import { Account, by, stillHere } from './shared/access.ts';

const Payload = z.object({
  member: Account,
  repository: z.object({ full_name: z.string() }),
  sender: Account.optional(),
});

/**
 * Contractors are mostly outside collaborators: nobody removes them from the organisation,
 * they lose one repository after the other. Losing the last one is the departure.
 */
export const repositoryCollaborators: DepartureSource = {
  name: 'repository-collaborators',
  webhooks: ['member.removed', 'member.added'],

  notices: async ({ github, organization, now }, action, payload) => {
    const { member, repository, sender } = Payload.parse(payload);
    const { id, login } = member;
    const notice = { source: 'repository-collaborators', who: { id, login }, effectiveAt: now, learnedAt: now };
    if (action === 'added')
      return [{ ...notice, says: 'stays', detail: `added to ${repository.full_name}${by(sender, member)}` }];
    if (await stillHere(github, organization.login, member)) return [];
    return [
      {
        ...notice,
        says: 'leaves',
        detail: `removed${by(sender, member)} from ${repository.full_name}, the last repository they had`,
      },
    ];
  },
};
