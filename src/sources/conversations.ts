import { z } from 'zod';
import { type GitHub, ownerAndName } from '../github/github.ts';
import { type CredentialSource, repositoryScope, type Target, type Text } from './source.ts';

const Author = z.object({ id: z.number(), login: z.string(), type: z.string() }).nullish();
const Dated = z.object({ user: Author, body: z.string().nullish(), updated_at: z.coerce.date() });
const Issue = Dated.extend({
  number: z.number(),
  title: z.string(),
  comments: z.number().optional(),
  pull_request: z.unknown().optional(),
});
const Comment = Dated.extend({ id: z.number() });

/** Clocks differ, and a text may change while it is read. */
const OVERLAP_MS = 60_000;

/**
 * What people write in issues, pull requests and their comments: https://docs.github.com/rest/issues/issues. Three requests when
 * nothing is new, and three more for every 100 texts on the first look.
 */
export const conversations: CredentialSource = {
  name: 'conversation',
  level: 'repository',
  webhooks: [],
  permission: 'Issues: read',

  async *list(github, target) {
    if (target.repository === undefined) return;
    const texts: Text[] = [];
    // A pull request is an issue too; its title and body come with them.
    const issues = await Array.fromAsync(changed(github, target, 'GET /repos/{owner}/{repo}/issues', Issue));
    for (const issue of issues)
      texts.push(text(`issue #${issue.number}`, { ...issue, body: `${issue.title}\n${issue.body ?? ''}` }));
    // The first list is of all issues there are, so it also tells where nobody can have commented.
    const later = target.since !== undefined;
    if (later || issues.some(({ comments = 1 }) => comments > 0))
      for await (const comment of changed(github, target, 'GET /repos/{owner}/{repo}/issues/comments', Comment))
        texts.push(text(`comment ${comment.id}`, comment));
    if (later || issues.some(({ pull_request }) => pull_request !== undefined))
      for await (const comment of changed(github, target, 'GET /repos/{owner}/{repo}/pulls/comments', Comment))
        texts.push(text(`review comment ${comment.id}`, comment));
    yield { scope: repositoryScope(target.repository), credentials: [], evidence: [], texts };
  },
};

function changed<T>(
  github: GitHub,
  { repository, since }: Target,
  route: string,
  schema: z.ZodType<T>,
): AsyncIterable<T> {
  const all = route.endsWith('/issues') ? { state: 'all' } : {};
  const news = since === undefined ? {} : { since: new Date(since - OVERLAP_MS).toISOString() };
  return github.pages(route, { ...ownerAndName(repository?.fullName ?? ''), ...all, ...news }, schema);
}

function text(name: string, { user, body, updated_at }: z.infer<typeof Dated>): Text {
  const author = user ? { author: { id: user.id, login: user.login, bot: user.type === 'Bot' } } : {};
  return { name, value: body ?? '', updatedAt: updated_at.getTime(), ...author };
}
