import { z } from 'zod';
import { type GitHub, NotVisible } from '../github/github.ts';
import type { DepartureSource } from './departure-source.ts';
import { Account, by, isMember, isOutsider } from './shared/access.ts';

const Membership = z.object({
  user: Account,
  /** Whoever is a member through a team of the enterprise stays one. */
  enterprise_teams_providing_indirect_membership: z.array(z.string()).optional(),
});
const Payload = z.object({ membership: Membership, sender: Account.optional() });

/** Somebody was removed from the organisation, or left it, or came (back). */
export const organizationMembers: DepartureSource = {
  name: 'organization',
  webhooks: ['organization.member_removed', 'organization.member_added'],

  notices: async ({ github, organization, now }, action, payload) => {
    const { membership, sender } = Payload.parse(payload);
    const { id, login } = membership.user;
    const leaves = action === 'member_removed';
    if (leaves && (await keepsAccess(github, organization.login, membership))) return [];
    const who_ = by(sender, membership.user);
    return [
      {
        source: 'organization',
        who: { id, login },
        says: leaves ? 'leaves' : 'stays',
        effectiveAt: now,
        learnedAt: now,
        detail: leaves ? `removed from ${organization.login}${who_}` : `added to ${organization.login}${who_}`,
      },
    ];
  },
};

/**
 * Made an outside collaborator instead, or a member by other means: a mover. Only what the event
 * itself leaves open is asked, because right after a removal GitHub may still show the membership.
 */
async function keepsAccess(github: GitHub, org: string, membership: z.infer<typeof Membership>): Promise<boolean> {
  const { user, enterprise_teams_providing_indirect_membership: teams = [] } = membership;
  try {
    return (await isOutsider(github, org, user)) || (teams.length > 0 && (await isMember(github, org, user)));
  } catch (error) {
    // The removal itself is a fact; what may be left of it is not visible.
    if (error instanceof NotVisible) return false;
    throw error;
  }
}
