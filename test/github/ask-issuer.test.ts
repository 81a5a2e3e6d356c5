import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bearer } from '../../src/detect/probes.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import type { Probe } from '../../src/model/issuer.ts';
import { Secret } from '../../src/model/secret.ts';

type Reply = (request: IncomingMessage, response: ServerResponse) => void;

let home: string;
let reply: Reply;
let asked: { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers'] }[] = [];
const server = createServer((request, response) => {
  asked.push({ method: request.method, url: request.url, headers: request.headers });
  reply(request, response);
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => {
  asked = [];
});

const VALUE = 'the/value?&#é';
let clock = 0;
const asking = () =>
  askIssuer({
    github: `${home}/api/v3`,
    elsewhere: new Map([['https://api.issuer.example', home]]),
    restMs: 0,
    now: () => clock,
  });
const ask = (probe: Probe, value = VALUE) => asking()(probe, new Secret(value));
const answers = (status: number, body: string, type = 'application/json'): Reply => {
  return (_, response) => void response.writeHead(status, { 'content-type': type }).end(body);
};
const probe = bearer('https://api.issuer.example/v1/me');
const worded: Probe = {
  ...probe,
  live: { status: [200], contains: ['"ok":true'] },
  dead: { status: [200], contains: ['"revoked"'] },
};

describe('an issuer', () => {
  it.each([
    ['live', 200, '{"id":1}', probe],
    ['dead', 401, '{"error":"bad token"}', probe],
    ['live', 200, '{"ok":true}', worded],
    ['dead', 200, '{"ok":false,"error":"revoked"}', worded],
  ])('says %s with %i %s', async (verdict, status, body, how) => {
    reply = answers(status, body);
    expect(await ask(how, 'plain-value')).toMatchObject({ status, verdict, date: expect.any(String) });
    expect(asked).toMatchObject([{ method: 'GET', url: '/v1/me', headers: { authorization: 'Bearer plain-value' } }]);
  });

  it.each([
    ['too many requests', answers(429, '{}')],
    ['a failure of its own', answers(500, '{}')],
    ['a firewall that refuses everybody', answers(401, '<html>Access denied</html>', 'text/html')],
    ['a firewall that lies about its type', answers(401, ' <!DOCTYPE html><p>no</p>')],
    ['forbidden', answers(403, '{}')],
    ['not found', answers(404, '{}')],
    ['a redirect', (_: unknown, response: ServerResponse) => void response.writeHead(302, { location: '/x' }).end()],
    [
      'a cut answer',
      (_: unknown, response: ServerResponse) => {
        response.writeHead(401, { 'content-length': '100' }).write('{');
        setImmediate(() => response.destroy());
      },
    ],
    [
      'an endless answer',
      (_: unknown, response: ServerResponse) => {
        response.writeHead(401);
        for (let times = 0; times < 100; times += 1) response.write('x'.repeat(1024));
        response.end();
      },
    ],
    ['no answer', (request: IncomingMessage) => void request.socket.destroy()],
  ] as const)('proves nothing by %s', async (_, how) => {
    reply = how as Reply;
    expect((await ask(probe, 'plain-value')).verdict).toBe('unclear');
  });

  it('may say by what is not in its answer that it knows a value no more', async () => {
    const listed = { ...probe, live: { status: [200], contains: ['mine'] } };
    const among: Probe = { ...listed, dead: { status: [200], contains: ['"keys"'], lacks: ['mine'] } };
    const verdicts: string[] = [];
    for (const body of ['{"keys":["mine"]}', '{"keys":[]}', '{}']) {
      reply = answers(200, body);
      verdicts.push((await ask(among, 'plain-value')).verdict);
    }
    expect(verdicts).toEqual(['live', 'dead', 'unclear']);
  });

  it('proves nothing by a body that says both, or neither', async () => {
    for (const body of ['{"ok":true,"was":"revoked"}', '{}']) {
      reply = answers(200, body);
      expect((await ask(worded, 'plain-value')).verdict).toBe('unclear');
    }
  });
});

describe('the value', () => {
  it('goes to no host but the one that the rule names, whatever it holds', async () => {
    reply = answers(200, '{}');
    const inPath = { ...probe, url: 'https://api.issuer.example/bot{secret}/me', headers: {} };
    for (const value of [VALUE, '@evil.example/', '../../../x', '\\\\evil.example']) await ask(inPath, value);
    expect(asked).toHaveLength(4);
    for (const { url } of asked) expect(url).toMatch(/^\/bot[^/]*\/me$/);
  });

  it.each([
    'http://api.issuer.example/me',
    'https://{secret}.issuer.example/me',
    'https://{secret}/me',
    'https://user:pass@issuer.example/me',
    'https://api.issuer.example:8443/me',
    '{secret}',
    'file:///etc/passwd',
  ])('is not sent where a rule would let it choose: %s', async (url) => {
    expect(await ask({ ...probe, url })).toEqual({ status: 0, verdict: 'unclear' });
    expect(asked).toEqual([]);
  });

  it('that no header can hold is not sent, and stands in no error', async () => {
    expect(await ask(probe, 'two\nlines')).toEqual({ status: 0, verdict: 'unclear' });
  });
});

it('an issuer that asks to wait is left alone for so long', async () => {
  const issuer = asking();
  reply = (_, response) => void response.writeHead(429, { 'retry-after': '60' }).end('{}');
  await issuer(probe, new Secret('a'));
  reply = answers(200, '{}');
  expect(await issuer(probe, new Secret('a'))).toEqual({ status: 429, verdict: 'unclear' });
  expect(asked).toHaveLength(1);
  clock += 61_000;
  expect(await issuer(probe, new Secret('a'))).toMatchObject({ verdict: 'live' });
});

it('an issuer that does not answer in time is left alone for a minute', async () => {
  const issuer = askIssuer({
    github: home,
    elsewhere: new Map([['https://api.issuer.example', home]]),
    restMs: 0,
    timeoutMs: 50,
    now: () => clock,
  });
  reply = () => undefined;
  for (let times = 0; times < 3; times += 1)
    expect(await issuer(probe, new Secret('a'))).toEqual({ status: 0, verdict: 'unclear' });
  expect(asked).toHaveLength(1);
  clock += 61_000;
  reply = answers(200, '{}');
  expect(await issuer(probe, new Secret('a'))).toMatchObject({ verdict: 'live' });
});

it('an issuer is asked one thing at a time', async () => {
  let [now, most] = [0, 0];
  reply = (_, response) => {
    now += 1;
    most = Math.max(most, now);
    setImmediate(() => {
      now -= 1;
      response.end('{}');
    });
  };
  const issuer = asking();
  await Promise.all(['a', 'b', 'c'].map((value) => issuer(probe, new Secret(value))));
  expect([most, asked.length]).toEqual([1, 3]);
});

it('every probe of every rule is one that can be asked: a fixed host, a reading method, an answer that says "live"', () => {
  const probes = rules.flatMap((rule) => (rule.probe ? [{ id: rule.id, ...rule.probe }] : []));
  expect(probes.length).toBeGreaterThan(50);
  for (const { id, url, method, live, dead, body } of probes) {
    expect([id, url]).toEqual([
      id,
      expect.stringMatching(/^(?:\{api\}|https:\/\/[a-z\d.-]+)\/[^{}]*(?:\{secret\}[^{}]*)?$/),
    ]);
    expect(live.status.length).toBeGreaterThan(0);
    // Whoever posts must be told apart from whoever changes something: by a body of its own, or
    // by an issuer's own words.
    if (method === 'POST') expect([id, body !== undefined || dead.contains !== undefined]).toEqual([id, true]);
  }
});
