import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Endpoint, NOT_FOUND, type Reply, readBody, send } from './endpoint.ts';
import type { Health } from './health.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** Probot's middleware: verifies the signature, then hands the event on, then answers. */
  readonly webhooks: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;
  readonly health: () => Promise<Health>;
  /** What else is switched on: SCIM, `POST /departures`, the streamed audit log. */
  readonly endpoints?: readonly Endpoint[];
  readonly onError: (error: unknown, where: string) => void;
  /** Bytes of webhooks that may be in memory at once. */
  readonly room?: number;
}

export interface RunningServer {
  readonly port: number;
  /** Stops listening and waits for the requests under way. */
  close(): Promise<void>;
}

export const WEBHOOK_PATH = '/api/github/webhooks';

/** GitHub delivers nothing larger ("Webhook events and payloads"), so whatever is, is not from GitHub. */
const LARGEST_BODY = 25 << 20;

/**
 * Who sends a body is known only when all of it was read: without a bound some strangers
 * could fill the memory together.
 */
const ROOM = 128 << 20;

/** The HTTP side: webhooks in, health out, and whatever else was switched on. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const room = { left: options.room ?? ROOM };
  const server = createServer((request, response) => {
    // What is answered while we stop leaves its connection open for seconds, in which nothing more will come.
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    route(options, room, request, response).catch((error: unknown) => {
      options.onError(error, `${request.method} ${request.url}`);
      if (!response.headersSent)
        answer(response, 500, { error: 'Something went wrong here; GitHub can redeliver this event.' });
    });
  });
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(options, error)));
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** There is no address to be heard at. The message says what to do next. */
class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor({ host, port }: ServerOptions, cause: NodeJS.ErrnoException) {
    const [where, code] = [`${host}:${port}`, cause.code ?? cause.message];
    const taken = `Another program has that port: stop it, or set PORT to another one.`;
    const other = 'Look whether HOST is an address of this machine, and whether this user may have that PORT.';
    super(`Handback cannot listen on ${where} (${code}). ${code === 'EADDRINUSE' ? taken : other}`, { cause });
  }
}

interface Room {
  left: number;
}

async function route(
  { webhooks, health, endpoints = [] }: ServerOptions,
  room: Room,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/healthz' && request.method === 'GET') {
    const found = await health();
    return answer(response, found.ok ? 200 : 503, found);
  }
  const endpoint = endpoints.find((each) => each.serves(path ?? ''));
  if (endpoint !== undefined) return send(request, response, await endpoint.answer(request));
  if (path !== WEBHOOK_PATH) return answer(response, NOT_FOUND.status, NOT_FOUND.body);
  await receive(webhooks, room, request, response);
}

async function receive(
  webhooks: ServerOptions['webhooks'],
  room: Room,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let held = 0;
  const hold = (bytes: number): void => {
    if (bytes > room.left) throw new NoRoom();
    room.left -= bytes;
    held += bytes;
  };
  try {
    const body = await readBody(request, LARGEST_BODY, hold);
    if (body === undefined)
      return send(request, response, refusal(413, 'The body is larger than the 25 MB that GitHub delivers at most.'));
    // Probot reads `body` when it is there; we have read the stream to be able to bound it.
    await webhooks(Object.assign(request, { body }), response);
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    send(request, response, refusal(503, 'Too much is being delivered at once; GitHub is asked for this event again.'));
  } finally {
    room.left += held;
  }
}

class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

function refusal(status: number, error: string): Reply {
  return { status, body: { error } };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
