import type { EvidenceKind, EvidenceWorld, Subject } from '../../evidence/evidence-kind.ts';
import { evidenceKinds } from '../../evidence/index.ts';
import { GitHubFailure, NotVisible } from '../../github/github.ts';
import type { Gap } from '../../model/coverage.ts';
import type { Evidence } from '../../model/evidence.ts';
import { once } from '../../model/once.ts';
import type { Gathered } from '../../model/records.ts';
import { repositoryScope } from '../../sources/source.ts';
import type { Context, Site } from '../context.ts';
import { saveEvidence } from './accounts.ts';
import { isOwed, kindsOwed, oweEvidence } from './owed-evidence.ts';

/**
 * Asks every kind of evidence that has something to say and has not said it yet, and keeps the
 * answers. One that may not look leaves a gap, not a guess, and is owed (owed-evidence.ts); so
 * does one of which GitHub fails to answer, which is thrown when the others have been asked.
 */
export async function gatherEvidence(
  context: Context,
  site: Site,
  world: EvidenceWorld,
  subject: Subject,
): Promise<void> {
  const { store, now } = context;
  const { id: org } = site.organization;
  const applying = evidenceKinds.filter((kind) => kind.appliesTo(subject));
  if (applying.length === 0) return;
  const before = await spoken(store, org, world, subject);
  const owed = once(() => kindsOwed(context, org, world.repository.id, subject));
  const answers: Answer[] = [];
  for (const kind of applying.filter(({ name }) => before[name] === undefined)) {
    const answer = await ask(kind, world, subject);
    await tellGap(context, org, world, answer, owed);
    answers.push(answer);
  }
  // First the evidence, then that it was gathered: killed in between, it is gathered once more.
  await saveEvidence(
    context,
    site,
    answers.flatMap(({ found }) => found),
  );
  const settled = answers.filter(isSettled).map(({ kind }) => [kind.name, now()] as const);
  const commit = subject.introduction?.commit;
  const record: Gathered = { ...(commit ? { commit } : {}), kinds: { ...before, ...Object.fromEntries(settled) } };
  if (settled.length > 0) await store.records.save(org, 'gathered', new Map([[keyOf(world, subject), record]]));
  const refused = answers.flatMap(({ kind, refusal }) => (refusal && isOwed(gapOf(refusal)) ? [kind.name] : []));
  await oweEvidence(context, org, world.repository, subject, refused);
  const failure = answers.find(({ refusal }) => refusal instanceof GitHubFailure)?.refusal;
  if (failure !== undefined) throw failure;
}

interface Answer {
  readonly kind: EvidenceKind;
  readonly found: readonly Evidence[];
  /** Why it could not be looked; what was found is known all the same. */
  readonly refusal?: NotVisible | GitHubFailure;
}

async function ask(kind: EvidenceKind, world: EvidenceWorld, subject: Subject): Promise<Answer> {
  try {
    return { kind, found: await kind.gather(world, subject) };
  } catch (error) {
    if (!(error instanceof NotVisible || error instanceof GitHubFailure)) throw error;
    return { kind, found: kind.meanwhile?.(subject) ?? [], refusal: error };
  }
}

/** The gap that is left, or taken away where this kind is not owed about anything else here. */
async function tellGap(
  { log, store, now }: Context,
  org: number,
  { repository }: EvidenceWorld,
  { kind, refusal }: Answer,
  owed: () => Promise<ReadonlySet<string>>,
): Promise<void> {
  const source = `evidence: ${kind.name}`;
  const scope = repositoryScope(repository);
  if (refusal === undefined) {
    if (!(await owed()).has(kind.name)) await store.coverage.forget(org, source, scope);
    return;
  }
  const gap = gapOf(refusal);
  log.warn({ evidence: kind.name, gap: gap.says }, 'a kind of evidence is not visible');
  await store.coverage.save(org, [{ source, scope, lookedAt: now(), gap }]);
}

function gapOf(refusal: NotVisible | GitHubFailure): Gap {
  if (refusal instanceof NotVisible) return refusal.gap;
  return { why: 'failed', says: `could not be looked at: ${refusal.message}` };
}

/**
 * What was said of the value in a variable or a text is said of this place, and not of the
 * commit that brought the same value into code.
 */
function keyOf({ repository }: EvidenceWorld, { credential, variable, text }: Subject): string {
  if (text !== undefined) return `${credential.id} in ${JSON.stringify([repository.id, text.name])}`;
  if (variable === undefined) return credential.id;
  return `${credential.id} in ${JSON.stringify([repository.id, variable.environment ?? '', variable.name])}`;
}

/** Of another commit nothing has been asked. */
async function spoken(
  store: Context['store'],
  org: number,
  world: EvidenceWorld,
  subject: Subject,
): Promise<Gathered['kinds']> {
  const known = await store.records.read(org, 'gathered', keyOf(world, subject));
  return known !== undefined && known.commit === subject.introduction?.commit ? known.kinds : {};
}

function isSettled({ kind: { again }, found, refusal }: Answer): boolean {
  if (refusal !== undefined || again === 'always') return false;
  return again === undefined || found.length > 0;
}
