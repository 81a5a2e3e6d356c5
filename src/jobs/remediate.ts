import { z } from 'zod';
import { whyNotThere } from '../github/observation.ts';
import type { Gap } from '../model/coverage.ts';
import type { ApprovalDecision, RequestDecision } from '../model/decision.ts';
import { RetryLater } from '../model/job.ts';
import type { Attempt } from '../model/remediation.ts';
import type { CredentialFile } from '../model/violation.ts';
import { whyNot } from '../policy/commands/attempt.ts';
import { approvalOf, isTried } from '../policy/decisions.ts';
import { seenIn } from '../policy/seen-in.ts';
import { nameCredential } from '../policy/words/credential.ts';
import { sayAttempt } from '../policy/words/decision.ts';
import { remediations } from '../remediations/index.ts';
import type { Remediation, RemediationWorld } from '../remediations/remediation.ts';
import { type Context, openSite, type Site } from './context.ts';
import { attemptOnce, changedSince } from './deciding/attempt.ts';
import { begin, keepAnswer, keepRefusal, putOff } from './deciding/attempts-kept.ts';
import { answer } from './deciding/receipt.ts';
import { answering, type Refused } from './deciding/unanswered.ts';
import { readGround } from './reading/ground.ts';
import { filesAbout } from './reading/watched-files.ts';
import { remediate as again, decisionsLane, enforce, look, prove } from './requests.ts';
import { holds, readAgain } from './scanning/value.ts';
import { isAnsweredIn } from './writing/still-private.ts';

/**
 * Carries out an approved request: once. That it is tried is written down before the
 * request goes out, and its answer after. Where the process ended in between, nobody knows
 * whether it was done, and nobody tries again: a look decides, and a person.
 */
export async function runRemediate(context: Context, payload: unknown): Promise<void> {
  const { org, request } = Payload.parse(payload);
  const job = { type: 'remediate', payload: { org, request } };
  const asked = { key: `request:${request}`, job, does: 'carry out an approved request' };
  await answering(context, org, asked, () => remediate(context, org, request));
}

const Payload = z.object({ org: z.number(), request: z.string() });

async function remediate(context: Context, org: number, id: string): Promise<Refused | undefined> {
  const site = await openSite(context, org, decisionsLane(org));
  const ground = await readGround(context.store, site.organization, context.now());
  const request = ground.decisions.find((each) => each.id === id);
  const approval = approvalOf(id, ground.decisions);
  if (request?.decides !== 'request' || approval?.decides !== 'approval') return undefined;
  const file = (await filesAbout(context.store, ground, [request.credential])).get(request.credential);
  const before = ground.attempts.get(id);
  const waitMs = (before?.waitsUntil ?? 0) - context.now();
  if (waitMs > 0) await context.queue.add([{ ...again(org, id), delayMs: waitMs }]);
  else if (!isTried(before)) {
    const remediation = file && remediations.find((each) => each.appliesTo(file));
    const { decisions, departures, reading } = ground;
    const approved = { request, decisions, attempt: before, policy: reading.policy, departures, file };
    const why = whyNot({ ...approved, act: remediation?.name }, context.now());
    if (why !== undefined || file === undefined || remediation === undefined)
      await keepRefusal(context, org, request, why ?? 'Handback can do nothing to it');
    else await tryOrPutOff(context, site, request, { file, remediation });
  } else if (before.answer === undefined) {
    const says = 'the process ended before the answer came';
    await keepAnswer(context, org, request, before, { result: 'unknown', says });
  }
  await lookAfterwards(context, org, file);
  const gap = await tell(context, site, request, approval, file);
  return gap && { gap, said: approval.said, ruled: [] };
}

interface Act {
  readonly file: CredentialFile;
  readonly remediation: Remediation;
}

async function tryOrPutOff(context: Context, site: Site, request: RequestDecision, act: Act): Promise<void> {
  try {
    await tryOnce(context, site, request, act);
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    await putOff(context, site.organization.id, request, error);
  }
}

async function tryOnce(
  context: Context,
  site: Site,
  request: RequestDecision,
  { file, remediation }: Act,
): Promise<void> {
  const { organization, github } = site;
  const world: RemediationWorld = {
    github,
    organization: organization.login,
    ...(request.updatedAt === undefined ? {} : { updatedAt: request.updatedAt }),
    value: async (each) => (await readAgain(context, site, each.credential, each.sightings))?.secret,
    holds: (each, text) => holds(context, each.credential, text),
    reports: context.tokenReports,
  };
  const changed =
    (await whyNotThere(github, remediation.where?.(file) ?? file.credential.scope)) ??
    (await changedSince(remediation, world, file));
  if (changed !== undefined) return keepRefusal(context, organization.id, request, changed);
  const attempt: Attempt = { startedAt: context.now() };
  if (!(await begin(context, organization.id, request, attempt, remediation.does))) return;
  try {
    await keepAnswer(context, organization.id, request, attempt, await attemptOnce(remediation, world, file));
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    await putOff(context, organization.id, request, error, attempt);
  }
}

/** GitHub's word for it is no proof: its place is listed and the proof looked at, and they decide what stands. */
async function lookAfterwards({ queue }: Context, org: number, file: CredentialFile | undefined): Promise<void> {
  await queue.add([look(org, file?.credential.scope.repositoryId), prove(org), enforce(org)]);
}

async function tell(
  context: Context,
  site: Site,
  request: RequestDecision,
  { comment }: ApprovalDecision,
  file: CredentialFile | undefined,
): Promise<Gap | undefined> {
  const { organization } = site;
  const repository = await context.store.repositories.byId(organization.id, comment.repositoryId);
  if (repository === undefined || !(await isAnsweredIn(context, site, repository))) return undefined;
  const attempt = await context.store.records.read(organization.id, 'attempts', request.id);
  const home = await context.store.records.read(organization.id, 'case-home', 'home');
  const isHome = home?.repositoryId === repository.id;
  const what = file === undefined ? 'the credential' : nameCredential(isHome ? file : seenIn(repository, file));
  const says = `${what}: ${sayAttempt(attempt)}. What is proved of it, the case says.`;
  const conversation = { repository: repository.fullName, issue: comment.issue, to: String(comment.id), since: 0 };
  return answer(context, site, conversation, says);
}
