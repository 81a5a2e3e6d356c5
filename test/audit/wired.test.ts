import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { look } from '../../src/jobs/requests.ts';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const token = randomBytes(16).toString('hex');
let scene: Scene;

beforeAll(async () => {
  scene = await startScene({ env: { AUDIT_STREAM_TOKEN: token } });
  await until('the secrets', async () => (await creators())['DEPLOY_TOKEN'] !== undefined);
  await scene.app.idle();
});
afterAll(() => scene?.close());

async function creators(): Promise<Record<string, string>> {
  const facts = await scene.app.facts();
  const files = [...(facts?.files.values() ?? [])];
  return Object.fromEntries(
    files.map(({ credential, attribution }) => [credential.name, attribution().creator?.person?.login ?? 'nobody']),
  );
}

async function stream(entries: readonly object[]): Promise<number> {
  const { status } = await fetch(`${scene.app.url}/services/collector`, {
    method: 'POST',
    headers: { authorization: `Splunk ${token}` },
    body: entries.map((event) => JSON.stringify({ time: 1, event })).join(''),
  });
  return status;
}

// The organisation's plan has no audit-log API, so what is known afterwards came by the stream.
test('the running App takes the stream in, and what it says reaches the attribution of every secret', async () => {
  expect(await creators()).toMatchObject({ DEPLOY_TOKEN: 'nobody', SIGNING_KEY: 'nobody', NPM_TOKEN: 'nobody' });
  expect(await stream(scene.acme.audit)).toBe(200);
  await scene.app.idle();
  expect(await creators()).toMatchObject({ DEPLOY_TOKEN: 'mallory', SIGNING_KEY: 'alice', NPM_TOKEN: 'alice' });
  expect(await scene.app.dead()).toEqual([]);
});

test('a secret of the stream that is stored later has its author as soon as a look finds it', async () => {
  const { github, bob, repositories, acme } = scene;
  github.setSecret(repositories.infra, bob, 'LATER');
  expect(await stream(acme.audit)).toBe(200);
  await scene.app.idle();
  await scene.app.add(look(acme.id, repositories.infra.id));
  await until('the author', async () => (await creators())['LATER'] === 'bob');
});

test('that the log is not to be had by its API is shown', async () => {
  const facts = await scene.app.facts();
  const [log] = (facts?.coverage ?? []).filter(({ source }) => source === 'audit-log');
  expect(log?.gap).toMatchObject({ why: 'absent' });
});
