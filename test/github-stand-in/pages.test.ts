import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAcme } from './acme.ts';
import { furnish } from './furnish.ts';

let world: Awaited<ReturnType<typeof startAcme>>;

beforeAll(async () => {
  world = await startAcme();
  await furnish(world);
});

afterAll(() => world.github.close());

async function read(path: string): Promise<string> {
  const answer = await fetch(world.github.url + path);
  expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
  return answer.text();
}

test('every page has its title and no script', async () => {
  const { shop } = world;
  const check = shop.checks[0]?.id ?? 0;
  const titles = {
    '/': 'Organisations',
    '/acme': 'Acme Payments',
    '/acme/shop': 'shop',
    '/acme/shop/pull/1': 'Fix',
    '/acme/shop/issues/2': 'Rotate',
    [`/acme/shop/runs/${check}`]: 'x',
  };
  for (const [path, title] of Object.entries(titles)) {
    const text = await read(path);
    expect(text).toContain(`<h1>${title}`);
    expect(text).not.toContain('<script');
  }
  expect((await fetch(`${world.github.url}/acme/nothing`)).status).toBe(404);
});

test('a pull request shows that merging is blocked, and by what', async () => {
  const text = await read('/acme/shop/pull/1');
  expect(text).toContain('Merging is blocked');
  expect(text).toMatch(/Required<\/span> <b>handback<\/b>/);
  expect(text).toContain('<ins>+2</ins>');
});

test('what people write is shown as Markdown, and their HTML as text', async () => {
  const { github, shop, mallory } = world;
  const body = [
    '<!-- handback:case -->\n- [x] revoked **now**',
    '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>',
    '[bad](javascript:alert(1)) [good](https://example.com/?a=1&b=2) <details>\n<summary>more</summary>\n</details>',
  ].join('\n\n');
  const issue = github.openIssue(shop, mallory, { title: '<b>"x"', body });
  const text = await read(`/acme/shop/issues/${issue.number}`);
  expect(text).toContain('&lt;b&gt;&quot;x&quot;');
  expect(text).toMatch(/<input[^>]*checked[^>]*>.*<strong>now<\/strong>/);
  expect(text).toContain('&lt;script&gt;');
  expect(text).toContain('<details>');
  expect(text).toContain('<a href="https://example.com/?a=1&amp;b=2">good</a>');
  for (const hostile of ['<script', '<img src=x', 'javascript:', 'handback:case']) expect(text).not.toContain(hostile);
});

test('the value of a secret is nowhere', async () => {
  const { github, shop, mallory } = world;
  github.setSecret(shop, mallory, 'DEPLOY', { value: 'hunter-two' });
  expect(await read('/acme/shop')).toContain('DEPLOY');
  expect(await read('/acme/shop')).not.toContain('hunter-two');
});

test('a person signs in to the app on the website, and the app gets their token once', async () => {
  const { github, acme, client } = world;
  const { clientId, clientSecret } = github.install(acme, { appName: 'Handback' });
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: 'http://127.0.0.1:1/done',
    state: 's',
  }).toString();
  expect(await read(`/login/oauth/authorize?${query}`)).toContain('as=mallory');
  const chosen = await fetch(`${github.url}/login/oauth/authorize?${query}&as=mallory`, { redirect: 'manual' });
  const back = new URL(chosen.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('s');
  const code = back.searchParams.get('code') ?? '';
  const collect = async (secret: string): Promise<Record<string, string>> => {
    const body = new URLSearchParams({ client_id: clientId, client_secret: secret, code });
    return (await fetch(`${github.url}/login/oauth/access_token`, { method: 'POST', body })).json() as Promise<
      Record<string, string>
    >;
  };
  expect(await collect('wrong')).toMatchObject({ error: 'incorrect_client_credentials' });
  const { access_token: token } = await collect(clientSecret);
  expect((await client('GET', '/user', { as: `Bearer ${token}` })).json).toMatchObject({ login: 'mallory' });
  expect(await collect(clientSecret)).toMatchObject({ error: 'bad_verification_code' });
});
