import { z } from 'zod';
import { type GitHub, PAGE } from '../../github/github.ts';

export const Account = z.object({ id: z.number(), login: z.string() });
type Account = z.infer<typeof Account>;

/** Whether anything is left: a membership, or one repository as an outside collaborator. */
export async function stillHere(github: GitHub, org: string, account: Account): Promise<boolean> {
  return (await isMember(github, org, account)) || (await isOutsider(github, org, account));
}

/** An invitation is no membership, and a login that somebody else took since names somebody else. */
export async function isMember(github: GitHub, org: string, { id, login }: Account): Promise<boolean> {
  const Membership = z.object({ state: z.string(), user: z.object({ id: z.number() }).nullish() });
  const route = 'GET /orgs/{org}/memberships/{username}';
  const found = await github.find(route, { org, username: login }, Membership);
  return found?.state === 'active' && (found.user?.id ?? id) === id;
}

/**
 * Reads the list to its end, or to the person; one of several pages twice, because whoever
 * goes while it is read moves the rest forward, past the end of a page that was read before.
 */
export async function isOutsider(github: GitHub, org: string, { id }: Account): Promise<boolean> {
  for (let reading = 0; reading < 2; reading += 1) {
    let many = 0;
    for await (const outsider of github.pages('GET /orgs/{org}/outside_collaborators', { org }, Account)) {
      if (outsider.id === id) return true;
      many += 1;
    }
    if (many < PAGE) return false;
  }
  return false;
}

/** " by @alice", when it was not the person themselves. */
export function by(sender: Account | undefined, { id }: Account): string {
  return sender === undefined || sender.id === id ? '' : ` by @${sender.login}`;
}
