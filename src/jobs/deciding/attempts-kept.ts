import type { RequestDecision } from '../../model/decision.ts';
import type { RetryLater } from '../../model/job.ts';
import type { Attempt, RemediationAnswer } from '../../model/remediation.ts';
import { isTried } from '../../policy/decisions.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { remediate } from '../requests.ts';

// What is written down of an act that is tried once. Another worker may have been given the
// same job: what it began, or knows, stands.

/** Writes down that it is tried now; false when somebody did so before. */
export async function begin(
  { store }: Context,
  org: number,
  request: RequestDecision,
  attempt: Attempt,
  does: string,
): Promise<boolean> {
  return unlessTried(store, async (inside) => {
    // The journal first: it lets one transaction through after the other, so only one can find that nobody tried.
    await note(inside, org, attempt.startedAt, `tries to ${does}`, request);
    await refuseIfTried(inside, org, request);
    await save(inside, org, request, attempt);
  });
}

/**
 * Two people wanted it, and GitHub takes nothing for now: it is done by itself when GitHub
 * does, and the journal tells. `begun`: the attempt that GitHub did not take.
 */
export async function putOff(
  { store, queue, now }: Context,
  org: number,
  request: RequestDecision,
  { afterMs }: RetryLater,
  begun?: Attempt,
): Promise<void> {
  const at = now();
  await unlessTried(store, async (inside) => {
    await note(inside, org, at, 'waits to do what was approved: GitHub’s limit is used up', request);
    await refuseIfTried(inside, org, request, begun);
    await save(inside, org, request, { startedAt: at, waitsUntil: at + afterMs });
    await queue.add([{ ...remediate(org, request.id), delayMs: afterMs }], inside.tx);
  });
}

/** It is not tried at all. */
export async function keepRefusal({ store, now }: Context, org: number, request: RequestDecision, says: string) {
  const at = now();
  await unlessTried(store, async (inside) => {
    await note(inside, org, at, `refused: ${says}`, request);
    await refuseIfTried(inside, org, request);
    await save(inside, org, request, { startedAt: at, answer: { result: 'refused', says, at } });
  });
}

/** An answer stands, but for the one that nobody knows. */
export async function keepAnswer(
  { store, now }: Context,
  org: number,
  request: RequestDecision,
  attempt: Attempt,
  given: RemediationAnswer,
): Promise<void> {
  const at = now();
  await unlessTried(store, async (inside) => {
    await note(inside, org, at, `${given.result}: ${given.says}`, request);
    const last = await inside.records.read(org, 'attempts', request.id);
    if (last?.answer !== undefined && last.answer.result !== 'unknown') throw new AlreadyTried();
    await save(inside, org, request, { ...attempt, answer: { ...given, at } });
  });
}

async function unlessTried(store: Store, work: (inside: Store) => Promise<void>): Promise<boolean> {
  try {
    await store.transaction(work);
    return true;
  } catch (error) {
    if (error instanceof AlreadyTried) return false;
    throw error;
  }
}

async function refuseIfTried(inside: Store, org: number, { id }: RequestDecision, begun?: Attempt): Promise<void> {
  const last = await inside.records.read(org, 'attempts', id);
  const isOwn = begun !== undefined && last?.startedAt === begun.startedAt && last.answer === undefined;
  if (isTried(last) && !isOwn) throw new AlreadyTried();
}

class AlreadyTried extends Error {}

function save(inside: Store, org: number, { id }: RequestDecision, attempt: Attempt): Promise<void> {
  return inside.records.save(org, 'attempts', new Map([[id, attempt]]));
}

function note(store: Store, org: number, at: number, did: string, { id, credential }: RequestDecision): Promise<void> {
  return store.journal.append(org, [{ at, actor: 'handback', did, about: `${credential}, request ${id}` }]);
}
