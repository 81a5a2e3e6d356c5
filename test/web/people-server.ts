// The endpoints that say who leaves, over real HTTP and a real ledger; the clock stands until it is moved.
import { createHmac, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { receiveDeparture } from '../../src/jobs/departures-in.ts';
import { directoryFor } from '../../src/jobs/people/directory.ts';
import { endpoints } from '../../src/web/endpoints.ts';
import { startServer } from '../../src/web/server.ts';
import { openAcme } from '../audit/ledger.ts';
import { NOW } from '../support/make-facts.ts';

const token = randomBytes(16).toString('hex');
const secret = randomBytes(16).toString('hex');

export interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export async function startPeopleServer({ off = false, organization }: { off?: boolean; organization?: string } = {}) {
  const acme = await openAcme();
  const clock = { now: NOW };
  const errors: unknown[] = [];
  let made = 0;
  const now = () => clock.now;
  const detector = createDetector();
  const newId = () => {
    made += 1;
    return `user-${made}`;
  };
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    webhooks: () => Promise.reject(new Error('no webhook is meant')),
    health: async () => ({ ok: true }),
    onError: (error) => errors.push(error),
    endpoints: endpoints({
      secrets: off ? {} : { SCIM_TOKEN: token, DEPARTURES_SECRET: secret },
      now,
      directory: () => directoryFor({ ...acme, now, newId }, organization),
      takeAuditLog: () => Promise.reject(new Error('no audit log is meant')),
      takeDeparture: (word, login) => receiveDeparture({ ...acme, now, detector }, word, login),
      onError: (error) => errors.push(error),
    }),
  });
  const url = `http://127.0.0.1:${server.port}`;

  async function ask(path: string, { method = 'GET', body, headers = {} }: Asked = {}): Promise<Answered> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: text }) });
    const said = await answer.text();
    return { status: answer.status, headers: answer.headers, body: said === '' ? {} : JSON.parse(said) };
  }

  return {
    ...acme,
    url,
    clock,
    errors,
    ask,
    scim: (path: string, { as = `Bearer ${token}`, ...asked }: Asked = {}) => {
      const authorization: Record<string, string> = as === null ? {} : { authorization: as };
      const type = { 'content-type': 'application/scim+json' };
      return ask(`/scim/v2${path}`, { ...asked, headers: { ...authorization, ...type, ...asked.headers } });
    },
    /** Signed as a customer's script would. */
    depart: (body: unknown, { at = clock.now, key = secret, headers = {} }: Signing = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const timestamp = String(Math.floor(at / 1000));
      const signature = `sha256=${createHmac('sha256', key).update(`${timestamp}.${text}`).digest('hex')}`;
      const signed = { 'x-handback-timestamp': timestamp, 'x-handback-signature': signature, ...headers };
      return ask('/departures', { method: 'POST', body: text, headers: signed });
    },
    // Without the ledger's own count.
    notices: async () => (await acme.store.departures.list(1)).map(({ heard: _, ...said }) => said),
    close: async () => {
      await server.close();
      await acme.close();
    },
  };
}

export interface Signing {
  readonly at?: number;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type PeopleServer = Awaited<ReturnType<typeof startPeopleServer>>;

/** A fresh one for each test, which must not have failed inside. */
export function peopleServerForEach(): () => PeopleServer {
  let server: PeopleServer;
  beforeEach(async () => {
    server = await startPeopleServer();
  });
  afterEach(async () => {
    expect(server.errors).toEqual([]);
    await server.close();
  });
  return () => server;
}
