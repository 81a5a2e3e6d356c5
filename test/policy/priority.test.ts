import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Case } from '../../src/model/case.ts';
import { credentialId, type KnownCredential } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import {
  makeAlive,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';
import { caseStepOf, makePolicy, makeRepository, makeSituation, type World } from '../support/make-situation.ts';

const theCase = (given: Partial<World>): Case => {
  const [first] = makeSituation(given).cases;
  if (first === undefined) throw new Error('no case');
  return first;
};
const made = (given: Partial<KnownCredential>, observations = [makeAlive(NOW)]) => {
  const credential = makeCredential(given);
  return makeFile({ credential, evidence: [makeEvidence({ credential: credential.id })], observations });
};
const key = (id: number, readOnly: boolean) => made({ id: credentialId('deploy-key', 1, id), facts: { readOnly } });
const secret = (given: Partial<KnownCredential>) =>
  made({ id: credentialId('actions-secret', 1, 'A'), kind: 'actions-secret', facts: {}, ...given }, []);
const leak = (isPrivate: boolean): Partial<World> => {
  const credential = makePlaintext();
  const evidence = [makeEvidence({ credential: credential.id })];
  const files = [makeFile({ credential, evidence, sightings: [makeSighting()] })];
  return { files, repositories: [makeRepository({ private: isPrivate })] };
};

it.each<[string, Partial<World>, string]>([
  ['a live deploy key that writes', { files: [key(1, false)] }, 'high'],
  ['one that only reads', { files: [key(1, true)] }, 'medium'],
  ['a secret of one repository', { files: [secret({})] }, 'medium'],
  ['a secret of the organisation', { files: [secret({ scope: {} })] }, 'high'],
  [
    'a secret of production',
    { files: [secret({ scope: { repositoryId: 1, repository: 'acme/shop', environment: 'production' } })] },
    'high',
  ],
  ['a token that ends by itself', { files: [secret({ facts: { expiresAt: NOW + DAY } })] }, 'low'],
  ['a value in clear', leak(true), 'high'],
  ['a value in clear that everybody can read', leak(false), 'critical'],
])('%s is %s', (_, given, word) => {
  expect(theCase(given)).toMatchObject({ urgency: { word }, items: [{ priority: { word } }] });
});

it('an emergency raises it, and the case tells that there is no grace', () => {
  const notices = [makeNotice({ emergency: true })];
  expect(theCase({ notices, files: [key(1, false)] }).urgency?.word).toBe('critical');
  expect(caseStepOf({ notices }).body).toContain('**Emergency departure**: no grace');
});

it('worst comes first, what is done last; the case is as urgent as its worst', () => {
  const done = made({ id: credentialId('deploy-key', 1, 3), facts: { readOnly: false } }, [makeObservation()]);
  const file = theCase({ files: [done, key(1, true), key(2, false)] });
  expect(file.items.map(({ priority }) => priority?.word)).toEqual(['high', 'medium', undefined]);
  expect(file.urgency).toMatchObject({ word: 'high' });
});

it('nothing left is not urgent, and the title says nothing of it', () => {
  const given = { files: [made({}, [makeObservation()])] };
  expect(theCase(given).urgency).toBeUndefined();
  expect(caseStepOf(given).title).toBe('Handback: credentials of mallory');
});

it('is due so many days after the end as the policy says, and overdue once that day has passed', () => {
  const end = Date.UTC(2026, 10, 20, 15);
  const policy = makePolicy({ sla_days: { high: 5 } });
  const body = (now: number) => {
    const notices = [makeNotice({ effectiveAt: end, learnedAt: end })];
    return caseStepOf({ notices, policy, files: [key(1, false)], now }).body;
  };
  const line = (now: number) => /Priority .*/.exec(body(now))?.[0];
  expect(line(Date.UTC(2026, 10, 25, 23, 59))).toMatch(/^Priority \*\*high\*\* .* due on \*\*2026-11-25\*\*/);
  expect(line(Date.UTC(2026, 10, 26))).toMatch(/\*\*overdue\*\* since 2026-11-25/);
  expect(body(Date.UTC(2026, 11, 30))).toBe(body(Date.UTC(2026, 10, 26)));
});

it('more danger never makes it less urgent', () => {
  const score = (readOnly: boolean, observations: readonly ReturnType<typeof makeObservation>[]) =>
    theCase({ files: [made({ facts: { readOnly } }, [...observations])] }).items[0]?.priority?.score ?? 0;
  fc.assert(
    fc.property(fc.boolean(), (seen) => {
      const looks = seen ? [makeAlive(NOW)] : [];
      expect(score(false, looks)).toBeGreaterThan(score(true, looks));
      expect(score(seen, [makeAlive(NOW)])).toBeGreaterThan(score(seen, []));
    }),
  );
});
