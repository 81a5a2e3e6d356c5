// What makes a credential, and a case, more or less urgent: as the case tells it.
import { describe, expect, it } from 'vitest';
import type { Case, CaseItem } from '../../src/model/case.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import { isDurable, isPowerful, withPriorities } from '../../src/policy/priority.ts';
import {
  makeAlive,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';
import { OUT, residual } from '../support/make-residual.ts';
import { makePolicy, makeRepository, makeSituation, type World } from '../support/make-situation.ts';

const first = (given: Partial<World>): Case => {
  const [file] = makeSituation(given).cases;
  if (file === undefined) throw new Error('no case');
  return file;
};
const reasons = (given: Partial<World>) => first(given).items[0]?.priority?.reasons;
const fileOf = (credential: KnownCredential, more: Parameters<typeof makeFile>[0] = {}) =>
  makeFile({ credential, evidence: [makeEvidence({ credential: credential.id })], ...more });
const seenIn = (...ids: number[]) =>
  fileOf(makePlaintext(), {
    sightings: ids.map((id) => makeSighting({ id: `${id}`, scope: { repositoryId: id, repository: `acme/r${id}` } })),
  });
const repositories = [makeRepository(), makeRepository({ id: 2, fullName: 'acme/r2', private: false })];

it.each<[string, Partial<World>, string[]]>([
  [
    'a key that is seen alive',
    { files: [makeFile({ observations: [makeAlive(NOW)] })] },
    ['seen alive', 'no known end', 'powerful'],
  ],
  [
    'a secret that was not replaced',
    { files: [fileOf(makeCredential({ kind: 'actions-secret' }), { observations: [makeAlive(NOW)] })] },
    ['not replaced', 'no known end'],
  ],
  [
    'a key that was used since they left',
    { files: [fileOf(makeCredential({ lastUsedAt: NOW }))] },
    ['not seen dead', 'no known end', 'powerful', 'used since the departure'],
  ],
  ['a value in clear', { files: [seenIn(1)], repositories }, ['in clear', 'not seen dead', 'no known end']],
  [
    'one that everybody can read in one of its places',
    { files: [seenIn(1, 2)], repositories },
    ['in clear in a public repository', 'not seen dead', 'no known end', 'in 2 repositories'],
  ],
])('%s', (_, given, told) => {
  expect(reasons(given)).toEqual(told);
});

it('what stands in a variable that is gone is in that repository no more', () => {
  const { id } = makePlaintext();
  const scope = { repositoryId: 2, repository: 'acme/r2' };
  const variable = { id: 'v', in: 'variable', credential: id, name: 'DEPLOY', firstSeenAt: NOW - DAY, scope } as const;
  const told = (goneAt?: number) =>
    reasons({ files: [fileOf(makePlaintext(), { sightings: [{ ...variable, ...(goneAt ? { goneAt } : {}) }] })] });
  expect(told()).toContain('in 2 repositories');
  expect(told(NOW)).not.toContain('in 2 repositories');
});

it('more than ten repositories weigh more than ten do', () => {
  const score = (many: number) =>
    first({ files: [seenIn(...Array.from({ length: many }, (_, index) => index + 1))] }).items[0]?.priority?.score ?? 0;
  expect([score(2) > score(1), score(10) === score(2), score(11) > score(10)]).toEqual([true, true, true]);
});

it('repositories whose workflows use it count as those it stands in do', () => {
  const file = first({});
  const dependent = (repositoryId: number) => ({ repositoryId }) as NonNullable<CaseItem['uses']>['dependents'][number];
  const told = (...ids: number[]) => {
    const uses = { state: 'used' as const, dependents: ids.map(dependent), unread: 0 };
    const items = file.items.map((item) => ({ ...item, uses }));
    return withPriorities([{ ...file, items }], makePolicy(), new Map(), NOW)[0]?.items[0]?.priority?.reasons;
  };
  expect(told(1, 2, 3, 3)).toContain('in 3 repositories');
  expect(told()?.join()).not.toContain('repositories');
});

it.each<[string, Partial<KnownCredential>, { durable: boolean; powerful: boolean }]>([
  ['a token that has ended', { kind: 'x', facts: { expired: true } }, { durable: false, powerful: false }],
  ['a runner for one job', { kind: 'x', facts: { ephemeral: true } }, { durable: false, powerful: false }],
  [
    'a token that is only asked for',
    { kind: 'fine-grained-token-request', facts: {} },
    { durable: false, powerful: false },
  ],
  [
    'one that reads the organisation',
    { kind: 'x', scope: {}, facts: { powers: 'contents: read' } },
    { durable: true, powerful: false },
  ],
  ['one that writes', { kind: 'x', facts: { powers: 'contents: write' } }, { durable: true, powerful: true }],
])('%s: an end is known or not, and power', (_, given, is) => {
  const credential = makeCredential(given);
  expect({ durable: isDurable(credential), powerful: isPowerful(credential) }).toEqual(is);
});

describe('somebody who still has access', () => {
  const { found } = residual({ ...OUT, membership: 'active' });
  const urgency = (given: Partial<World>) => {
    const file = { ...first({ files: [], ...given }), residual: found };
    return withPriorities([file], makePolicy(), new Map(), NOW)[0]?.urgency;
  };

  it('makes their case high, and critical in an emergency, with that reason', () => {
    expect(urgency({})).toMatchObject({ word: 'high', reasons: ['the person still has access'] });
    expect(urgency({ notices: [makeNotice({ emergency: true })] })).toMatchObject({ word: 'critical' });
  });

  it('is no danger while they work here', () => {
    expect(urgency({ notices: [makeNotice({ effectiveAt: NOW + DAY })] })).toBeUndefined();
  });
});

it('the reasons of a case are those of its worst, and before it begins it is not urgent at all', () => {
  const readOnly = makeFile({ credential: makeCredential({ facts: { readOnly: true } }) });
  expect(first({ files: [readOnly, seenIn(1)] }).urgency?.reasons).toContain('in clear');
  expect(first({ notices: [makeNotice({ effectiveAt: NOW + 90 * DAY })] }).urgency).toBeUndefined();
});
