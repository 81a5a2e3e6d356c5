import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPublicKey, startAcme } from './acme.ts';

type Acme = Awaited<ReturnType<typeof startAcme>>;
let acme: Acme;
beforeAll(async () => {
  acme = await startAcme();
  const { github, shop, alice, mallory } = acme;
  github.addDeployKey(shop, mallory, 'ci', newPublicKey());
  github.createEnvironment(shop, alice, 'production');
  github.openIssue(shop, alice, { title: 'Rotate' });
  await github.push(shop, mallory, [{ branch: 'fix', message: 'Fix', files: { 'fix.txt': 'fix\n' } }]);
  const pull = await github.openPull(shop, mallory, { title: 'Fix', head: 'fix' });
  github.reviewComment(pull, alice, { path: 'fix.txt', body: 'Why?' });
});
afterAll(() => acme.github.close());

async function ask(fields: Record<string, string>, permissions?: object) {
  const names = Object.entries(fields).map(
    ([name, inside]) => `${name}: repository(owner: "acme", name: "shop") { databaseId ${inside} }`,
  );
  const as = await acme.newToken(permissions ? { permissions } : {});
  const { json } = await acme.client('POST', '/graphql', { as, body: { query: `query { ${names.join('\n')} }` } });
  return json as { data: Record<string, Record<string, unknown> | null>; errors?: { type: string; path: string[] }[] };
}

test('what a repository has is counted and listed as over REST', async () => {
  const { data, errors } = await ask({
    counts: 'isPrivate deployKeys { totalCount } environments { totalCount } issues { totalCount }',
    pulls: `pullRequests(states: [OPEN], first: 5) { totalCount nodes {
      number headRefOid baseRefName author { login } reviewThreads { totalCount } } }`,
    merged: 'pullRequests(states: [MERGED], first: 5) { totalCount nodes { number } }',
    people: 'collaborators(affiliation: ALL, first: 9) { totalCount edges { permission node { login } } }',
  });
  expect(errors).toBeUndefined();
  const one = { totalCount: 1 };
  expect(data['counts']).toMatchObject({ isPrivate: true, deployKeys: one, environments: one, issues: one });
  const as = await acme.newToken();
  const [pull] = (await acme.client('GET', '/repos/acme/shop/pulls', { as })).list;
  const { number, head } = pull as { number: number; head: { sha: string } };
  const shown = { number, headRefOid: head.sha, baseRefName: 'main', author: { login: 'mallory' } };
  expect(data['pulls']).toMatchObject({ pullRequests: { ...one, nodes: [{ ...shown, reviewThreads: one }] } });
  expect(data['merged']).toMatchObject({ pullRequests: { totalCount: 0, nodes: [] } });
  const { list } = await acme.client('GET', '/repos/acme/shop/collaborators', { as });
  const edges = list.map(({ login, role_name }) => ({
    permission: String(role_name).toUpperCase(),
    node: { login },
  }));
  expect(data['people']).toMatchObject({ collaborators: { totalCount: edges.length, edges } });
});

test('what may not be null takes what holds it away where it is refused, and nothing else', async () => {
  const { data, errors } = await ask(
    { keys: 'deployKeys { totalCount }', issues: 'issues { totalCount }' },
    { issues: 'read', metadata: 'read' },
  );
  expect(data).toEqual({ keys: null, issues: { databaseId: acme.shop.id, issues: { totalCount: 1 } } });
  expect(errors).toMatchObject([{ type: 'FORBIDDEN', path: ['keys', 'deployKeys'] }]);
});
