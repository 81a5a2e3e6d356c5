import { describe, expect, it } from 'vitest';
import type { Case, CaseItem } from '../../src/model/case.ts';
import type { ResidualAccess } from '../../src/model/residual.ts';
import { DAY } from '../../src/model/time.ts';
import { sayNextStep } from '../../src/policy/words/credential.ts';
import { sayNext } from '../../src/policy/words/next-step.ts';
import {
  makeAlive,
  makeCredential,
  makeFile,
  makeNotice,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';
import { makeSituation, type World } from '../support/make-situation.ts';

const PLACE = { server: 'https://github.example', organization: 'acme' };

function caseOf(world: Partial<World> = {}, given: Partial<Case> = {}): Case {
  const [file] = makeSituation(world).cases;
  if (file === undefined) throw new Error('no case');
  return { ...file, ...given };
}
const withItem = (given: Partial<CaseItem>, more: Partial<Case> = {}): Case => {
  const file = caseOf();
  return { ...file, items: file.items.map((item) => ({ ...item, ...given })), ...more };
};
const next = (file: Case) => sayNext(file, PLACE).replace('**Next:** ', '');
const owner = (...names: string[]) => ({ names, by: 'policy', says: 'the policy' }) as const;
const unseen = { names: [], by: 'unseen', says: 'not visible: CODEOWNERS was not read (not UTF-8)' } as const;
const residual = (given: Partial<ResidualAccess>): ResidualAccess => ({
  state: 'in',
  stale: false,
  repositories: [],
  invited: [],
  unasked: 0,
  unseen: 0,
  codeOwner: [],
  reviewer: [],
  ...given,
});

describe('the one next step of a case', () => {
  it.each<[string, Case, string]>([
    [
      'the owner acts on the worst credential, on its own page',
      withItem({ owner: owner('@ada') }),
      '`@ada` replaces and deletes the deploy key **ci** of `acme/shop` ([open](https://github.example/acme/shop/settings/keys)); Handback then looks again.',
    ],
    [
      'that nobody knows who answers for it is said where a CODEOWNERS was not read',
      withItem({ owner: unseen }),
      'somebody (who answers for it is not visible: a CODEOWNERS was not read; `/handback owner` names one)',
    ],
    [
      'whoever took the case in hand comes before the owner',
      withItem({ owner: owner('@ada') }, { inHandOf: 'bob' }),
      '`@bob` replaces and deletes the deploy key',
    ],
    [
      'the leaver is no answer, so the sponsor is',
      (() => {
        const file = withItem({ owner: owner('@Mallory') });
        const engagement = { who: { login: 'mallory' }, type: 'contractor', sponsor: 'alice' } as const;
        return { ...file, departure: { ...file.departure, engagement } };
      })(),
      '`@alice`, the sponsor, replaces',
    ],
    ...(
      [
        ['@alice', '`@alice`, the sponsor, replaces'],
        ['alice@acme.example', '`alice@acme.example`, the sponsor, replaces'],
        ['@Mallory', 'somebody (nobody answers for it'],
      ] as const
    ).map(([sponsor, says]): [string, Case, string] => {
      const file = withItem({ owner: null });
      const engagement = { who: { login: 'mallory' }, type: 'contractor', sponsor } as const;
      return [`the sponsor is ${sponsor}`, { ...file, departure: { ...file.departure, engagement } }, says];
    }),
    [
      'nobody answers for it',
      withItem({ owner: null }),
      'somebody (nobody answers for it: `/handback owner` names one) replaces',
    ],
    ['several may', withItem({ owner: owner('@a', '@b', '@acme/c', '@d') }), '`@a`, `@b` or `@acme/c` replaces'],
    [
      'who can still walk in comes first',
      caseOf({}, { residual: residual({ membership: 'active' }) }),
      'an owner of the organisation removes `@mallory` under “People” ([open](https://github.example/orgs/acme/people)); Handback then looks again.',
    ],
    [
      'and from a repository there',
      caseOf({}, { residual: residual({ repositories: [{ repository: 'acme/shop', role: 'admin', ended: false }] }) }),
      'an administrator of `acme/shop` removes `@mallory` there ([open](https://github.example/acme/shop/settings/access))',
    ],
    [
      'a request waits for its second person',
      withItem({ waiting: '0123456789ab' }),
      'a second person writes `/handback approve 0123456789ab` here',
    ],
    [
      'what is excepted waits',
      withItem({
        exceptions: [{ credential: 'x', repositories: ['*'], owner: 'ada', reason: 'later', until: '2026-12-31' }],
      }),
      'nothing while the exception of deploy key **ci** of `acme/shop` holds, until 2026-12-31.',
    ],
    [
      'but not where the exception does not hold',
      withItem({
        exceptions: [
          { credential: 'x', repositories: ['*'], owner: 'ada', reason: 'later', until: '2026-12-31', void: 'it grew' },
        ],
      }),
      'replaces and deletes the deploy key',
    ],
    [
      'the name leads nowhere',
      caseOf({ notices: [makeNotice({ who: { email: 'ghost@x.example' } })], files: [] }),
      'somebody corrects the name',
    ],
    [
      'only Handback has to look',
      caseOf({ files: [], coverage: [] }),
      'nobody has to do anything; Handback still has to look',
    ],
    [
      'all is proved',
      caseOf({ files: [makeFile({ observations: [makeObservation()] })] }),
      'nobody has to do anything.',
    ],
    [
      'the last day is still to come',
      caseOf({ files: [], notices: [makeNotice({ effectiveAt: NOW + 3 * DAY })] }),
      'nothing before the last day, 2026-11-24 (UTC).',
    ],
    [
      'before the last day there is time until it',
      caseOf({ notices: [makeNotice({ effectiveAt: NOW + 3 * DAY })] }),
      ' by 2026-11-24; Handback then looks again.',
    ],
  ])('%s', (_, file, says) => {
    expect(next(file)).toContain(says);
  });

  it.each([
    ['actions-secret', 'ends the old value at its issuer and stores a new one in the Actions secret **ci**'],
    ['fine-grained-token', 'revokes the fine-grained personal access token **ci**'],
    ['webhook', 'deletes the webhook to **ci** of `acme/shop`, and makes it anew with a new secret where it is needed'],
    ['self-hosted-runner', 'removes the self-hosted runner **ci** of `acme/shop` and wipes its machine'],
    ['something-new', 'replaces or revokes the something-new **ci**'],
  ])('says what is done to a %s', (kind, says) => {
    expect(next(caseOf({ files: [makeFile({ credential: makeCredential({ kind }) })] }))).toContain(says);
  });

  it('does not send anybody to the settings of a repository that GitHub shows no more', () => {
    const unseen = (at: number) => {
      const asked = { request: 'GET /repos/acme/shop/keys/5', status: 404 };
      const control = { request: 'GET /repos/acme/shop/keys', status: 404 };
      return makeObservation({ at, result: 'unknown', says: 'nothing is proved', asked, control });
    };
    const gone = makeFile({ observations: [unseen(NOW)] });
    expect(next(caseOf({ files: [gone] }))).toContain(
      'shows that the place of the deploy key **ci** of `acme/shop` was deleted, as its “Proof” says, or lets Handback see it again; Handback',
    );
    expect(sayNextStep(gone)).toContain('GitHub shows neither it nor the place that it was in');
    const back = makeFile({ observations: [unseen(NOW - DAY), makeAlive(NOW)] });
    expect(next(caseOf({ files: [back] }))).toContain('replaces and deletes the deploy key');
  });

  it('says that a value in code is revoked first', () => {
    const file = makeFile({
      credential: makePlaintext(),
      sightings: [makeSighting()],
      evidence: makeFile()
        .attribution()
        .claims.flatMap(({ evidence }) => evidence),
    });
    expect(next(caseOf({ files: [file] }))).toContain('at its issuer, then takes it out of the code');
  });

  it('is the worst of many, whatever their order in the ledger', () => {
    const key = (id: number, readOnly: boolean) => {
      const credential = makeCredential({
        id: `deploy-key:1:${id}` as never,
        name: readOnly ? 'reads' : 'writes',
        facts: { readOnly },
      });
      return makeFile({ credential, observations: [makeAlive(NOW)] });
    };
    const files = [key(1, true), key(2, false), key(3, true)];
    expect(next(caseOf({ files }))).toContain('deploy key **writes**');
    expect(next(caseOf({ files: files.toReversed() }))).toContain('deploy key **writes**');
  });
});
