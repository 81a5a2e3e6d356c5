import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer, WEBHOOK_PATH } from '../../src/web/server.ts';
import { until } from '../support/until.ts';

const ROOM = 1 << 20;

let server: RunningServer;
let isBusy = true;
let isWell = true;
const waiting: (() => void)[] = [];
beforeAll(async () => {
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    room: ROOM,
    health: async () => ({ ok: isWell }),
    onError: () => {},
    webhooks: async (_, response) => {
      if (isBusy) await new Promise<void>((resolve) => waiting.push(resolve));
      response.writeHead(200).end();
    },
  });
});
afterAll(() => server.close());

function deliver() {
  const outgoing = request({ port: server.port, path: WEBHOOK_PATH, method: 'POST', agent: false });
  const status = once(outgoing, 'response').then(([response]) => response.resume().statusCode as number);
  return { outgoing, status };
}

async function finish(count: number): Promise<void> {
  await until('the deliveries', async () => waiting.length === count);
  for (const done of waiting.splice(0)) done();
}

test('bodies of strangers take no more memory together than there is room for; what is refused makes none go, and the rest is received', async () => {
  const first = deliver();
  first.outgoing.end('x'.repeat(ROOM * 0.7));
  await until('the first', async () => waiting.length === 1);

  const second = deliver();
  second.outgoing.end('x'.repeat(ROOM * 0.7));
  expect(await second.status).toBe(503);
  const small = deliver();
  small.outgoing.end('{}');
  await finish(2);
  expect([await first.status, await small.status]).toEqual([200, 200]);

  const third = deliver();
  third.outgoing.end('x'.repeat(ROOM * 0.9));
  await finish(1);
  expect(await third.status).toBe(200);
});

test('a sender who goes away in the middle leaves its room to others', async () => {
  const gone = deliver();
  gone.status.catch(() => {});
  gone.outgoing.on('error', () => {});
  gone.outgoing.write('x'.repeat(ROOM * 0.9));
  await once(gone.outgoing, 'socket');
  gone.outgoing.destroy();
  isBusy = false;
  await until('the room', async () => {
    const next = deliver();
    next.outgoing.end('x'.repeat(ROOM * 0.9));
    return (await next.status) === 200;
  });
});

test('whoever watches hears by the status alone that it is not well', async () => {
  const health = async () => (await fetch(`http://127.0.0.1:${server.port}/healthz`)).status;
  expect(await health()).toBe(200);
  isWell = false;
  expect(await health()).toBe(503);
});
