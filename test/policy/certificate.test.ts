import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import { credentialId } from '../../src/model/credential.ts';
import { GRADES } from '../../src/model/proof.ts';
import { DAY } from '../../src/model/time.ts';
import { certificateHash } from '../../src/policy/certificate.ts';
import { certificateOf } from '../support/make-certificate.ts';
import {
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  NOW,
} from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const proved = makeFile({ observations: [makeObservation()] });
const gap = makeCoverage({
  source: 'actions-secret',
  gap: { why: 'permission', says: 'not visible: needs Secrets: read' },
});
const ownerless = makeFile({ credential: makeCredential({ id: credentialId('deploy-key', 1, 6) }), evidence: [] });

describe('the title', () => {
  it.each([
    ['one that is open', {}, 'open: 1 of 1 not proved'],
    ['one that is proved', { files: [proved] }, '1 of 1 proved'],
    [
      'a place that is not visible',
      { files: [proved], coverage: [makeCoverage(), gap] },
      '1 of 1 proved; not covered: 1 place not visible',
    ],
    [
      'one whose maker is not known',
      { files: [proved, ownerless] },
      '1 of 1 proved; not covered: 1 credential of unknown maker',
    ],
    [
      'a place that was not looked at since',
      { files: [proved], coverage: [makeCoverage({ lookedAt: NOW - 9 * DAY })] },
      'open: 1 place not looked at since the departure',
    ],
    ['nothing of this person', { files: [] }, 'no credential known to be of this person'],
    [
      'a day to come',
      { files: [], notices: [makeNotice({ effectiveAt: NOW + DAY })] },
      'nothing certified yet: the last day is 2026-11-22',
    ],
    [
      'a departure that was called off',
      { notices: [makeNotice(), makeNotice({ says: 'stays', effectiveAt: NOW })] },
      'nothing certified: this person is here again',
    ],
    [
      'a use since',
      {
        files: [
          makeFile({
            credential: makeCredential({ lastUsedAt: NOW }),
            observations: [makeObservation({ at: NOW + 1 })],
          }),
        ],
      },
      '1 of 1 proved; 1 incident since the departure',
    ],
  ])('of %s', (_, world, title) => {
    expect(certificateOf(world).title).toBe(title);
  });

  it('never promises more than is known: no good news while anything is open, unseen or of unknown maker', () => {
    const when = fc.integer({ min: -10, max: 10 }).map((days) => NOW + days * DAY);
    const look = fc.record({
      at: when,
      result: fc.constantFrom('gone', 'alive', 'unknown'),
      grade: fc.constantFrom(...GRADES),
    });
    const credential = fc.record({
      by: fc.constantFrom('mallory', 'alice', undefined),
      looks: fc.array(look, { maxLength: 3 }),
    });
    const place = fc.record({ lookedAt: when, why: fc.option(fc.constantFrom('permission', 'absent', 'failed')) });
    let good = 0;
    fc.assert(
      fc.property(
        fc.array(credential, { maxLength: 4 }),
        fc.array(place, { maxLength: 3 }),
        when,
        (all, places, effectiveAt) => {
          const files = all.map(({ by, looks }, index) => {
            const id = credentialId('deploy-key', 1, index);
            const evidence = by === undefined ? [] : [makeEvidence({ who: { login: by }, credential: id })];
            const observations = looks.map((each, at) => makeObservation({ ...each, at: each.at + at }));
            return makeFile({ credential: makeCredential({ id }), evidence, observations });
          });
          const coverage = places.map(
            ({ lookedAt, why }): Coverage => makeCoverage({ lookedAt, ...(why ? { gap: { why, says: 'x' } } : {}) }),
          );
          const { title, credentials, notVisible, population, open } = certificateOf({
            files,
            coverage,
            notices: [makeNotice({ effectiveAt })],
          });
          expect(title).not.toMatch(/\ball\b/);
          expect(population.proved).toBe(credentials.filter((each) => each.proved).length);
          if (/^open|^nothing/.test(title)) return;
          good += 1;
          expect(effectiveAt).toBeLessThanOrEqual(NOW);
          expect(open).toEqual([]);
          expect(credentials.map(({ proof }) => proof.state)).toEqual(credentials.map(() => 'proved'));
          if (notVisible.length + population.unknownMaker > 0) expect(title).toContain('not covered: ');
        },
      ),
      { numRuns: 1000 },
    );
    expect(good).toBeGreaterThan(20);
  });
});

describe('a certificate', () => {
  it('has for each credential what an auditor needs to find the look again', () => {
    const asked = { request: 'GET /repos/acme/shop/keys/5', status: 404, requestId: 'AB:12', date: 'Sat, 21 Nov 2026' };
    const [one] = certificateOf({ files: [makeFile({ observations: [makeObservation({ asked })] })] }).credentials;
    expect(one).toMatchObject({
      id: 'deploy-key:1:5',
      proved: true,
      where: 'acme/shop',
      proof: {
        state: 'proved',
        grade: 'P3',
        required: 'P3',
        asked,
        by: 'deploy-key-gone',
        control: { request: 'GET /repos/acme/shop/keys', status: 200 },
        dates: { provedAt: new Date(NOW).toISOString(), nextLook: new Date(NOW + DAY).toISOString() },
      },
    });
  });

  it('says who asked, who observed, and what the roster knows of the person', () => {
    const engagement = { who: { login: 'Mallory' }, type: 'contractor' as const, vendor: 'Initech', sponsor: 'alice' };
    const { departure, observer } = certificateOf({ engagement });
    expect(departure.askedBy).toMatchObject([{ source: 'organization', detail: 'removed from acme by @alice' }]);
    expect(departure.engagement).toMatchObject({ vendor: 'Initech', sponsor: 'alice' });
    expect(observer).toContain('installation 10 of acme');
  });

  it('has the decisions about its credentials and what came of them, and no others', () => {
    const said = { at: NOW, by: { id: 8, login: 'alice' }, said: 'x' };
    const ask = { ...said, decides: 'request', remediation: 'deploy-key', expiresAt: NOW + DAY } as const;
    const keep = { ...said, decides: 'keep', review: 'review:2026-10-01', because: 'it is needed' } as const;
    const comment = { repositoryId: 1, issue: 1, id: 1 };
    const { decisions } = certificateOf({
      decisions: [
        { ...ask, id: '1', credential: credentialId('deploy-key:1:5') },
        { ...ask, id: '2', credential: credentialId('other') },
        { ...said, id: '3', decides: 'approval', request: '1', comment },
        { ...said, id: '4', decides: 'approval', request: '2', comment },
        { ...keep, id: '5', line: { of: 'credential', id: credentialId('deploy-key:1:5') } },
        { ...keep, id: '6', line: { of: 'repository', id: 5 } },
      ],
      attempts: new Map([['1', { startedAt: NOW }]]),
    });
    expect(decisions.map(({ id }) => id)).toEqual(['1', '3', '5']);
    expect(decisions[0]?.attempt).toEqual({ startedAt: NOW });
  });

  it('names what the person answered for or could read, and counts none of it as proved', () => {
    const other = makeCredential({
      id: credentialId('actions-secret', 1, 'TOKEN'),
      kind: 'actions-secret',
      name: 'TOKEN',
    });
    const owned = [makeFile({ credential: other })];
    const exposed = { repositories: 1, count: 30, credentials: [other], spared: [], invited: [] };
    const named = { id: other.id, kind: 'actions-secret', name: 'TOKEN', where: 'acme/shop' };
    expect(certificateOf({ files: [proved], sets: { owned, exposed } })).toMatchObject({
      population: { credentials: 1, proved: 1 },
      owned: [named],
      exposed: { count: 30, first: [named] },
    });
  });

  it('shows exceptions, which prove nothing', () => {
    const exception = {
      credential: 'deploy-key:1:5',
      repositories: ['*'],
      owner: 'alice',
      reason: 'needed for the release',
      until: '2026-12-01',
    };
    const [one] = certificateOf({ policy: makePolicy({ exceptions: [exception] }) }).credentials;
    expect(one).toMatchObject({ proved: false, exceptions: [exception] });
  });

  it('is the same for the same facts, whenever it is asked for, and another for others', () => {
    const hash = certificateHash(certificateOf({ files: [proved] }));
    expect(certificateHash(certificateOf({ files: [proved], now: NOW + 5 })).length).toBe(64);
    expect(certificateHash(certificateOf({ files: [proved], now: NOW + 5 }))).toBe(hash);
    expect(certificateHash(certificateOf())).not.toBe(hash);
    expect(certificateHash(JSON.parse(JSON.stringify(certificateOf({ files: [proved] }))))).toBe(hash);
  });
});
