import { z } from 'zod';
import type { GitHub } from '../github/github.ts';
import type { DepartureSource } from './departure-source.ts';

const Account = z.object({ id: z.number(), login: z.string() });
const Payload = z.object({
  member: Account,
  repository: z.object({ full_name: z.string() }),
  sender: Account.optional(),
});

/**
 * Contractors are mostly outside collaborators: nobody removes them from the organisation, they lose one repository after
 * the other. Losing the last one is the departure.
 */
export const repositoryCollaborators: DepartureSource = {
  name: 'repository-collaborators',
  webhooks: ['member.removed', 'member.added'],

  notices: async ({ github, organization, now }, action, payload) => {
    const { member, repository, sender } = Payload.parse(payload);
    const { id, login } = member;
    const by = sender === undefined || sender.id === id ? '' : ` by @${sender.login}`;
    const notice = { source: 'repository-collaborators', who: { id, login }, effectiveAt: now, learnedAt: now };
    if (action === 'added') return [{ ...notice, says: 'stays', detail: `added to ${repository.full_name}${by}` }];
    if (await stillHere(github, organization.login, member)) return [];
    return [{ ...notice, says: 'leaves', detail: `lost the last repository, ${repository.full_name}${by}` }];
  },
};

async function stillHere(github: GitHub, org: string, { id, login }: z.infer<typeof Account>): Promise<boolean> {
  const Membership = z.object({ state: z.string() });
  const membership = await github.find('GET /orgs/{org}/memberships/{username}', { org, username: login }, Membership);
  if (membership !== undefined) return true;
  for await (const outsider of github.pages('GET /orgs/{org}/outside_collaborators', { org }, Account)) {
    if (outsider.id === id) return true;
  }
  return false;
}
