// A desk at which somebody decides about one credential of mallory's, who has left.
import { minimatch } from 'minimatch';
import type { Case } from '../../src/model/case.ts';
import type { Departure } from '../../src/model/departure.ts';
import type { Person } from '../../src/model/person.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import type { Desk, Place } from '../../src/policy/commands/desk.ts';
import { EVERYBODY, makeEvidence, makeFile, makePerson, NOW } from './make-facts.ts';
import { makePolicy, makeRepository, makeSituation } from './make-situation.ts';

export const [MALLORY, ALICE] = EVERYBODY as readonly [Person, Person];
export const [BOB, CAROL] = [makePerson({ id: 90, login: 'bob' }), makePerson({ id: 91, login: 'carol' })];
const people = [...EVERYBODY, BOB, CAROL];
const said = (login: string, role: 'creator' | 'setter' | 'approver') =>
  makeEvidence({ id: `${role} ${login}`, role, who: { login }, kind: 'audit-log' });
/** Mallory made it, alice set it last, bob approved it; carol has nothing to do with it. */
export const file = makeFile({
  evidence: [said('mallory', 'creator'), said('alice', 'setter'), said('bob', 'approver')],
  people,
});

/** The same, made by an account that somebody answers for. */
export const ofMachine = (holder: string): CredentialFile => {
  const { claims, ...all } = file.attribution();
  const attribution = { ...all, claims: claims.map((claim) => ({ ...claim, service: { holders: [holder] } })) };
  return { ...file, attribution: () => attribution };
};

export const [mallorys] = makeSituation({ files: [file] }).cases as readonly [Case];
const inCase: Place = { at: 'case', case: mallorys };
export const inPull: Place = { at: 'pull', repositoryId: 1, found: [], authors: [] };
export const leaving = (person: typeof BOB, state: Departure['state']): Departure => ({
  ...mallorys.departure,
  id: `departure of ${person.login}`,
  person,
  who: { id: person.id, login: person.login },
  state,
});

export function deskOf(speaker: typeof BOB, given: Partial<Desk> = {}): Desk {
  return {
    now: NOW,
    organization: 'acme',
    policy: makePolicy(),
    place: inCase,
    speaker,
    matches: minimatch,
    departures: [mallorys.departure],
    files: new Map([[file.credential.id, file]]),
    decisions: [],
    attempts: new Map(),
    repositories: [makeRepository(), makeRepository({ id: 2, fullName: 'acme/infra' })],
    vendorOf: () => undefined,
    said: 'acme/security#3, comment 12',
    comment: { repositoryId: 2, issue: 3, id: 12 },
    ...given,
  };
}

/** People of these ids work for one vendor. */
export const initech = (...ids: number[]) => ({
  vendorOf: (one: number) => (ids.includes(one) ? 'Initech' : undefined),
});
