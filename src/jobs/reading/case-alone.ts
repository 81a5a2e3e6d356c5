import type { Case } from '../../model/case.ts';
import type { Departure } from '../../model/departure.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { Store } from '../../store/store.ts';
import { credentialsAround, credentialsEverywhere } from './around.ts';
import { readCaseRecords } from './case-facts.ts';
import { factsNaming } from './facts.ts';
import { type Ground, namesEver } from './ground.ts';
import { coverageThatTells } from './out-of-sight.ts';
import { derive } from './situation.ts';
import { readStanding } from './standing.ts';

interface CaseAlone {
  /** What decides whether it is open, and of whom: without incidents, and without what is told beside. */
  readonly case: Pick<Case, 'departure' | 'items' | 'early' | 'openReasons'>;
  readonly files: ReadonlyMap<string, CredentialFile>;
}

/** One case as far as a command in it is judged by it, with the files of these credentials as well. */
export async function caseAlone(
  store: Store,
  ground: Ground,
  departure: Departure,
  ids: readonly string[],
): Promise<CaseAlone | undefined> {
  const { id: org } = ground.organization;
  const own = { ...ground, departures: [departure] };
  const people = departure.person === undefined ? [] : [departure.person];
  const facts = await factsNaming(store, org, namesEver(ground, people), ids);
  const coverage = await coverageThatTells(store, own);
  const standing = await readStanding(store, org);
  const about = { departures: [departure], facts, around: [], coverage, acts: [], records: undefined, standing };
  const { cases, files } = derive(own, about);
  const [bare] = cases;
  // What is left of their access is a reason more, and the longest to read: it decides only where there is no other.
  if (bare === undefined || bare.openReasons.length > 0) return bare && { case: bare, files };
  const records = await readCaseRecords(store, own);
  if (records === undefined) return { case: bare, files };
  const everywhere = await credentialsEverywhere(store, org);
  const theirs = { credentials: facts.credentials, people, everywhere };
  const around = await credentialsAround(store, ground, records, theirs);
  const [whole = bare] = derive(own, { ...about, around, records }).cases;
  return { case: whole, files };
}
