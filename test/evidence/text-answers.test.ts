// Answers about edits that GitHub's schema allows, and the stand-in never gives.
import { expect, it } from 'vitest';
import type { EvidenceWorld, InText } from '../../src/evidence/evidence-kind.ts';
import { textAuthors } from '../../src/evidence/text-authors.ts';
import type { GitHub, QueryError } from '../../src/github/github.ts';
import { NotVisible } from '../../src/github/github.ts';
import { makePlaintext } from '../support/make-facts.ts';

const [BEGUN, EDITED] = ['2026-11-01T10:00:00Z', '2026-11-02T10:00:00Z'];
const NODE = 'I_1';
const NAME = `t${Buffer.from(NODE).toString('hex')}`;
const BOB = { __typename: 'User', login: 'bob', databaseId: 2 };
const MALLORY = { __typename: 'User', login: 'mallory', databaseId: 3 };

const TEXT: InText = {
  name: 'issue #7',
  node: NODE,
  author: { id: 2, login: 'bob' },
  title: 'It fails',
  body: 'use SECRET',
  createdAt: Date.parse(BEGUN),
  updatedAt: Date.parse(EDITED),
  holds: (text) => text.includes('SECRET'),
};
const RENAMES = { pageInfo: { hasNextPage: false }, nodes: [] as (object | null)[] };
const edit = (diff: string | null, editor: object | null, editedAt = EDITED) => ({ editedAt, diff, editor });
const UNEDITED = {
  lastEditedAt: null,
  editor: null,
  includesCreatedEdit: false,
  timelineItems: RENAMES,
  userContentEdits: { totalCount: 0, nodes: [] as (object | null)[] },
};
const HISTORY = { totalCount: 2, nodes: [edit('use SECRET', MALLORY), edit('nothing', BOB, BEGUN)] };
const BY_MALLORY = {
  ...UNEDITED,
  body: 'use SECRET',
  lastEditedAt: EDITED,
  editor: MALLORY,
  includesCreatedEdit: true,
  userContentEdits: HISTORY,
};

async function said(node: object | null, text = TEXT, errors: readonly QueryError[] = []) {
  const query: GitHub['query'] = async (_, __, schema) => ({ data: schema.parse({ [NAME]: node }), errors });
  const world = { github: { query } } as unknown as EvidenceWorld;
  const found = await textAuthors.gather(world, { credential: makePlaintext(), text });
  return found.map(({ who, strength }) => `${strength}: ${who.login}`);
}

it('a history that is whole names who brought it in', async () => {
  expect(await said(BY_MALLORY)).toEqual(['authenticated: mallory']);
  expect(await said(UNEDITED)).toEqual(['authenticated: bob']);
});

it.each<[string, object]>([
  ['says that it was edited, and shows no edit', { userContentEdits: { totalCount: 0, nodes: [] } }],
  ['gives no list of edits', { userContentEdits: null }],
  ['counts more edits than it shows', { userContentEdits: { ...HISTORY, totalCount: 3 } }],
  ['leaves an edit out', { userContentEdits: { ...HISTORY, nodes: [HISTORY.nodes[0], null] } }],
  ['does not have the first state', { includesCreatedEdit: false }],
  ['shows an older text for the newest', { body: 'use SECRET, please' }],
  [
    'does not say what it was',
    { userContentEdits: { ...HISTORY, nodes: HISTORY.nodes.map((one) => ({ ...one, diff: null })) } },
  ],
])('one that %s names both, and neither for sure', async (_, odd) => {
  const answer = await said({ ...BY_MALLORY, ...odd });
  expect(new Set(answer)).toEqual(new Set(['inferred: bob', 'inferred: mallory']));
});

it('an editor without an account of their own is nobody, also under the login of somebody else', async () => {
  const mannequin = { __typename: 'Mannequin', login: 'alice' };
  const nodes = [edit('use SECRET', mannequin), edit('nothing', BOB, BEGUN)];
  expect(await said({ ...BY_MALLORY, editor: mannequin, userContentEdits: { totalCount: 2, nodes } })).toEqual([]);
});

it.each<[string, object | undefined]>([
  ['is missing', undefined],
  ['has a hole', { ...RENAMES, nodes: [null] }],
  [
    'is cut off before the title that stands there',
    { pageInfo: { hasNextPage: true }, nodes: [rename('A', 'B', MALLORY)] },
  ],
])('a list of renames that %s names nobody for sure', async (_, timelineItems) => {
  const inTitle = { ...TEXT, title: 'SECRET', body: 'nothing' };
  const answer = await said({ ...UNEDITED, timelineItems }, inTitle);
  expect(answer).toContain('inferred: bob');
  expect(answer.filter((each) => each.startsWith('authenticated'))).toEqual([]);
});

function rename(previousTitle: string, currentTitle: string, actor: object) {
  return { createdAt: EDITED, previousTitle, currentTitle, actor };
}

it.each<[string, QueryError]>([
  ['of the text', { type: 'FORBIDDEN', path: [NAME], message: 'no' }],
  ['of a part of it', { type: 'FORBIDDEN', path: [NAME, 'userContentEdits', 'nodes', 0, 'editor'], message: 'no' }],
  ['of everything', { path: [], message: 'Something went wrong' }],
])('what is refused %s is no answer', async (_, error) => {
  await expect(said(BY_MALLORY, TEXT, [error])).rejects.toThrow(NotVisible);
});

it('what GitHub refuses of another text does not matter', async () => {
  const error = { type: 'FORBIDDEN', path: ['t00'], message: 'no' };
  expect(await said(BY_MALLORY, TEXT, [error])).toEqual(['authenticated: mallory']);
});

it('a secret that begins in the title and ends in the body is the author’s only where nobody else changed either', async () => {
  const across = { ...TEXT, title: 'use SEC', body: 'RET', holds: (text: string) => text.includes('SEC\nRET') };
  expect(await said(UNEDITED, across)).toEqual(['authenticated: bob']);
  const renamed = { ...RENAMES, nodes: [rename('use', 'use SEC', MALLORY)] };
  const answer = await said({ ...UNEDITED, timelineItems: renamed }, across);
  expect(new Set(answer)).toEqual(new Set(['inferred: bob', 'inferred: mallory']));
});
