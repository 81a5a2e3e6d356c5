import { z } from 'zod';
import { type GitHub, ownerAndName } from '../github/github.ts';
import { isIssueAt } from '../github/issue-place.ts';
import { type CredentialSource, repositoryScope, type Target, type Text } from './source.ts';

const Author = z.object({ id: z.number(), login: z.string(), type: z.string() }).nullish();
const Dated = z.object({
  node_id: z.string().optional(),
  user: Author,
  body: z.string().nullish(),
  created_at: z.coerce.date(),
  updated_at: z.coerce.date(),
});
const Issue = Dated.extend({
  number: z.number(),
  title: z.string(),
  comments: z.number().optional(),
  pull_request: z.unknown().optional(),
});
const Placed = Issue.extend({ url: z.string() });
const Comment = Dated.extend({ id: z.number() });

/** Clocks differ, and a text may change while it is read. */
const OVERLAP_MS = 60_000;

/**
 * What people write in issues, pull requests and their comments: https://docs.github.com/rest/issues/issues.
 * Three requests when nothing is new, and three more for every 100 texts on the first look.
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
    for (const issue of issues) texts.push(issueText(issue));
    // The first list is of all issues there are, so it also tells where nobody can have commented.
    const later = target.since !== undefined;
    if (later || issues.some(({ comments = 1 }) => comments > 0))
      for await (const comment of changed(github, target, 'GET /repos/{owner}/{repo}/issues/comments', Comment))
        texts.push(commentText('comment', comment));
    if (later || issues.some(({ pull_request }) => pull_request !== undefined))
      for await (const comment of changed(github, target, 'GET /repos/{owner}/{repo}/pulls/comments', Comment))
        texts.push(commentText('review comment', comment));
    const read = new Set(texts.map(({ name }) => name));
    const missing: string[] = [];
    for (const name of target.again ?? []) {
      if (read.has(name)) continue;
      const again = await oneText(github, target.repository.fullName, name);
      if (again !== undefined) texts.push(again);
      // Only behind a list of its kind that GitHub gave: what hides all of them hides this one too.
      else if (later) missing.push(name);
    }
    yield { scope: repositoryScope(target.repository), credentials: [], evidence: [], texts, missing };
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

/** Undefined where it is not there any more, or stands in another repository. */
async function oneText(github: GitHub, fullName: string, name: string): Promise<Text | undefined> {
  const [, kind = '', number = ''] = /^(.*) #?(\d+)$/.exec(name) ?? [];
  const place = { ...ownerAndName(fullName) };
  if (kind === 'issue') {
    const asked = { ...place, issue_number: Number(number) };
    const issue = await github.find('GET /repos/{owner}/{repo}/issues/{issue_number}', asked, Placed);
    return issue && isIssueAt(issue, fullName, Number(number)) ? issueText(issue) : undefined;
  }
  const part = kind === 'comment' ? 'issues' : 'pulls';
  const asked = { ...place, comment_id: Number(number) };
  const comment = await github.find(`GET /repos/{owner}/{repo}/${part}/comments/{comment_id}`, asked, Comment);
  return comment && commentText(kind, comment);
}

function issueText(issue: z.infer<typeof Issue>): Text {
  const { title } = issue;
  const { written, ...rest } = text(`issue #${issue.number}`, issue);
  return { ...rest, value: `${title}\n${rest.value}`, written: { ...written, title } };
}

function commentText(kind: string, comment: z.infer<typeof Comment>): Text {
  return text(`${kind} ${comment.id}`, comment);
}

function text(name: string, { node_id, user, body, created_at, updated_at }: z.infer<typeof Dated>) {
  const author = user ? { author: { id: user.id, login: user.login, bot: user.type === 'Bot' } } : {};
  const written = { ...(node_id ? { node: node_id } : {}), createdAt: created_at.getTime(), body: body ?? '' };
  return { name, value: body ?? '', updatedAt: updated_at.getTime(), written, ...author };
}
