// What people and the App say in issues, and who may write there.
import { BOT, type Comment, EVERYBODY, type Issue, iso, type World } from './world.ts';

export type Asked = Readonly<Record<string, string | number | undefined>>;

/** Undefined is GitHub's 404. */
export type Answer = (world: World, asked: Asked) => unknown;

export const conversations: Readonly<Record<string, Answer>> = {
  'GET /repos/{owner}/{repo}/issues': ({ issues }, { repo, creator, since }) =>
    issues
      .filter(({ repository, user }) => repository === repo && user.login === (creator ?? user.login))
      .map(asIssue)
      .filter(isSince(since)),
  'GET /repos/{owner}/{repo}/issues/{issue_number}': ({ issues }, { issue_number }) =>
    issues.filter(({ number }) => number === issue_number).map(asIssue)[0],
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ issues }, { issue_number }) =>
    issues.filter(({ number }) => number === issue_number).flatMap(commentsOf),
  'GET /repos/{owner}/{repo}/issues/comments': ({ issues }, { repo, since }) =>
    issues
      .filter(({ repository }) => repository === repo)
      .flatMap(commentsOf)
      .filter(isSince(since)),
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ issues }, { comment_id }) =>
    issues.flatMap(commentsOf).find(({ id }) => id === comment_id),
  // Everybody may write to the repository of the cases.
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': (_, { username }) => ({
    permission: 'write',
    user: EVERYBODY.find(({ login }) => login === username),
  }),
};

function asIssue({ user, updatedAt, comments, ...issue }: Issue) {
  return {
    ...issue,
    comments: comments.length,
    user: author(user.login),
    created_at: iso(updatedAt),
    updated_at: iso(updatedAt),
  };
}

function commentsOf({ url, comments }: Issue) {
  return comments.map(({ user, ...comment }: Comment) => ({
    ...comment,
    user: author(user.login),
    issue_url: url,
    updated_at: comment.created_at,
  }));
}

function author(login: string) {
  if (login === BOT) return { login, id: 99, type: 'Bot' };
  return { login, id: EVERYBODY.find((each) => each.login === login)?.id, type: 'User' };
}

function isSince(since: string | number | undefined): (text: { readonly updated_at: string }) => boolean {
  return ({ updated_at }) => since === undefined || updated_at >= String(since);
}
