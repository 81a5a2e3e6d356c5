import type { Issue } from '../github/model.ts';
import type { Comment, User } from '../github/records.ts';
import type { World } from './cast.ts';

/** What Handback made of a comment: reactions as receipts, and its answer, if it gave one. */
interface Receipt {
  readonly reactions: readonly string[];
  readonly answer: string;
}

export function personCalled({ github }: World, login: string): User {
  const person = github.world.user(login);
  if (person === undefined) throw new Error(`nobody is called ${login}`);
  return person;
}

/** The id that the case shows for the credential of this name: what a person would copy into a command. */
export function idInCase(issue: Issue | undefined, name: string): string {
  const [, ...items] = issue?.body?.split(/\n- \[[ x]\] /) ?? [];
  const item = items.find((each) => each.includes(`**${name}**`));
  const id = /- id: `([^`]+)`/.exec(item ?? '')?.[1];
  if (id === undefined) throw new Error(`the case shows no ${name}`);
  return id;
}

/** To the last comment of this person. */
export function receiptOf({ github }: World, issue: Issue | undefined, speaker: User): Receipt {
  const comment = issue?.comments.findLast(({ user }) => user === speaker);
  if (issue === undefined || comment === undefined) return { reactions: [], answer: '' };
  const answer = ours(github, issue).find(({ body }) => body.includes(`<!-- handback:reply:${comment.id} -->`));
  const reactions = comment.reactions.filter(({ user }) => user === botOf(github)).map(({ content }) => content);
  return { reactions, answer: answer?.body ?? '' };
}

/** What Handback itself wrote under an issue, oldest first. */
export function ours(github: World['github'], { comments }: Issue): readonly Comment[] {
  return comments.filter(({ user }) => user === botOf(github));
}

function botOf({ world }: World['github']): User | undefined {
  return world.apps.find(({ name }) => name === 'handback')?.bot;
}
