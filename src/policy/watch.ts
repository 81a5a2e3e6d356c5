import type { AuditFact } from '../model/audit.ts';
import type { Case, CaseItem, Incident } from '../model/case.ts';
import type { Departure, DepartureNotice } from '../model/departure.ts';
import type { Observation } from '../model/proof.ts';
import { type Instant, isoDay } from '../model/time.ts';
import type { CredentialFile, Reanimation } from '../model/violation.ts';
import { dueFrom } from './proof-status.ts';
import { isAccess, voiceOf } from './voices.ts';

/**
 * What was proved gone and shows signs of life in facts that came in since: it counts as alive at once,
 * without waiting for a re-check. Only takes proofs away, never gives one. `isPresent`: GitHub still
 * shows the place in which a credential stands. `restored`: when a deleted repository was, by its id.
 */
export function watch(
  all: readonly CredentialFile[],
  isPresent: (file: CredentialFile) => boolean,
  restored: ReadonlyMap<number, Instant>,
): readonly CredentialFile[] {
  const files = all.map((file) => withoutRestored(file, restored));
  // The private half in some code opens nothing by itself: only another deploy key does.
  const sameKey = Map.groupBy(files, ({ credential: { kind, facts } }) =>
    kind === 'deploy-key' ? facts['publicKey'] : undefined,
  );
  return files.map((file) => {
    const gone = file.proof.best;
    if (file.proof.state !== 'proved' || gone?.result !== 'gone') return file;
    const key = file.credential.facts['publicKey'];
    const twins = key === undefined ? [] : (sameKey.get(key) ?? []);
    const open = twins.filter(standsOpen);
    const twin = throughTwin(open.find(isPresent)) ?? throughTwin(open[0], UNSEEN);
    const sign = madeAgain(file, gone) ?? usedAgain(file, gone) ?? seenAgain(file, gone) ?? twin;
    return sign === undefined ? listedAgain(file, gone) : { ...file, proof: alive(file, sign) };
  });
}

/** Handback may not see it any more where it was restored, so that no list tells. */
function withoutRestored(file: CredentialFile, restored: ReadonlyMap<number, Instant>): CredentialFile {
  const { credential, proof } = file;
  const since = restored.get(credential.scope.repositoryId ?? 0);
  if (since === undefined || proof.state !== 'proved' || proof.best?.withPlace !== 'repository') return file;
  const says = 'GitHub’s audit log says that its repository, with which it was gone, was restored';
  return { ...file, proof: alive(file, { since, says }) };
}

/** A tombstone comes from a whole list without it; a proof from a look at it. Either will do for a copy. */
function standsOpen({ credential, proof }: CredentialFile): boolean {
  return credential.goneAt === undefined && proof.state !== 'proved';
}

type Sign = Omit<Reanimation, 'goneAt'>;

function alive({ proof }: CredentialFile, sign: Sign): CredentialFile['proof'] {
  const { required, latest, provedAt = 0 } = proof;
  return { state: 'alive', required, ...(latest ? { latest } : {}), back: { goneAt: provedAt, ...sign } };
}

/** A secret with the same name in the same place, or the same token let in again. */
function madeAgain({ credential: { createdAt = 0, goneAt } }: CredentialFile, gone: Observation): Sign | undefined {
  if (goneAt !== undefined || createdAt <= gone.at) return undefined;
  return { since: createdAt, says: 'GitHub lists it again, as made after it was gone' };
}

function usedAgain({ credential: { lastUsedAt = 0 } }: CredentialFile, gone: Observation): Sign | undefined {
  if (lastUsedAt <= gone.at) return undefined;
  return { since: lastUsedAt, says: 'GitHub says that it was used after it was seen gone' };
}

/** The same value in another place. Its issuer refuses it for good at P4, wherever it turns up. */
function seenAgain({ sightings }: CredentialFile, gone: Observation): Sign | undefined {
  const seen = sightings.find((each) => each.firstSeenAt > gone.at && !('goneAt' in each && each.goneAt !== undefined));
  if (seen === undefined || gone.grade === 'P4') return undefined;
  const place = seen.in === 'code' ? seen.path : seen.name;
  const where = `${place}${seen.scope.repository ? ` of ${seen.scope.repository}` : ''}`;
  return { since: seen.firstSeenAt, says: `the same value was seen in ${where}` };
}

/** A repository that GitHub does not show any more may be deleted, or only out of our sight: then its keys open it. */
const UNSEEN = 'when GitHub last showed it';

function throughTwin(twin: CredentialFile | undefined, unseen?: typeof UNSEEN): Sign | undefined {
  if (twin === undefined) return undefined;
  const { id, name, scope, createdAt, firstSeenAt } = twin.credential;
  const where = scope.repository ?? 'the organisation';
  const opens = unseen === undefined ? `opens ${where}` : `opened ${where} ${unseen}`;
  return { since: createdAt ?? firstSeenAt, says: `the same public key ${opens}, as “${name}”`, through: id };
}

/** Nothing that contradicts the proof, but reason to look now. */
function listedAgain(file: CredentialFile, gone: Observation): CredentialFile {
  const { credential, sightings, proof } = file;
  const listed = credential.goneAt === undefined && credential.plaintext === undefined ? credential.lastSeenAt : 0;
  const signs = [listed, ...sightings.map(({ firstSeenAt }) => firstSeenAt)].filter((at) => at > gone.at);
  return signs.length === 0 ? file : { ...file, proof: { ...proof, ...dueFrom(Math.min(...signs), proof.latest) } };
}

/**
 * What somebody did or used since the end, on each case: more than something left undone. The most urgent
 * cases come first. Of an act without the id of its actor nobody here is told: a login may have changed hands.
 */
export function withIncidents(cases: readonly Case[], acts: readonly AuditFact[]): readonly Case[] {
  const byDoer = Map.groupBy(
    acts.flatMap((fact) => doersOf(fact).map((id) => ({ id, fact }))),
    ({ id }) => id,
  );
  const all = cases.map((file): Case => {
    const acted = byDoer.get(file.departure.person?.id)?.map(({ fact }) => fact) ?? [];
    const found = incidents(file, acted);
    return found.length === 0 ? file : { ...file, incidents: found };
  });
  return all.toSorted((a, b) => Number(b.incidents !== undefined) - Number(a.incidents !== undefined));
}

/** The account that did it, and whoever had an agent do it. */
function doersOf({ actor, askedBy }: AuditFact): readonly (number | undefined)[] {
  return askedBy === undefined || askedBy.id === actor.id ? [actor.id] : [actor.id, askedBy.id];
}

function incidents({ departure, items }: Case, did: readonly AuditFact[]): readonly Incident[] {
  const { person, state, effectiveAt } = departure;
  if (state !== 'effective' || person === undefined) return [];
  const used = items.flatMap(({ file }): Incident[] => {
    const { lastUsedAt = 0 } = file.credential;
    return lastUsedAt > effectiveAt ? [{ is: 'used', at: lastUsedAt, file }] : [];
  });
  const acted = did.filter(({ at }) => at > effectiveAt).map((fact): Incident => ({ is: 'acted', at: fact.at, fact }));
  return [...used, ...acted].toSorted((a, b) => b.at - a.at);
}

/**
 * One source says that the person left, GitHub shows them as here again: what was cut with
 * their access may be open again.
 */
function addedBack({ state, effectiveAt, contradicted }: Departure): DepartureNotice | undefined {
  if (state !== 'effective') return undefined;
  return contradicted.findLast((notice) => isAccess(voiceOf(notice)) && notice.learnedAt > effectiveAt);
}

/** Why a case is open that may have been closed before: for its list of reasons. */
export function revived(departure: Departure, items: readonly CaseItem[]): readonly string[] {
  const back = items.filter(({ file }) => file.proof.back !== undefined).length;
  const again = addedBack(departure);
  return [
    ...(back > 0 ? [`${back} of them ${back === 1 ? 'was' : 'were'} gone and ${back === 1 ? 'is' : 'are'} back`] : []),
    ...(again ? [`the person was added again on ${isoDay(again.learnedAt)}, against what the others say`] : []),
  ];
}

/** Everything that must be looked at to know about this credential: it, and what it is back through. */
export function concerned(file: CredentialFile, files: ReadonlyMap<string, CredentialFile>): readonly CredentialFile[] {
  const through = file.proof.back?.through;
  const other = through === undefined ? undefined : files.get(through);
  return other === undefined ? [file] : [file, other];
}
