import type { Issue, PullRequest } from '../../demo/github/model.ts';
import type { Comment, User } from '../../demo/github/records.ts';
import type { JournalEntry } from '../../src/model/journal.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { type Scene, type SceneOptions, settle, startScene } from './scene.ts';
import { until } from './until.ts';

export const BECAUSE = 'because the vendor replaces it next week';

/** A day until which an exception may well last. */
export const soon = () => isoDay(Date.now() + 5 * DAY);

/** One comment, and what Handback made of it. */
export interface Heard {
  readonly comment: Comment;
  readonly reactions: readonly string[];
  /** What it answered, without the hidden marker; at most one is ever right. */
  readonly answers: readonly string[];
}

export type CaseScene = Awaited<ReturnType<typeof startCase>>;

/**
 * Mallory has left acme, and the case is open. Alice administers, bob and carol may write
 * to the repository of the cases, dave only reads.
 */
export async function startCase(options: SceneOptions = {}) {
  const scene = await startScene(options);
  const { github, acme, alice, bob, mallory, repositories, app } = scene;
  const carol = github.user('carol');
  const dave = github.user('dave');
  for (const one of [carol, dave]) github.addMember(acme, alice, one);
  for (const one of [bob, carol]) github.setCollaborator(repositories.security, alice, one, 'write');
  await until('the inventory', () => app.facts());
  await app.idle();
  for (const repository of [repositories.infra, repositories.shop])
    github.removeCollaborator(repository, alice, mallory);
  await settle(scene);
  const issue = await until('the case', () => repositories.security.issues[0]);
  return {
    ...scene,
    carol,
    dave,
    issue,
    key: `deploy-key:${repositories.shop.id}:${scene.malloryKey.id}`,
    settle: () => settle(scene),
    say: (who: User, text: string, where: Issue = issue) => say(scene, where, who, text),
    hear: (comment: Comment, where: Issue = issue) => hear(scene, where, comment),
    decisions: async () => (await app.facts())?.decisions ?? [],
    journal: (): Promise<readonly JournalEntry[]> => app.journal(),
  };
}

/** A branch of the shop with these files, and a pull request of it, by bob where nobody else is named. */
export async function openPull(
  { github, repositories, bob, settle }: CaseScene,
  branch: string,
  files: Record<string, string>,
  author: User = bob,
): Promise<PullRequest> {
  await github.push(repositories.shop, author, [{ branch, message: branch, files }]);
  const pull = await github.openPull(repositories.shop, author, { title: branch, head: branch });
  await settle();
  return pull;
}

async function say(scene: Scene, issue: Issue, who: User, text: string): Promise<Heard> {
  const comment = scene.github.comment(issue, who, text);
  await settle(scene);
  return hear(scene, issue, comment);
}

function hear({ github }: Scene, issue: Issue, comment: Comment): Heard {
  const marker = `<!-- handback:reply:${comment.id} -->`;
  const bot = github.world.apps[0]?.bot;
  const answers = issue.comments.filter(({ user, body }) => user === bot && body.includes(marker));
  return {
    comment,
    reactions: comment.reactions.filter(({ user }) => user === bot).map(({ content }) => content),
    answers: answers.map(({ body }) => body.replace(marker, '').trim()),
  };
}
