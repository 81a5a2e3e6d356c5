// What a certificate says of one credential where its proof is not the plain one, and of somebody who is not known.
import { expect, it } from 'vitest';
import type { AuditFact } from '../../src/model/audit.ts';
import { DAY } from '../../src/model/time.ts';
import { certificateOf } from '../support/make-certificate.ts';
import {
  makeAlive,
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';

const iso = (at: number) => new Date(at).toISOString();
const only = (file: ReturnType<typeof makeFile>) => certificateOf({ files: [file] }).credentials[0];

it('what was replaced before this person left is certified for them as proved in part, on no day', () => {
  const credential = makeCredential({ kind: 'actions-secret', updatedAt: NOW - 9 * DAY });
  const file = makeFile({ credential, observations: [makeObservation({ result: 'replaced', grade: 'P1' })] });
  const one = only(file);
  expect(one).toMatchObject({ proved: false, proof: { state: 'partly', notForThem: 'replaced before' } });
  expect(one?.proof.dates).not.toHaveProperty('provedAt');
});

it('a proof is shown with the look that gave it, and one after that told nothing with its own day', () => {
  const nothing = makeObservation({ at: NOW, result: 'unknown', says: 'GitHub answered 500' });
  const rested = only(makeFile({ observations: [makeObservation({ at: NOW - 2 * DAY }), nothing] }));
  expect(rested?.proof).toMatchObject({ state: 'proved', grade: 'P3' });
  expect(rested?.proof.dates).toMatchObject({ lookedAt: iso(NOW - 2 * DAY), unclearAt: iso(NOW) });
  const partly = only(makeFile({ observations: [makeObservation({ at: NOW - 2 * DAY, grade: 'P1' }), nothing] }));
  expect(partly?.proof).toMatchObject({ state: 'partly', grade: 'P1' });
});

it('what is not proved is shown with the last look, and with when it was gone if it is back', () => {
  const [gone, alive] = [makeObservation({ at: NOW - 2 * DAY }), makeAlive(NOW - DAY)];
  expect(only(makeFile({ observations: [gone, alive] }))?.proof).toMatchObject({
    state: 'alive',
    says: alive.says,
    back: { goneAt: iso(NOW - 2 * DAY), since: iso(NOW - DAY) },
  });
});

it('a value in clear has its rule, its mask and in how many places it stands', () => {
  const { id: credential } = makePlaintext();
  const file = makeFile({
    credential: makePlaintext(),
    evidence: [makeEvidence({ credential })],
    sightings: [makeSighting()],
  });
  expect(only(file)).toMatchObject({ rule: 'github-pat', mask: 'ghp_… (40 characters)', places: 1 });
});

it('somebody without a known account is said to be unknown, by the name that was heard', () => {
  const { departure } = certificateOf({ notices: [makeNotice({ who: { login: 'ghost' } })], files: [] });
  expect(departure).toMatchObject({ isKnown: false, person: { login: 'ghost' } });
  expect(certificateOf().departure).toMatchObject({
    isKnown: true,
    person: { id: 7, login: 'mallory', name: 'Mallory Contractor' },
  });
});

it('a place that is not visible is named, be it a repository or the organisation', () => {
  const gap = { why: 'permission', says: 'not visible' } as const;
  const coverage = [makeCoverage({ gap }), makeCoverage({ scope: {}, gap })];
  expect(certificateOf({ coverage }).notVisible).toMatchObject([{ where: 'acme/shop' }, { where: 'the organisation' }]);
});

it('what the account did since is there with the entry of the audit log that says so, and the oldest look of all', () => {
  const act = {
    id: 'entry',
    action: 'repo.create_actions_secret',
    at: NOW - 1,
    actor: { id: 7, login: 'mallory' },
    about: 'secret',
    deed: 'create',
    name: 'NEW_TOKEN',
    repository: { fullName: 'acme/shop' },
  } as AuditFact;
  const coverage = [makeCoverage(), makeCoverage({ source: 'webhook', lookedAt: NOW - DAY })];
  expect(certificateOf({ acts: [act], coverage })).toMatchObject({
    incidents: [{ at: iso(NOW - 1), action: act.action, actor: act.actor, auditEntry: 'entry' }],
    lookedAt: { places: 2, oldestLook: iso(NOW - DAY) },
  });
});
