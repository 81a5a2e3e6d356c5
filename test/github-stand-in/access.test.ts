import { afterAll, beforeAll, expect, test } from 'vitest';
import { newKeys, signedToken, startAcme } from './acme.ts';

let time = Date.parse('2026-11-21T12:00:00Z');
let world: Awaited<ReturnType<typeof startAcme>>;

beforeAll(async () => {
  world = await startAcme({ now: () => time, rateLimit: 40 });
});

afterAll(async () => {
  expect(world.github.problems).toEqual([]);
  await world.github.close();
});

test('an app signs in with its own key only, and for ten minutes at most', async () => {
  const { client, appId, privateKey, jwt } = world;
  expect((await client('GET', '/app', { as: jwt() })).json).toMatchObject({ id: appId, slug: 'handback' });
  const wrong = [
    signedToken(appId, newKeys().privateKey, time),
    signedToken(appId, privateKey, time, { exp: Math.floor(time / 1000) - 1 }),
    signedToken(appId, privateKey, time, { exp: Math.floor(time / 1000) + 3600 }),
    signedToken(appId, privateKey, time, { iat: Math.floor(time / 1000) + 600 }),
    signedToken(99, privateKey, time),
    'not.a.token',
  ];
  for (const token of wrong) expect((await client('GET', '/app', { as: `Bearer ${token}` })).status).toBe(401);
});

test('an installation token lasts an hour by the clock that the test gives', async () => {
  const { client, newToken } = world;
  const as = await newToken();
  expect((await client('GET', '/installation/repositories', { as })).json).toMatchObject({ total_count: 1 });
  time += 3_599_000;
  expect((await client('GET', '/installation/repositories', { as })).status).toBe(200);
  time += 1_000;
  expect((await client('GET', '/installation/repositories', { as })).json).toMatchObject({
    message: 'Bad credentials',
    status: '401',
  });
});

test('a token may be narrowed, but never widened', async () => {
  const { client, newToken, jwt, installationId } = world;
  const as = await newToken({ permissions: { issues: 'write' }, repositories: ['shop'] });
  const refused = await client('GET', '/repos/acme/shop/keys', { as });
  expect(refused.status).toBe(403);
  expect(refused.headers.get('x-accepted-github-permissions')).toBe('administration=read');
  expect(refused.json).toMatchObject({ message: 'Resource not accessible by integration' });
  const path = `/app/installations/${installationId}/access_tokens`;
  expect((await client('POST', path, { as: jwt(), body: { permissions: { administration: 'write' } } })).status).toBe(
    422,
  );
  expect((await client('POST', path, { as: jwt(), body: { repositories: ['nothing'] } })).status).toBe(422);
  expect((await client('DELETE', '/installation/token', { as })).status).toBe(204);
  expect((await client('GET', '/repos/acme/shop', { as })).status).toBe(401);
});

test('what the app cannot see does not exist for it', async () => {
  const { github, bob, client, newToken } = world;
  await github.createRepository(bob, 'dotfiles');
  await github.createRepository(bob, 'blog', { private: false });
  const as = await newToken();
  expect((await client('GET', '/repos/bob/dotfiles', { as })).status).toBe(404);
  expect((await client('GET', '/repos/bob/blog', { as })).status).toBe(200);
  expect((await client('POST', '/repos/bob/blog/issues', { as, body: { title: 'x' } })).status).toBe(403);
  expect((await client('GET', '/repos/acme/shop')).status).toBe(404);
});

test('a suspended or removed installation is locked out', async () => {
  const { github, acme, alice, client, newToken, installationId, jwt } = world;
  const as = await newToken();
  github.suspend(installationId, alice);
  expect((await client('GET', '/installation/repositories', { as })).status).toBe(403);
  expect(
    (await client('POST', `/app/installations/${installationId}/access_tokens`, { as: jwt(), body: {} })).status,
  ).toBe(403);
  github.unsuspend(installationId, alice);
  expect((await client('GET', '/installation/repositories', { as })).status).toBe(200);
  const second = github.install(acme, { appName: 'Handback' });
  github.uninstall(second.installationId, alice);
  expect((await client('GET', `/app/installations/${second.installationId}`, { as: jwt() })).status).toBe(404);
});

test('a revoked personal token is nobody, and a deploy key made with it goes too', async () => {
  const { github, shop, mallory, client } = world;
  const secret = github.createPersonalAccessToken(mallory);
  const key = github.addDeployKey(shop, mallory, 'ci', 'ssh-ed25519 AAAA', { createdWith: secret });
  expect((await client('GET', '/user', { as: `token ${secret}` })).json).toMatchObject({ login: 'mallory' });
  expect(
    (await client('POST', '/credentials/revoke', { as: `token ${secret}`, body: { credentials: [secret] } })).status,
  ).toBe(403);
  expect((await client('POST', '/credentials/revoke', { body: { credentials: [secret] } })).status).toBe(202);
  expect((await client('GET', '/user', { as: `token ${secret}` })).status).toBe(401);
  expect(shop.keys).not.toContain(key);
});

test('renamed things answer 301 to a read and 307 to a write, by their number', async () => {
  const { github, shop, alice, client, newToken } = world;
  const as = await newToken();
  github.renameRepository(shop, alice, 'store');
  const read = await client('GET', '/repos/acme/shop/keys?per_page=5', { as });
  expect([read.status, read.headers.get('location')]).toEqual([
    301,
    `${github.url}/api/v3/repositories/${shop.id}/keys?per_page=5`,
  ]);
  expect((await client('POST', '/repos/acme/shop/issues', { as, body: { title: 'x' } })).status).toBe(307);
  expect((await client('GET', `/repositories/${shop.id}`, { as })).json).toMatchObject({ full_name: 'acme/store' });
  github.renameRepository(shop, alice, 'shop');
});

test('long lists come in pages with links by number, variables in smaller ones', async () => {
  const { github, shop, alice, client, newToken } = world;
  for (let i = 0; i < 35; i++) github.setVariable(shop, alice, `NAME_${i}`, 'x');
  const as = await newToken();
  const { json, headers } = await client('GET', '/repos/acme/shop/actions/variables?per_page=100&page=1', { as });
  expect([json['total_count'], (json['variables'] as unknown[]).length]).toEqual([35, 30]);
  const here = `${github.url}/api/v3/repositories/${shop.id}/actions/variables?per_page=100&page=2`;
  expect(headers.get('link')).toBe(`<${here}>; rel="next", <${here}>; rel="last"`);
});

test('an unchanged answer costs nothing, and its tag can be computed from the body alone', async () => {
  const { client, newToken } = world;
  const as = await newToken();
  const first = await client('GET', '/repos/acme/shop', { as });
  const bytes = new TextEncoder().encode(`application/vnd.github+json:${as}:${first.text}`);
  const tag = `"${Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')}"`;
  expect(first.headers.get('etag')).toBe(`W/${tag}`);
  const again = await client('GET', '/repos/acme/shop', { as, headers: { 'if-none-match': tag } });
  expect([again.status, again.text]).toEqual([304, '']);
  expect(again.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'));
  const other = await client('GET', '/repos/acme/shop', { as: await newToken(), headers: { 'if-none-match': tag } });
  expect(other.status).toBe(200);
});

test('when the hour is spent GitHub says so, and starts anew with the next', async () => {
  const { client, newToken, installationId } = world;
  const as = await newToken();
  let last = await client('GET', '/rate_limit', { as });
  while (last.status === 200) last = await client('GET', '/repos/acme/shop/labels', { as });
  expect([last.status, last.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
  expect(last.json).toMatchObject({ message: `API rate limit exceeded for installation ID ${installationId}.` });
  time += 3_601_000;
  expect((await client('GET', '/repos/acme/shop/labels', { as: await newToken() })).status).toBe(200);
});

test('the version of the API that is asked for is the one that answers', async () => {
  const { client, newToken } = world;
  const as = await newToken();
  const asked = await client('GET', '/repos/acme/shop', { as, headers: { 'x-github-api-version': '2026-03-10' } });
  expect(asked.headers.get('x-github-api-version-selected')).toBe('2026-03-10');
  const silent = await client('GET', '/repos/acme/shop', { as });
  expect(silent.headers.get('x-github-api-version-selected')).toBe('2022-11-28');
});

test('whom a team lets in is a collaborator with the role of the team, also where anybody may read', async () => {
  const { github, acme, shop, alice, client } = world;
  const carol = github.user('carol-of-the-team');
  github.addMember(acme, alice, carol);
  const team = github.createTeam(acme, alice, 'Writers');
  github.addToTeam(acme, alice, team, carol);
  github.setTeamRole(shop, alice, team, 'write');
  const as = `token ${github.createPersonalAccessToken(alice)}`;
  const { list } = await client('GET', '/repos/acme/shop/collaborators?per_page=100', { as });
  expect(list).toContainEqual(expect.objectContaining({ login: carol.login, role_name: 'write' }));
});
