import { z } from 'zod';
import { repositoryName } from '../model/organization.ts';
import { judgeButton } from '../policy/commands/buttons.ts';
import type { Ruling } from '../policy/commands/desk.ts';
import { asRuled, reply } from '../policy/commands/words.ts';
import { type Context, openSite } from './context.ts';
import { openDesk } from './deciding/desk.ts';
import { answer } from './deciding/receipt.ts';
import { keepRulings } from './deciding/rulings.ts';
import { answering, type Paced, type Refused, type Ruled, untilRoom } from './deciding/unanswered.ts';
import { recheck } from './head-requests.ts';
import { decisionsLane } from './requests.ts';
import { isAnsweredIn } from './writing/still-private.ts';

const Payload = z.object({
  org: z.number(),
  repositoryId: z.number(),
  sha: z.string(),
  button: z.string(),
  sender: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }),
  /** Nobody pressed it now: an answer is owed. */
  again: z.boolean().optional(),
});

type Pressed = Omit<z.infer<typeof Payload>, 'again'>;

/**
 * Somebody pressed a button of our check. GitHub shows no reaction there: a refusal is told
 * in the pull request, where not everybody reads it.
 */
export async function runButton(context: Context, payload: unknown): Promise<void> {
  const { again, ...pressed } = Payload.parse(payload);
  const { org, repositoryId, sha, button, sender } = pressed;
  if (button === 'again') return void (await context.queue.add([recheck(org, repositoryId, sha)]));
  if ((button !== 'rotated' && button !== 'false-positive') || sender.type === 'Bot') return;
  const key = `button:${repositoryId}:${sha}:${button}:${sender.id}`;
  const asked = { key, job: { type: 'button', payload: pressed }, does: 'judge a button' };
  // Whoever presses it once more says it once more.
  await answering(context, org, asked, (ruled) =>
    press(context, { ...pressed, button }, key, again === true ? ruled : undefined),
  );
}

async function press(
  context: Context,
  { org, repositoryId, sha, button, sender }: Pressed & { button: 'rotated' | 'false-positive' },
  key: string,
  ruled: Ruled | undefined,
): Promise<Refused | Paced | undefined> {
  const site = await openSite(context, org, decisionsLane(org));
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined) return undefined;
  const heads = await context.store.heads.listOpen(org, repositoryId, sha);
  const pull = heads.find(({ subject }) => subject.startsWith('pull/'));
  if (pull === undefined) return undefined;
  const issue = Number(pull.subject.slice('pull/'.length));
  const where = `${repository.fullName}#${issue}, check of ${sha}`;
  const said = { comment: { repositoryId, issue, id: 0 }, speaker: { id: sender.id, login: sender.login }, where };
  const desk = await openDesk(context, site, repository, said, []);
  if (desk === undefined) return undefined;
  const name = repositoryName(repository.fullName);
  const rulings: readonly Ruling[] = judgeButton(desk, { button, repository: name, sha });
  if (ruled === undefined) {
    const first = (await context.store.outcomes.read(org, key)) === undefined;
    await keepRulings(context, org, { speaker: sender.login, said: where, rulings, first }, (store) =>
      store.outcomes.save(org, key, { hash: sha, remote: issue, state: 'closed' }),
    );
  }
  if (!(await isAnsweredIn(context, site, repository))) return undefined;
  const to = `button:${button}:${sha}:${sender.id}`;
  const receipts = ruled === undefined ? rulings : asRuled(ruled, rulings);
  const told = { said: where, ruled: receipts.map(({ is }) => is) };
  const says = reply(receipts);
  const waitMs = says === undefined ? 0 : await untilRoom(context, org, 1);
  if (waitMs > 0) return { waitMs, ...told };
  const gap = await answer(context, site, { repository: repository.fullName, issue, to, since: 0 }, says);
  return gap && { gap, ...told };
}
