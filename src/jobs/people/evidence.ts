import type { EvidenceKind, EvidenceWorld, Subject } from '../../evidence/evidence-kind.ts';
import { evidenceKinds } from '../../evidence/index.ts';
import { GitHubFailure, NotVisible } from '../../github/github.ts';
import type { Gap } from '../../model/coverage.ts';
import type { Evidence } from '../../model/evidence.ts';
import { once } from '../../model/once.ts';
import type { Gathered } from '../../model/records.ts';
import { repositoryScope } from '../../sources/source.ts';
import type { Context, Site } from '../context.ts';
import { isOwed, kindsOwed, oweEvidence } from './owed-evidence.ts';
import { saveEvidence } from './people.ts';

/**
 * Asks every kind of evidence that has something to say and has not said it yet, and keeps the answers. One that may not look leaves a gap, not a guess,
 * and is owed (owed-evidence.ts); so does one of which GitHub fails to answer, which is thrown when the others have been asked.
 */
export async function gatherEvidence(
  context: Context,
  site: Site,
  world: EvidenceWorld,
  subject: Subject,
): Promise<void> {
  const { log, store, now } = context;
  const { id: org } = site.organization;
  const applying = evidenceKinds.filter((kind) => kind.appliesTo(subject));
  if (applying.length === 0) return;
  const before = await spoken(store, org, world, subject);
  const kinds: Record<string, number> = { ...before };
  const gathered: Evidence[] = [];
  const refused: string[] = [];
  const owed = once(() => kindsOwed(context, org, world.repository.id, subject));
  let failure: GitHubFailure | undefined;
  for (const kind of applying.filter(({ name }) => before[name] === undefined)) {
    const source = `evidence: ${kind.name}`;
    const scope = repositoryScope(world.repository);
    try {
      const found = await kind.gather(world, subject);
      gathered.push(...found);
      if (isSettled(kind, found)) kinds[kind.name] = now();
      if (!(await owed()).has(kind.name)) await store.coverage.forget(org, source, scope);
    } catch (error) {
      if (!(error instanceof NotVisible || error instanceof GitHubFailure)) throw error;
      if (error instanceof GitHubFailure) failure ??= error;
      const gap = error instanceof NotVisible ? error.gap : failed(error);
      if (isOwed(gap)) refused.push(kind.name);
      gathered.push(...(kind.meanwhile?.(subject) ?? []));
      log.warn({ evidence: kind.name, gap: gap.says }, 'a kind of evidence is not visible');
      await store.coverage.save(org, [{ source, scope, lookedAt: now(), gap }]);
    }
  }
  // First the evidence, then that it was gathered: killed in between, it is gathered once more.
  await saveEvidence(context, site, gathered);
  const commit = subject.introduction?.commit;
  const key = keyOf(world, subject);
  const record: Gathered = { ...(commit ? { commit } : {}), kinds };
  if (Object.keys(kinds).length > Object.keys(before).length)
    await store.records.save(org, 'gathered', new Map([[key, record]]));
  await oweEvidence(context, org, world.repository.id, subject, refused);
  if (failure !== undefined) throw failure;
}

function failed({ message }: GitHubFailure): Gap {
  return { why: 'failed', says: `could not be looked at: ${message}` };
}

/** What was said of the value in a variable or a text is said of this place, and not of the commit that brought the same value into code. */
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

function isSettled({ again }: EvidenceKind, found: readonly Evidence[]): boolean {
  if (again === 'always') return false;
  return again === undefined || found.length > 0;
}
