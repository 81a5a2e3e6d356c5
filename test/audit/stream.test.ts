import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { receiveAuditStream } from '../../src/jobs/audit/stream.ts';
import { collectorEndpoint } from '../../src/web/event-collector.ts';
import { type RunningServer, startServer } from '../../src/web/server.ts';
import { entry } from './entries.ts';
import { openAcme } from './ledger.ts';

const token = randomBytes(16).toString('hex');
let acme: Awaited<ReturnType<typeof openAcme>>;
let server: RunningServer;
let logged: string[];
let failing: boolean;

const start = (collector: boolean) => {
  const note = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: note, warn: note, error: note };
  const take = async (pieces: AsyncIterable<Uint8Array>) => {
    const queue = failing ? { ...acme.queue, add: () => Promise.reject(new Error('disk full')) } : acme.queue;
    await receiveAuditStream({ store: acme.store, queue, log }, pieces);
  };
  const onError = (error: unknown) => logged.push(String(error));
  return startServer({
    host: '127.0.0.1',
    port: 0,
    webhooks: () => Promise.reject(new Error('no webhook is meant')),
    health: async () => ({ ok: true }),
    onError,
    endpoints: collector ? [collectorEndpoint({ token, take, onError })] : [],
  });
};

beforeEach(async () => {
  acme = await openAcme();
  logged = [];
  failing = false;
  server = await start(true);
});
afterEach(async () => {
  await server.close();
  await acme.close();
});

interface Given {
  readonly path?: string;
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

async function post(
  body: string | Uint8Array<ArrayBuffer>,
  { path = '', as = `Splunk ${token}`, headers = {} }: Given = {},
) {
  const authorization: Record<string, string> = as === null ? {} : { authorization: as };
  const answer = await fetch(`http://127.0.0.1:${server.port}/services/collector${path}`, {
    method: 'POST',
    body,
    headers: { ...authorization, ...headers },
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
}

const hec = (event: object) => JSON.stringify({ time: 1_772_360_430, host: 'github', source: 'audit', event });
const kept = async () => (await acme.store.audit.list(1)).map(({ action }) => action).toSorted();
const [stored, hook] = [entry(), entry({ action: 'hook.create', hook_id: 245 })];
const BOTH = ['hook.create', 'repo.create_actions_secret'];
const SUCCESS = { status: 200, answer: { text: 'Success', code: 0 } };

describe('the event collector', () => {
  test.each([
    ['events one behind the other', '', hec(stored) + hec(hook)],
    ['events one a line', '/event', `${hec(stored)}\n${hec(hook)}\n`],
    ['a list of events', '/event', `[${hec(stored)},${hec(hook)}]`],
    ['bare entries', '', JSON.stringify([stored, hook])],
    ['raw lines', '/raw', `${JSON.stringify(stored)}\n${JSON.stringify(hook)}`],
  ])('takes %s', async (_, path, body) => {
    expect(await post(body, { path })).toEqual(SUCCESS);
    expect(await kept()).toEqual(BOTH);
    expect(acme.jobs.map(({ type }) => type)).toEqual(['audit-evidence']);
  });

  test('takes gzip, and either word for the token', async () => {
    const packed = new Uint8Array(gzipSync(hec(stored) + hec(hook)));
    const headers = { 'content-encoding': 'gzip' };
    expect(await post(packed, { headers, as: `Bearer ${token}` })).toEqual(SUCCESS);
    expect(await kept()).toEqual(BOTH);
  });

  test('keeps an event once, however often and in whatever order it comes', async () => {
    for (const body of [hec(stored), hec(hook) + hec(stored), hec(hook) + hec(hook)]) await post(body);
    expect(await kept()).toEqual(BOTH);
    expect(acme.jobs).toHaveLength(2);
  });

  test('answers the health checks: of Splunk, and of GitHub with nothing in it', async () => {
    const health = await fetch(`http://127.0.0.1:${server.port}/services/collector/health`);
    expect(health.status).toBe(200);
    expect(await post('')).toEqual(SUCCESS);
    expect(await post(' \n')).toEqual(SUCCESS);
  });

  test('lets in nobody without the token', async () => {
    expect(await post(hec(stored), { as: null })).toMatchObject({ status: 401 });
    expect(await post(hec(stored), { as: `Splunk ${token}x` })).toMatchObject({ status: 403 });
    expect(await post(hec(stored), { as: `Basic ${token}` })).toMatchObject({ status: 401 });
    expect(await kept()).toEqual([]);
  });

  test('refuses a broken body whole, and names the byte', async () => {
    const good = hec(stored);
    const { status, answer } = await post(`${good}{"event":{"action":"hook.cre`);
    expect({ status, offset: answer['offset'] }).toEqual({ status: 400, offset: good.length });
    expect(await post(`${good}nonsense`)).toMatchObject({ status: 400 });
    expect(await post('not gzip', { headers: { 'content-encoding': 'gzip' } })).toMatchObject({ status: 400 });
    expect(await kept()).toEqual([]);
  });

  test('keeps out what belongs to no organisation here, and says so in the log', async () => {
    expect(await post(hec(entry({ org: 'other', org_id: 2 })) + hec(stored))).toEqual(SUCCESS);
    expect(await kept()).toEqual(['repo.create_actions_secret']);
    expect(logged.join('\n')).toMatch(/not installed Handback were left out \{"foreign":1\}/);
  });

  test('says Success only when all is kept: a failure keeps nothing, and the sender comes again', async () => {
    failing = true;
    expect(await post(hec(stored))).toMatchObject({ status: 503 });
    expect(await kept()).toEqual([]);
    failing = false;
    expect(await post(hec(stored))).toEqual(SUCCESS);
    expect(await kept()).toEqual(['repo.create_actions_secret']);
  });

  test('is not blown up by a bomb, nor filled by a body without end', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(210 << 20, ' ')));
    expect(await post(bomb, { headers: { 'content-encoding': 'gzip' } })).toMatchObject({ status: 413 });
    const big = await post(' '.repeat(26 << 20)).catch(() => ({ status: 413 }));
    expect(big).toMatchObject({ status: 413 });
    expect(await post(hec(stored))).toEqual(SUCCESS);
  });

  test('is not there when no token is set', async () => {
    const bare = await start(false);
    for (const path of ['', '/health'])
      expect((await fetch(`http://127.0.0.1:${bare.port}/services/collector${path}`)).status).toBe(404);
    await bare.close();
  });
});
