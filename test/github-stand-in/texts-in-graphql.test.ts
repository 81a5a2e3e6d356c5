import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAcme } from './acme.ts';

type Acme = Awaited<ReturnType<typeof startAcme>>;
let acme: Acme;
let clock = Date.UTC(2026, 10, 21);
beforeAll(async () => {
  acme = await startAcme({ now: () => clock });
});
afterAll(() => acme.github.close());

const EDITS = `author { login } lastEditedAt editor { login } includesCreatedEdit
  userContentEdits(first: 2) { totalCount nodes { editedAt deletedAt deletedBy { login } diff editor { login } } }`;
const RENAMES = `timelineItems(first: 1, itemTypes: [RENAMED_TITLE_EVENT]) { pageInfo { hasNextPage } nodes {
  ... on RenamedTitleEvent { createdAt previousTitle currentTitle actor { login } } } }`;

async function ask(path: string, permissions?: object) {
  const { node_id: id } = (await acme.client('GET', path, { as: await acme.newToken() })).json as { node_id: string };
  const as = await acme.newToken(permissions ? { permissions } : {});
  const fields = `__typename ... on Comment { ${EDITS} } ... on Issue { title ${RENAMES} } ... on PullRequest { title }`;
  const query = `query { text: node(id: ${JSON.stringify(id)}) { ${fields} } none: node(id: "bm90aGluZw") { __typename } }`;
  const { json } = await acme.client('POST', '/graphql', { as, body: { query } });
  return json as { data: Record<string, unknown>; errors: { type: string; path: string[] }[] };
}

const [mallory, bob] = [{ login: 'mallory' }, { login: 'bob' }];

test('who edited a text is told newest first, each time with the whole of it, and the state before the first edit too', async () => {
  const { github, shop } = acme;
  const issue = github.openIssue(shop, acme.mallory, { title: 'A', body: 'one' });
  const at = `/repos/acme/shop/issues/${issue.number}`;
  const never = { lastEditedAt: null, editor: null, includesCreatedEdit: false };
  expect((await ask(at)).data['text']).toMatchObject({
    __typename: 'Issue',
    author: mallory,
    title: 'A',
    ...never,
    userContentEdits: { totalCount: 0, nodes: [] },
    timelineItems: { nodes: [] },
  });
  for (const change of [{ body: 'two' }, { title: 'B' }, { title: 'C', body: 'three' }]) {
    clock += 60_000;
    await github.editIssue(issue, acme.bob, change);
  }
  github.deleteRevision(issue, acme.mallory, 1);
  const { data, errors } = await ask(at);
  expect(data['text']).toMatchObject({
    author: mallory,
    lastEditedAt: '2026-11-21T00:03:00Z',
    editor: bob,
    includesCreatedEdit: true,
    userContentEdits: {
      totalCount: 3,
      nodes: [
        { editedAt: '2026-11-21T00:03:00Z', deletedAt: null, diff: 'three', editor: bob },
        { editedAt: '2026-11-21T00:01:00Z', deletedBy: mallory, diff: null, editor: bob },
      ],
    },
    timelineItems: {
      pageInfo: { hasNextPage: true },
      nodes: [{ createdAt: '2026-11-21T00:02:00Z', previousTitle: 'A', currentTitle: 'B', actor: bob }],
    },
  });
  expect(data['none']).toBeNull();
  expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['none'] }]);
});

test('what the caller may not read is refused', async () => {
  const { github, shop } = acme;
  const issue = github.openIssue(shop, acme.mallory, { title: 'A', body: 'one' });
  const { data, errors } = await ask(`/repos/acme/shop/issues/${issue.number}`, { metadata: 'read' });
  expect(data['text']).toBeNull();
  expect(errors[0]).toMatchObject({ type: 'FORBIDDEN', path: ['text'] });
});
