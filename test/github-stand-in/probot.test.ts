// The real thing against the stand-in: `probot run` as a child, told of it by two environment variables.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { newPublicKey, startAcme } from './acme.ts';

test('an unmodified Probot signs in as app and as installation, hears of a push and writes a check', async () => {
  const port = await freePort();
  const permissions = { administration: 'read', checks: 'write', contents: 'read' } as const;
  const world = await startAcme({
    permissions,
    events: ['push'],
    webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks`,
  });
  const { github, shop, mallory } = world;
  github.addDeployKey(shop, mallory, 'deploy', newPublicKey());
  const probot = await startProbot(port, world);
  const sha = await github.push(shop, mallory, [{ branch: 'fix', message: 'Fix', files: { 'a.txt': 'a\n' } }]);
  await github.settled();
  probot.kill();
  expect(github.deliveries.find(({ event }) => event === 'push')).toMatchObject({ statusCode: 200 });
  expect(shop.checks).toMatchObject([
    { name: 'probot', sha, conclusion: 'success', output: { title: 'handback', summary: '1 deploy keys' } },
  ]);
  expect(new Set(github.requests.map(({ as }) => as))).toEqual(new Set(['app', 'installation']));
  expect(github.problems).toEqual([]);
  await github.close();
});

async function startProbot(port: number, world: Awaited<ReturnType<typeof startAcme>>): Promise<ChildProcess> {
  const bin = join(dirname(createRequire(import.meta.url).resolve('probot')), '../bin/probot.js');
  const child = spawn(process.execPath, [bin, 'run', join(import.meta.dirname, 'probot-app.cjs')], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      LOG_FORMAT: 'json',
      PORT: String(port),
      HOST: '127.0.0.1',
      APP_ID: String(world.appId),
      PRIVATE_KEY: world.privateKey,
      WEBHOOK_SECRET: world.webhookSecret,
      GHE_HOST: new URL(world.github.url).host,
      GHE_PROTOCOL: 'http',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) if (String(chunk).includes('Listening on')) break;
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
