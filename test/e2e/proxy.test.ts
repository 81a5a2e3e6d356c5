// A network that lets nothing out but through its proxy: the name of GitHub leads nowhere without it.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppProcess, appProcess } from '../../demo/story/app-process.ts';
import type { World } from '../../demo/story/cast.ts';
import { freePort } from '../../demo/story/free-port.ts';
import { buildWorld } from '../../demo/story/world.ts';
import { type RunningProxy, startProxy } from '../support/http-proxy.ts';
import { until } from '../support/until.ts';

const GITHUB = 'github.invalid:8080';
const PASSWORD = `p@${randomBytes(6).toString('hex')}`;

let world: World;
let proxy: RunningProxy;
let app: AppProcess;
let port: number;
beforeAll(async () => {
  port = await freePort();
  world = await buildWorld(`http://127.0.0.1:${port}/api/github/webhooks`);
  const names = new Map([[GITHUB, new URL(world.github.url).host]]);
  proxy = await startProxy({ credentials: `handback:${PASSWORD}`, names, refuses: /^refused/ });
  app = await appProcess(world, {
    dataDir: join(world.github.world.dataDir, 'app'),
    port,
    env: { ...WAY, ...through(proxy.host) },
  });
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
  await world.github.close();
});

const WAY = { GHE_HOST: GITHUB, NO_PROXY: 'intranet.example' };
const through = (host: string, password = PASSWORD) => ({
  HTTPS_PROXY: `http://handback:${encodeURIComponent(password)}@${host}`,
});

test('the API and git go through it, and nothing says its password', async () => {
  await app.start();
  const isRead = async () => (await known()).filter(({ source }) => source === 'code').length === 8;
  await until('the code of all repositories', isRead);
  await app.stop();
  const log = await readFile(app.logFile, 'utf8');
  expect(log).toContain(`"proxy":"http://${proxy.host}"`);
  for (const form of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(log).not.toContain(form);
  const asked = new Set(proxy.asked.map((each) => each.replace(/\.git\/.*/, '.git')));
  expect(asked).toContain(`CONNECT ${GITHUB}`);
  expect(asked).toContain(`GET http://${GITHUB}/acme/shop.git`);
}, 120_000);

describe('doctor', () => {
  test('says that it is used, and that it opens the way', async () => {
    const said = await doctor();
    expect(said).toContain(`ok       the proxy http://${proxy.host} opens the way to ${GITHUB}`);
    expect(said).toContain('ok       GitHub knows the App as handback');
  });

  test.each([
    ['does not answer', () => through(`127.0.0.1:${port}`), / \(ECONNREFUSED\)\n +→ Is HTTPS_PROXY the right address/],
    ['wants another password', () => through(proxy.host, 'another'), / \(407\)\n +→ It wants a user and a password/],
    [
      'opens no way',
      () => ({ GHE_HOST: 'refused.invalid' }),
      /refused\.invalid:80 \(403\)\n +→ Whoever runs the proxy/,
    ],
  ])('says what is wrong where it %s, and not its password', async (_, env, words) => {
    const said = await doctor(env());
    expect(said).toMatch(/^proxy\n {2}WRONG {4}the proxy http:\/\/127\.0\.0\.1:\d+ does not/);
    expect(said).toMatch(words);
    for (const form of [PASSWORD, encodeURIComponent(PASSWORD), 'another']) expect(said).not.toContain(form);
  });

  test('says that a host is reached without it', async () => {
    const said = await doctor({ NO_PROXY: '.invalid' });
    expect(said).toContain(`${GITHUB} is reached without it, as NO_PROXY says`);
  });
});

async function known(): Promise<readonly { readonly source: string }[]> {
  const plan = await app.command('plan', '--json').catch(() => '{"coverage":[]}');
  return (JSON.parse(plan) as { coverage: { source: string }[] }).coverage;
}

async function doctor(env: Record<string, string> = {}): Promise<string> {
  const dataDir = join(world.github.world.dataDir, 'app');
  const other = await appProcess(world, { dataDir, port, env: { ...WAY, ...through(proxy.host), ...env } });
  return other.command('doctor').catch((error: { stdout: string }) => error.stdout);
}
