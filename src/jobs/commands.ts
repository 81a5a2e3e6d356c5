import { z } from 'zod';
import { ownerAndName } from '../github/github.ts';
import type { Gap } from '../model/coverage.ts';
import { identity } from '../model/identity.ts';
import type { Repository } from '../model/organization.ts';
import type { Instant } from '../model/time.ts';
import type { Command, Spoken } from '../policy/commands/command.ts';
import type { Desk, Ruling } from '../policy/commands/desk.ts';
import { judge } from '../policy/commands/judge.ts';
import { parseCommands } from '../policy/commands/parse.ts';
import { asRuled, type Receipt, reactionTo, reply } from '../policy/commands/words.ts';
import { type Context, openSite, type Site } from './context.ts';
import { openDesk } from './deciding/desk.ts';
import { learn } from './deciding/learn.ts';
import { ownWords } from './deciding/own-words.ts';
import { answer, react } from './deciding/receipt.ts';
import { keepRulings } from './deciding/rulings.ts';
import { answering, type Paced, type Refused, type Ruled, untilRoom } from './deciding/unanswered.ts';
import { commandAgain, decisionsLane } from './requests.ts';
import { isAnsweredIn } from './writing/still-private.ts';

const Payload = z.object({
  org: z.number(),
  repositoryId: z.number(),
  comment: z.number(),
  sender: z.number(),
  text: z.string(),
  wrote: z.array(z.string()).optional(),
  missingSince: z.number().optional(),
});

const Comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ id: z.number(), login: z.string(), type: z.string() }).nullish(),
  issue_url: z.string(),
  created_at: z.coerce.date(),
  performed_via_github_app: z.unknown().optional(),
});
type Comment = z.infer<typeof Comment>;

type Said = Omit<z.infer<typeof Payload>, 'missingSince'>;

/**
 * What somebody said in a comment. The text is read from GitHub again and never kept. It must be
 * the very text of an event of its author, so that nobody can put words into another one's comment,
 * and its author must be a human. Where GitHub refuses the reading or the receipt, that is owed.
 */
export async function runCommand(context: Context, payload: unknown): Promise<void> {
  const { missingSince, ...said } = Payload.parse(payload);
  const asked = { key: `comment:${said.comment}`, job: { type: 'command', payload: said }, does: 'read a command' };
  await answering(context, said.org, asked, (ruled) => hear(context, said, ruled, missingSince));
}

async function hear(
  context: Context,
  what: Said,
  ruled: Ruled | undefined,
  missingSince: Instant | undefined,
): Promise<Refused | Paced | 'asked again' | undefined> {
  const { org, repositoryId, comment: id, sender } = what;
  const site = await openSite(context, org, decisionsLane(org));
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || !(await isAnsweredIn(context, site, repository))) return undefined;
  const own = await ownWords(context.store, org, what);
  const route = 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}';
  const comment = await site.github.find(route, { ...ownerAndName(repository.fullName), comment_id: id }, Comment);
  if (comment === undefined) return askedAgain(context, what, missingSince ?? context.now());
  if (!(await isSaid(context, comment, sender)) || !own.isText(comment.body ?? '')) return undefined;
  const text = identity(comment.body ?? '');
  const spoken = parseCommands(comment.body ?? '', own.isLine);
  const key = `comment:${id}`;
  const last = await context.store.outcomes.read(org, key);
  if (spoken.length === 0 && last === undefined) return undefined;
  if (last?.hash === text && last.state === 'closed') return undefined;

  const issue = Number(/\/(\d+)$/.exec(comment.issue_url)?.[1]);
  const rulings = await ruleOn(context, site, repository, comment, issue, spoken);
  const said = placeName(repository, issue, id);
  if (ruled === undefined) {
    const speaker = comment.user?.login ?? '';
    const first = last?.hash !== text;
    await keepRulings(context, org, { speaker, said, rulings, first }, (store) =>
      store.outcomes.save(org, key, { hash: text, remote: id, state: 'open' }),
    );
  }
  const receipts = ruled === undefined ? rulings : asRuled(ruled, rulings);
  const told = { said, ruled: receipts.map(({ is }) => is) };
  const waitMs = await untilRoom(context, org, writesOf(receipts));
  if (waitMs > 0) return { waitMs, ...told };
  // The outcome of an approved act is told here, when it is known: nothing takes its place.
  const isTold = rulings.some((each) => 'decision' in each && each.decision.decides === 'approval');
  const gap = await giveReceipt(context, site, repository, comment, issue, receipts, isTold);
  if (gap !== undefined) return { gap, ...told };
  await context.store.outcomes.save(org, key, { hash: text, remote: id, state: 'closed' });
  return undefined;
}

/** So long may what answers at GitHub be behind what sends its events. */
const PATIENCE = 5 * 60_000;
const FIRST_WAIT = 10_000;

/** A comment that is not there was deleted, or is not there yet: it is asked for again, for some minutes. */
async function askedAgain(
  { queue, now, log }: Context,
  what: Said,
  missingSince: Instant,
): Promise<'asked again' | undefined> {
  const { org, repositoryId, comment } = what;
  const waited = now() - missingSince;
  if (waited >= PATIENCE) {
    log.warn(
      { repositoryId, comment },
      'a comment with a command is not there: it was deleted, or GitHub does not show it',
    );
    return undefined;
  }
  await queue.add([commandAgain(org, { ...what, missingSince }, Math.max(FIRST_WAIT, waited))]);
  return 'asked again';
}

async function giveReceipt(
  context: Context,
  site: Site,
  { fullName }: Repository,
  { id, created_at }: Comment,
  issue: number,
  receipts: readonly Receipt[],
  isTold: boolean,
): Promise<Gap | undefined> {
  const reaction = reactionTo(receipts);
  const noReaction = reaction === undefined ? undefined : await react(site, fullName, id, reaction);
  const says = reply(receipts);
  const conversation = { repository: fullName, issue, to: String(id), since: created_at.getTime() };
  const noAnswer = says === undefined && isTold ? undefined : await answer(context, site, conversation, says);
  return noAnswer ?? noReaction;
}

function writesOf(receipts: readonly Receipt[]): number {
  return Number(reactionTo(receipts) !== undefined) + Number(reply(receipts) !== undefined);
}

async function isSaid({ github }: Context, comment: Comment, sender: number): Promise<boolean> {
  const { user, performed_via_github_app: app } = comment;
  if (user?.id !== sender || user.type !== 'User' || user.login === (await github.botLogin())) return false;
  return app === undefined || app === null;
}

async function ruleOn(
  context: Context,
  site: Site,
  repository: Repository,
  comment: Comment,
  issue: number,
  spoken: readonly Spoken[],
): Promise<readonly Ruling[]> {
  if (spoken.length === 0) return [];
  const { id: comment_id, user } = comment;
  const said = {
    comment: { repositoryId: repository.id, issue, id: comment_id },
    speaker: { id: user?.id ?? 0, login: user?.login ?? '' },
    where: placeName(repository, issue, comment_id),
  };
  const commands = spoken.flatMap((each) => (each.understood ? each.command : []));
  let desk = await openDesk(context, site, repository, said, commands);
  if (desk === undefined) return [{ is: 'refused', says: NOT_HERE }];
  const rulings: Ruling[] = [];
  for (const each of spoken) {
    const ruling = await ruleOnOne(context, site, desk, each);
    rulings.push(ruling);
    if ('decision' in ruling) desk = { ...desk, decisions: [...desk.decisions, ruling.decision] };
  }
  return rulings;
}

const NOT_HERE =
  'Not done: commands are taken in a case, in a running access review, and in an open pull request of a private repository.';

async function ruleOnOne(context: Context, site: Site, desk: Desk, spoken: Spoken): Promise<Ruling> {
  if (!spoken.understood) return { is: 'refused', says: spoken.why };
  if (holdsSecret(context, spoken.command)) return { is: 'refused', says: SECRET_IN_REASON };
  return judge(desk, spoken.command, await learn(context, site, desk, spoken.command));
}

const SECRET_IN_REASON =
  'Not done: the reason holds what looks like a secret. Take it out of the comment, treat it as known to others, and say it again without.';

/** A reason is kept and shown, so it must not hold what Handback never keeps nor shows. */
function holdsSecret({ detector }: Context, command: Command): boolean {
  return 'because' in command && detector.scan(Buffer.from(command.because)).findings.length > 0;
}

function placeName({ fullName }: Repository, issue: number, comment: number): string {
  return `${fullName}#${issue}, comment ${comment}`;
}
