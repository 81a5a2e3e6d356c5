import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTED, listsOf, partFor, seenIn } from '../../src/jobs/asking/foretold-lists.ts';
import { questionAbout, type Shown, shownOf } from '../../src/jobs/asking/survey-question.ts';

const place = { databaseId: 7, isPrivate: true };
const open = (number: number) => ({
  number,
  updatedAt: '2026-11-01T00:00:00Z',
  headRefOid: 'a',
  baseRefOid: 'b',
  baseRefName: 'main',
  author: { __typename: 'User', login: 'bob', databaseId: 2 },
});
const person = (databaseId: number) => ({ permission: 'WRITE', node: { login: `p${databaseId}`, databaseId } });
const answer = {
  keys7: { ...place, deployKeys: { totalCount: 0 } },
  environments7: { ...place, environments: { totalCount: 150 } },
  issues7: { ...place, issues: { totalCount: 3 } },
  pulls7: {
    ...place,
    open: { totalCount: 1, nodes: [open(4)] },
    ever: { totalCount: 2, nodes: [{ reviewThreads: { totalCount: 0 } }, { reviewThreads: { totalCount: 1 } }] },
  },
  people7: { ...place, collaborators: { totalCount: 1, edges: [person(2)] } },
};

describe('what an answer shows of a repository', () => {
  it('is what stands under its names', () => {
    expect(shownOf(answer, 7)).toEqual({
      isPrivate: true,
      keys: 0,
      environments: 150,
      issues: 3,
      pulls: 2,
      threads: 1,
      open: [open(4)],
      people: [person(2)],
    });
    expect(shownOf(answer, 8)).toBeUndefined();
  });

  it.each<[string, object, Partial<Shown>]>([
    ['refused', { keys7: null }, { keys: undefined }],
    ['of another repository', { keys7: { ...answer.keys7, databaseId: 8 } }, { keys: undefined }],
    ['without its pull requests', { pulls7: null }, { pulls: undefined, open: undefined, threads: undefined }],
    [
      'with more open pull requests than fit',
      { pulls7: { ...answer.pulls7, open: { totalCount: 300, nodes: [open(4)] } } },
      { open: undefined, threads: 1 },
    ],
    [
      'with more pull requests than fit',
      { pulls7: { ...answer.pulls7, ever: { ...answer.pulls7.ever, totalCount: 3 } } },
      { pulls: 3, threads: undefined },
    ],
    [
      'with somebody who may not be seen',
      { people7: { ...place, collaborators: { totalCount: 2, edges: [person(2), null] } } },
      { people: undefined },
    ],
    [
      'with fewer people than are counted',
      { people7: { ...place, collaborators: { totalCount: 2, edges: [person(2)] } } },
      { people: undefined },
    ],
    [
      'with a role that we do not know',
      { people7: { ...place, collaborators: { totalCount: 1, edges: [{ ...person(2), permission: 'OWNER' }] } } },
      { people: undefined },
    ],
    [
      'with an author of another kind',
      { pulls7: { ...answer.pulls7, open: { totalCount: 1, nodes: [{ ...open(4), author: { login: 'm' } }] } } },
      { open: undefined, pulls: undefined },
    ],
  ])('%s leaves that out and keeps the rest', (_, change, shown) => {
    expect(shownOf({ ...answer, ...change }, 7)).toMatchObject({ environments: 150, issues: 3, ...shown });
  });
});

const counts = fc.record<Shown>({
  isPrivate: fc.boolean(),
  ...Object.fromEntries(COUNTED.map((one) => [one, fc.option(fc.nat(2), { nil: undefined })])),
} as never);

it('nothing is foretold to be empty that was not counted as none, and seen in a private repository', () => {
  fc.assert(
    fc.property(fc.array(counts, { minLength: 1 }), (all) => {
      const seen = new Set(seenIn(all));
      for (const one of COUNTED)
        expect(seen.has(one)).toBe(all.some((shown) => shown.isPrivate && (shown[one] ?? 0) > 0));
      for (const shown of all) {
        const lists = Object.keys(listsOf(shown, seen)).map((route) => route.replace('GET /repos/{owner}/{repo}/', ''));
        const none = (one: (typeof COUNTED)[number]) => shown[one] === 0 && seen.has(one);
        expect(lists.includes('keys')).toBe(none('keys'));
        expect(lists.includes('environments')).toBe(none('environments'));
        expect(lists.includes('issues')).toBe(none('issues') && none('pulls'));
        expect(lists.includes('pulls/comments')).toBe(none('pulls') || none('threads'));
      }
    }),
  );
});

it('a list of nobody who may write is no list, and one of readers is', () => {
  const route = 'GET /repos/{owner}/{repo}/collaborators';
  expect(listsOf({ isPrivate: true, people: [] }, new Set())).toEqual({});
  const reader = { permission: 'READ', node: { login: 'r', databaseId: 3 } } as const;
  expect(listsOf({ isPrivate: true, people: [reader] }, new Set())).toEqual({ [route]: [] });
});

it('each job takes along only what it reads', () => {
  const foretold = { at: 1, lists: listsOf({ isPrivate: true, keys: 0, open: [] }, new Set(COUNTED)) };
  const routes = (job: 'look' | 'access' | 'heads') => Object.keys(partFor(job, foretold)?.lists ?? {});
  expect([routes('look'), routes('access'), routes('heads')]).toEqual([
    ['GET /repos/{owner}/{repo}/keys'],
    [],
    ['GET /repos/{owner}/{repo}/pulls'],
  ]);
});

it('a name cannot add to the question', () => {
  const question = questionAbout([{ id: 1, fullName: 'acme/a") { id } x: repository(owner: "b' }]);
  expect(question).toContain(String.raw`name: "a\") { id } x: repository(owner: \"b"`);
});
