import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliver, signedHeaders } from '../support/deliver.ts';
import { fake } from '../support/fake-tokens.ts';
import { openTheatre, type Theatre } from '../support/played-story.ts';
import { until } from '../support/until.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const LARGEST = 25 << 20;

let theatre: Theatre;
let url: string;
let secret: string;
beforeAll(async () => {
  theatre = await openTheatre({ env: { LOG_LEVEL: 'debug', SWEEP_MINUTES: '360', PROVE_MINUTES: '360' } });
  url = `http://127.0.0.1:${theatre.options.port}`;
  secret = theatre.world.app.webhookSecret;
});
afterAll(() => theatre?.close());

type Line = Readonly<Record<string, unknown>>;

const logText = () => readFile(theatre.app.logFile, 'utf8');

async function logged(what: string, wanted: (line: Line) => boolean): Promise<readonly Line[]> {
  return until(what, async () => {
    const whole = (await logText()).split('\n').slice(0, -1);
    const lines = whole.map((line) => JSON.parse(line) as Line).filter(wanted);
    return lines.length > 0 && lines;
  });
}

const received = (guid: string) =>
  logged(`the delivery ${guid}`, (line) => line['msg'] === 'delivery received' && line['guid'] === guid);

/** A push to the shop, as the organisation's installation would tell it. */
function push() {
  const { acme, repositories, github } = theatre.world;
  const installation = { id: github.world.installations[0]?.id };
  return {
    ref: 'refs/heads/main',
    after: 'a'.repeat(40),
    organization: { id: acme.id },
    repository: { id: repositories.docs.id },
    installation,
  };
}

test('it says on /healthz that it is well, and how much work there is', async () => {
  const answer = await fetch(`${url}/healthz`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    ok: true,
    waiting: expect.any(Number),
    running: expect.any(Number),
    dead: 0,
  });
});

test('a wrong signature is refused with a clear line that does not repeat what was sent', async () => {
  const token = fake('glpat-{base62:20}', 11);
  const before = (await logText()).length;
  const guid = 'wrong-signature';
  expect(await deliver(url, 'push', { ...push(), note: token }, { guid, secret: 'not the secret' })).toBe(400);
  await logged('the refusal', (line) => /signature does not match/.test(JSON.stringify(line)));
  await fetch(`${url}/healthz`);
  const said = (await logText()).slice(before);
  expect(said).not.toContain(token);
  expect(said).not.toContain('"guid":"wrong-signature"');
});

test('what is no delivery at all is refused: no headers, no JSON, another method, another path', async () => {
  const post = (path: string, init: RequestInit) => fetch(`${url}${path}`, init).then(({ status }) => status);
  const hook = '/api/github/webhooks';
  const json = { 'content-type': 'application/json' };
  expect(await post(hook, { method: 'POST', headers: json, body: '{}' })).toBe(400);
  expect(await deliver(url, 'push', 'not json', { secret })).toBe(400);
  expect(await post(hook, { method: 'GET' })).toBe(404);
  expect(await post('/elsewhere', { method: 'POST', headers: json, body: '{}' })).toBe(404);
});

test('an event that it does not know is kept, and nothing follows', async () => {
  expect(await deliver(url, 'sponsorship', { action: 'created' }, { guid: 'unknown-event', secret })).toBe(200);
  expect(await received('unknown-event')).toMatchObject([{ jobs: [], stored: 'new' }]);
});

test('the same delivery twice is one delivery', async () => {
  for (const _ of ['first', 'second']) expect(await deliver(url, 'push', push(), { guid: 'twice', secret })).toBe(200);
  await until('both', async () => (await received('twice')).length === 2);
  expect((await received('twice')).map(({ stored }) => stored)).toEqual(['new', 'known']);
});

test('the same delivery many times at once is one delivery', async () => {
  const many = Array.from({ length: 8 }, () => deliver(url, 'push', push(), { guid: 'at-once', secret }));
  expect(new Set(await Promise.all(many))).toEqual(new Set([200]));
  await until('all', async () => (await received('at-once')).length === 8);
  expect((await received('at-once')).filter(({ stored }) => stored === 'new')).toHaveLength(1);
});

test('an event that lacks a field is kept, named in the log, and answered with a look at everything', async () => {
  const { after: _, ...rest } = push();
  expect(await deliver(url, 'push', rest, { guid: 'lacking', secret })).toBe(200);
  const [line] = await logged('the lack', (each) => each['guid'] === 'lacking' && 'missing' in each);
  expect(line?.['missing']).toEqual([expect.stringMatching(/^after: /)]);
  expect(await received('lacking')).toMatchObject([{ jobs: ['onboard', 'sweep'], stored: 'new' }]);
});

test('a payload of 25 MB is taken', async () => {
  const start = JSON.stringify({ action: 'created', filler: '' });
  const body = start.replace('""', `"${'x'.repeat(LARGEST - start.length)}"`);
  expect(Buffer.byteLength(body)).toBe(LARGEST);
  expect(await deliver(url, 'sponsorship', body, { guid: 'large', secret })).toBe(200);
  expect(await received('large')).toMatchObject([{ stored: 'new' }]);
});

/** Sends what fetch would not: a body in pieces, whatever was announced. */
function send(headers: Record<string, string>) {
  const outgoing = request(`${url}/api/github/webhooks`, { method: 'POST', headers });
  const status = new Promise<number | undefined>((resolve, reject) => {
    outgoing.once('response', (response) => resolve(response.resume().statusCode));
    outgoing.once('error', reject);
  });
  return { outgoing, status };
}

test('a larger one is refused, announced or not, and the next delivery passes', async () => {
  const announced = send({ ...signedHeaders('push', '', { secret }), 'content-length': String(LARGEST + 1) });
  announced.outgoing.write('x');
  expect(await announced.status).toBe(413);
  announced.outgoing.destroy();

  const chunked = send(signedHeaders('push', '', { secret }));
  for (let sent = 0; sent <= LARGEST; sent += 1 << 20) chunked.outgoing.write('x'.repeat(1 << 20));
  expect(await chunked.status).toBe(413);
  chunked.outgoing.destroy();
  expect(await deliver(url, 'push', push(), { guid: 'after-large', secret })).toBe(200);
});

test('an installation on a personal account is told apart in the log, and nothing breaks', async () => {
  const { github, people } = theatre.world;
  const [first] = github.world.installations;
  if (first === undefined) throw new Error('not installed');
  const personal = { ...first, id: 424_242, account: people.bob as never };
  github.world.installations.push(personal);
  const payload = { action: 'created', installation: { id: personal.id, account: { login: 'bob', type: 'User' } } };
  expect(await deliver(url, 'installation', payload, { secret })).toBe(200);
  const [line] = await logged('the account', (each) => each['account'] === 'bob');
  expect(line?.['msg']).toMatch(/personal account.*organisations only/);
  github.world.installations.splice(github.world.installations.indexOf(personal), 1);
});

test('SIGTERM lets a delivery that is under way in, keeps it, and ends', async () => {
  const body = JSON.stringify(push());
  const headers = signedHeaders('push', body, { guid: 'under-way', secret });
  const { outgoing, status } = send({ ...headers, 'content-length': String(body.length) });
  outgoing.write(body.slice(0, 20));
  await once(outgoing, 'socket');
  await fetch(`${url}/healthz`);
  const stopped = theatre.app.stop();
  await logged('the signal', (line) => String(line['msg']).startsWith('stopping'));
  outgoing.end(body.slice(20));
  expect(await status).toBe(200);
  await stopped;
  expect((await logText()).trimEnd().split('\n').at(-1)).toContain('"stopped"');
  await theatre.app.start();
  expect(await deliver(url, 'push', push(), { guid: 'under-way', secret })).toBe(200);
  await until('both', async () => (await received('under-way')).length === 2);
  expect((await received('under-way')).map(({ stored }) => stored)).toEqual(['new', 'known']);
});

test('events of an installation that was just removed end quietly', async () => {
  const { github, people } = theatre.world;
  const late = push();
  github.uninstall(late.installation.id ?? 0, people.alice);
  await logged('the removal', (line) => line['msg'] === 'installation was removed');
  expect(await deliver(url, 'push', late, { guid: 'too-late', secret })).toBe(200);
  await logged('the end of its job', (line) => line['type'] === 'scan' && /removed/.test(String(line['msg'])));
  const health = (await (await fetch(`${url}/healthz`)).json()) as { dead: number };
  expect(health.dead).toBe(0);
});

test('it does not start without a webhook secret, nor with a short or the default one, and says which setting is wrong', async () => {
  for (const given of [{}, { WEBHOOK_SECRET: 'development' }, { WEBHOOK_SECRET: 'hunter2' }]) {
    const env = { PATH: process.env['PATH'], APP_ID: '1', PRIVATE_KEY: 'A PRIVATE KEY', ...given };
    const run = promisify(execFile)(process.execPath, [CLI, 'serve'], { env, cwd: theatre.options.dataDir });
    const failure = await run.then(
      () => undefined,
      (error: { code: number; stderr: string }) => error,
    );
    expect(failure?.code).toBe(2);
    expect(failure?.stderr).toMatch(/cannot start.*WEBHOOK_SECRET/s);
    expect(failure?.stderr).not.toMatch(/hunter2|PRIVATE KEY:|at .*\.ts:/);
  }
});
