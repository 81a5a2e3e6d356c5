import { describe, expect, it } from 'vitest';
import { credentialId, type KnownCredential } from '../../src/model/credential.ts';
import type { Decision } from '../../src/model/decision.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import type { Observation } from '../../src/model/proof.ts';
import { DAY } from '../../src/model/time.ts';
import { withAttestations } from '../../src/policy/decisions.ts';
import { cases } from '../../src/policy/evaluate.ts';
import { derive } from '../support/make-departures.ts';
import {
  EVERYBODY,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  NOW,
} from '../support/make-facts.ts';

const leaves = (login: string, at: number) =>
  makeNotice({ source: 'cli', who: { login }, effectiveAt: at, learnedAt: at });

/** Mallory made a secret and alice set it last; it was replaced at `updatedAt`. */
function both(updatedAt: number, ...left: ReturnType<typeof leaves>[]) {
  const file = makeFile({
    credential: makeCredential({ kind: 'actions-secret', updatedAt }),
    evidence: [
      makeEvidence({ who: { login: 'mallory' } }),
      makeEvidence({ who: { login: 'alice' }, role: 'setter', kind: 'audit-log' }),
    ],
    observations: [makeObservation({ result: 'replaced', grade: 'P1', at: NOW })],
  });
  const found = derive(...left);
  const opened = cases(DEFAULT_POLICY, found, [file], [], NOW);
  return Object.fromEntries(
    opened.map(({ departure, items }) => [departure.person?.login, items.map(({ done }) => done)]),
  );
}

describe('a secret that two people know who leave', () => {
  it('is replaced for the one who left before, and not for the one who left after', () => {
    const [first, second] = [leaves('mallory', NOW - 9 * DAY), leaves('alice', NOW - 2 * DAY)];
    expect(both(NOW - 5 * DAY, first, second)).toEqual({ mallory: [true], alice: [false] });
    expect(both(NOW - DAY, second, first)).toEqual({ mallory: [true], alice: [true] });
  });

  it('is not replaced for whoever left at the moment in which it was stored', () => {
    const [first, second] = [leaves('mallory', NOW - 9 * DAY), leaves('alice', NOW - 2 * DAY)];
    expect(both(NOW - 2 * DAY, first, second)).toEqual({ mallory: [true], alice: [false] });
    expect(both(NOW - 2 * DAY + 1, first, second)).toEqual({ mallory: [true], alice: [true] });
  });
});

it('a private registry that was made before the second left is known to them, whatever was changed of it since', () => {
  const file = makeFile({
    credential: makeCredential({ kind: 'private-registry', createdAt: NOW - 5 * DAY, updatedAt: NOW - DAY }),
    evidence: [makeEvidence({ who: { login: 'mallory' } }), makeEvidence({ who: { login: 'alice' }, role: 'setter' })],
    observations: [makeObservation({ result: 'replaced', grade: 'P1' })],
  });
  const found = derive(leaves('mallory', NOW - 9 * DAY), leaves('alice', NOW - 2 * DAY));
  const opened = cases(DEFAULT_POLICY, found, [file], [], NOW);
  expect(opened.map(({ items }) => items.map(({ done }) => done))).toEqual([[true], [false]]);
});

describe('who set a secret last', () => {
  const by = (login: string, role: 'creator' | 'setter' | 'approver' = 'creator') =>
    makeEvidence({ id: `${role} ${login}`, who: { login }, role, kind: 'audit-log' });
  const roles = (...evidence: ReturnType<typeof by>[]) => {
    const opened = cases(DEFAULT_POLICY, derive(leaves('mallory', NOW - DAY)), [makeFile({ evidence })], [], NOW);
    return opened.flatMap(({ items }) => items.map(({ claim }) => claim.role));
  };

  it('is in a case once, as its maker, when they made it too', () => {
    expect(roles(by('mallory'), by('mallory', 'setter'))).toEqual(['creator']);
    expect(roles(by('alice'), by('mallory', 'setter'), by('mallory'))).toEqual(['creator']);
  });

  it('is in it as who set it where somebody else, or nobody known, made it', () => {
    expect(roles(by('alice'), by('mallory', 'setter'))).toEqual(['setter']);
    expect(roles(by('mallory', 'setter'))).toEqual(['setter']);
  });

  it('nobody is in it for having approved, or for what an unknown name set', () => {
    expect(roles(by('alice'), by('mallory', 'approver'))).toEqual([]);
    expect(roles(by('alice'), by('nobody-knows', 'setter'))).toEqual([]);
  });
});

describe('a secret that somebody stored after the last day of its maker', () => {
  const LEFT = NOW - 3 * DAY;
  const itemOf = (updatedAt: number, ...log: (readonly [login: string, deed: 'creator' | 'setter', at: number])[]) => {
    const file = makeFile({
      credential: makeCredential({ kind: 'actions-secret', updatedAt }),
      evidence: log.map(([login, role, at]) => makeEvidence({ who: { login }, role, at, kind: 'audit-log' })),
      observations: [makeObservation({ result: 'replaced', grade: 'P1', at: NOW })],
    });
    return cases(DEFAULT_POLICY, derive(leaves('mallory', LEFT)), [file], [], NOW)[0]?.items[0];
  };
  const made = ['mallory', 'creator', LEFT - 9 * DAY] as const;

  it('is not replaced where GitHub states that it was the leaver, whose access was cut late', () => {
    const saved = NOW - 2 * DAY;
    expect(itemOf(saved, made, ['mallory', 'setter', saved - 900])).toMatchObject({
      done: false,
      notForThem: 'replaced by them',
    });
    expect(itemOf(saved, ['alice', 'creator', 0], ['mallory', 'setter', saved])).toMatchObject({ done: false });
    // Made only then, or deleted and made again.
    expect(itemOf(saved, ['mallory', 'creator', saved])).toMatchObject({ done: false, notForThem: 'replaced by them' });
  });

  it('is replaced as soon as anybody else stores it, also where no log tells who', () => {
    const theirs = ['mallory', 'setter', NOW - 2 * DAY] as const;
    expect(itemOf(NOW - DAY, made, theirs, ['alice', 'setter', NOW - DAY])).toMatchObject({ done: true });
    expect(itemOf(NOW - DAY, made, theirs)).toMatchObject({ done: true });
    expect(itemOf(NOW - DAY, made)).toMatchObject({ done: true });
  });
});

describe('where the policy asks for no more than somebody’s word', () => {
  const policy = { ...DEFAULT_POLICY, proof: { 'deploy-key': 'P0' as const } };
  const credential = makeCredential({ kind: 'deploy-key', updatedAt: NOW - 9 * DAY });
  const word = (login: string, at: number): Decision => {
    const id = EVERYBODY.find((each) => each.login === login)?.id ?? 0;
    const by = { id, login };
    return { decides: 'rotated', id: login, at, by, said: 'there', credential: credential.id, because: 'it is new' };
  };
  const itemOf = (...words: readonly Decision[]) => {
    const observations = withAttestations(credential.id, [], words);
    const file = makeFile({
      credential,
      policy,
      observations,
      evidence: [makeEvidence({ who: { login: 'mallory' } })],
    });
    return cases(policy, derive(leaves('mallory', NOW - DAY)), [file], [], NOW)[0]?.items[0];
  };

  it('that of the leaver, said before anybody knew that they leave, ticks no box of theirs', () => {
    expect(itemOf(word('mallory', NOW - 5 * DAY))).toMatchObject({ done: false, notForThem: 'their own word' });
  });

  it('that of anybody else does, whoever speaks last', () => {
    expect(itemOf(word('alice', NOW - 5 * DAY))).toMatchObject({ done: true });
    expect(itemOf(word('alice', NOW - 5 * DAY), word('mallory', NOW - 4 * DAY))).toMatchObject({ done: true });
    expect(itemOf(word('mallory', NOW - 5 * DAY), word('alice', NOW))).toMatchObject({ done: true });
  });
});

it('a case says of a credential that it was replaced before this person left, and which exceptions spare it', () => {
  const spared = { credential: credentialId('deploy-key', 1, 5), repositories: ['shop'], owner: 'alice', reason: 'x' };
  const policy = { ...DEFAULT_POLICY, exceptions: [{ ...spared, until: '2026-12-31' }] };
  const itemOf = (credential: Partial<KnownCredential>, looks: readonly Observation[] = []) =>
    cases(
      policy,
      derive(leaves('mallory', NOW - DAY)),
      [makeFile({ credential: makeCredential(credential), observations: looks })],
      [],
      NOW,
    )[0]?.items[0];
  expect(itemOf({})).toMatchObject({ exceptions: [spared] });
  expect(itemOf({ id: credentialId('deploy-key', 1, 6) })).not.toHaveProperty('exceptions');
  const replaced = [makeObservation({ result: 'replaced', grade: 'P3' })];
  expect(itemOf({ updatedAt: NOW - 2 * DAY }, replaced)).toMatchObject({ done: false, notForThem: 'replaced before' });
  expect(itemOf({ updatedAt: NOW }, replaced)).not.toHaveProperty('replaced');
});

describe('a word that somebody gave for two who left, where the policy asks for no more', () => {
  const SAID = NOW - 5 * DAY;
  const itemsOf = (credential: Partial<KnownCredential>, kind: string) => {
    const policy = { ...DEFAULT_POLICY, proof: { [kind]: 'P0' } };
    const file = makeFile({
      credential: makeCredential({ kind, ...credential }),
      evidence: [
        makeEvidence({ who: { login: 'mallory' } }),
        makeEvidence({ who: { login: 'alice' }, role: 'setter' }),
      ],
      observations: [makeObservation({ proof: 'attested', result: 'replaced', grade: 'P0', at: SAID })],
      policy,
    });
    const found = derive(leaves('mallory', NOW - 9 * DAY), leaves('alice', NOW - 2 * DAY));
    return cases(policy, found, [file], [], NOW).map(({ items }) =>
      items.map(({ done, notForThem }) => notForThem ?? done),
    );
  };

  it('is none of a value that was stored before the second of them left', () => {
    for (const kind of ['actions-secret', 'dependabot-secret', 'private-registry', 'webhook'])
      for (const updatedAt of [SAID, NOW - 2 * DAY])
        expect(itemsOf({ updatedAt }, kind)).toEqual([[true], ['replaced before']]);
    expect(itemsOf({ updatedAt: NOW - DAY }, 'actions-secret')).toEqual([[true], [true]]);
  });

  it('holds for both where the credential is its value, which is of no use whoever left when', () => {
    expect(itemsOf({}, 'deploy-key')).toEqual([[true], [true]]);
    expect(itemsOf({}, 'plaintext-secret')).toEqual([[true], [true]]);
  });
});
