import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
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
import { digestStepsOf, makePolicy, makeRepository, type World } from '../support/make-situation.ts';
import { danger, hostile } from './words/hostile.ts';

const [shop, infra] = [makeRepository(), makeRepository({ id: 2, fullName: 'acme/infra' })];
const repositories = [shop, infra];

/** A deploy key of somebody in one repository. */
function key(repository: typeof shop, login = 'mallory', given: Parameters<typeof makeCredential>[0] = {}) {
  const id = credentialId('deploy-key', repository.id, login);
  const scope = { repositoryId: repository.id, repository: repository.fullName };
  const credential = makeCredential({ id, scope, name: `key of ${login}`, ...given });
  return makeFile({ credential, evidence: [makeEvidence({ credential: id, who: { login } })] });
}
const gone = (repository: typeof shop) => {
  const { credential } = key(repository);
  return makeFile({
    credential,
    evidence: [makeEvidence({ credential: credential.id })],
    observations: [makeObservation({ credential: credential.id })],
  });
};
const digests = (given: Partial<World> = {}) => digestStepsOf({ repositories, ...given });
const standing = (given: Partial<World> = {}) => digests(given).filter((step) => step.do === 'ensure');

describe('a repository that holds what leavers made', () => {
  it('is not told that something is gone from it which somebody only says is dead', () => {
    const { credential } = key(shop);
    const evidence = [makeEvidence({ credential: credential.id })];
    const observations = [makeObservation({ credential: credential.id, grade: 'P0' })];
    const [mine] = standing({ files: [makeFile({ credential, evidence, observations })] });
    expect(mine?.body).toContain('  - Less is proved than the policy asks for\n');
  });

  it('gets one digest, for all who left, in words of that repository alone', () => {
    const alice = makeNotice({ who: { login: 'alice' } });
    const [mine, ...more] = standing({
      files: [key(shop), key(shop, 'alice'), key(infra)],
      notices: [makeNotice(), alice],
    });
    expect(more.map(({ repository }) => repository)).toEqual(['acme/infra']);
    expect(mine).toMatchObject({
      key: '1',
      repository: 'acme/shop',
      title: 'Handback: credentials of people who left',
    });
    expect(mine?.body).toContain('2 credentials in `shop` that are not proved gone');
    expect(mine?.body).toMatch(
      /- \[ \] deploy key \*\*key of alice\*\*.*made by `@alice` who left on 2026-11-20: due on \*\*2026-/,
    );
    expect(mine?.body).not.toContain('infra');
    expect(mine?.assignees).toEqual([]);
  });

  it('says what to do next, until when, and the same thing on every day', () => {
    const [today] = standing({ files: [key(shop)] });
    expect(today?.body).toContain(
      '**Next:** whoever maintains this repository sees to deploy key **key of mallory** of `acme/shop` (due on **2026-',
    );
    expect(today?.body).toContain('What to do: Add a new key for what still needs it');
    expect(standing({ files: [key(shop)], now: NOW + DAY / 2 })).toEqual([today]);
  });

  it('is told of its own places of a value, and of no other', () => {
    const secret = makePlaintext({ scope: { repositoryId: 2, repository: 'acme/infra' } });
    const at = (repository: typeof shop, path: string) =>
      makeSighting({ id: path, path, scope: { repositoryId: repository.id, repository: repository.fullName } });
    const file = makeFile({
      credential: secret,
      evidence: [makeEvidence({ credential: secret.id })],
      sightings: [at(infra, 'deep/infra.sh'), at(shop, 'shop.sh')],
      observations: [{ ...makeAlive(NOW), credential: secret.id, says: 'it still opens acme/infra' }],
    });
    const [one, other] = standing({ files: [file] }).map(({ body }) => body);
    const placeIn = (body: string | undefined) =>
      /in `(\S+):3` of `(\S+)`/
        .exec(body ?? '')
        ?.slice(1)
        .join(' of ');
    expect(new Set([placeIn(one), placeIn(other)])).toEqual(
      new Set(['deep/infra.sh of acme/infra', 'shop.sh of acme/shop']),
    );
    const ofShop = [one, other].find((body) => body?.includes('shop.sh'));
    expect(ofShop).not.toContain('infra');
    expect(ofShop).not.toContain('more places');
  });

  it('is told that something may stand for a while', () => {
    const exceptions = [
      {
        credential: 'deploy-key:1:mallory',
        repositories: ['shop'],
        owner: 'alice',
        reason: 'infra moves first',
        until: '2026-12-31',
      },
    ];
    const [step] = standing({ files: [key(shop)], policy: makePolicy({ exceptions }) });
    expect(step?.body).toContain('Excepted here until 2026-12-31');
    expect(step?.body).not.toContain('infra moves first');
  });

  it.each<[string, Partial<World>]>([
    ['what the organisation itself holds', { files: [key(shop, 'mallory', { scope: {} })] }],
    [
      'weak evidence',
      { files: [makeFile({ evidence: [makeEvidence({ strength: 'inferred', kind: 'workflow-reference' })] })] },
    ],
    ['somebody who has not left yet', { files: [key(shop)], notices: [makeNotice({ effectiveAt: NOW + DAY })] }],
    [
      'somebody who came back',
      { files: [key(shop)], notices: [makeNotice(), makeNotice({ says: 'stays', learnedAt: NOW, effectiveAt: NOW })] },
    ],
    ['a repository that is gone', { files: [key(shop)], repositories: [{ ...shop, goneAt: NOW }] }],
    ['a policy without a place for cases', { files: [key(shop)], policy: makePolicy({ cases: undefined }) }],
  ])('is not told of %s', (_, world) => {
    expect(standing(world)).toEqual([]);
  });
});

describe('a digest', () => {
  it('closes when nothing is left, says so in its text too, and is made while something is, not for that', () => {
    expect(digests({ files: [key(shop)] })).toMatchObject([{ do: 'ensure', onlyIfThere: false }]);
    const closing = expect.stringContaining('Nothing is left here');
    expect(digests({ files: [gone(shop)] })).toMatchObject([
      { do: 'resolve', onlyIfThere: true, closing, body: closing },
    ]);
  });

  it.each([
    ['observe', undefined, 0],
    ['warn', undefined, 1],
    ['block', undefined, 1],
    ['observe', true, 1],
    ['block', false, 0],
  ])('in mode %s with digests %s: %i', (mode, on, many) => {
    const policy = makePolicy({ mode, ...(on === undefined ? {} : { digests: on }) });
    expect(standing({ files: [key(shop)], policy })).toHaveLength(many);
  });

  it('is on in a repository that is treated more strictly than the rest', () => {
    const policy = makePolicy({ mode: 'observe', repositories: [{ match: 'infra', mode: 'warn' }] });
    expect(standing({ files: [key(shop), key(infra)], policy }).map(({ repository }) => repository)).toEqual([
      'acme/infra',
    ]);
  });

  it('that is switched off says that it is, and not that something is gone', () => {
    const [step] = digests({ files: [key(shop)], policy: makePolicy({ digests: false }) });
    expect(step).toMatchObject({ do: 'resolve', onlyIfThere: true });
    expect(`${step?.body} ${step?.closing}`).not.toMatch(/nothing is left/i);
    expect(step?.closing).toContain('says nothing about what still works here');
  });

  it('of a repository that became public keeps no fact at all', () => {
    const [step, ...more] = digests({ files: [key(shop)], repositories: [{ ...shop, private: false }] });
    expect(more).toEqual([]);
    expect(step).toMatchObject({ do: 'resolve', onlyIfThere: true, title: 'Handback', pages: [] });
    expect(JSON.stringify(step)).not.toMatch(/mallory|key of|credential|left|works|leav/i);
  });

  it('of many credentials goes on in comments', () => {
    const files = Array.from({ length: 1500 }, (_, index) =>
      key(shop, 'mallory', { id: credentialId('deploy-key', 1, index), name: `key ${index}` }),
    ).map((file) =>
      makeFile({ credential: file.credential, evidence: [makeEvidence({ credential: file.credential.id })] }),
    );
    const [step] = standing({ files });
    expect(step?.body).toContain('1500 credentials');
    expect(step?.pages.length).toBeGreaterThan(3);
    for (const text of [step?.body ?? '', ...(step?.pages ?? [])]) expect(text.length).toBeLessThanOrEqual(65_000);
  });

  it('made of hostile words links, shows and mentions nothing', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const [step] = standing({ files: [key(shop, 'mallory', { name })] });
        const html = marked.parse(step?.body.replaceAll('- [ ] ', '- ') ?? '', { async: false });
        expect(danger(html).filter((each) => each !== '<h3>')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
