import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrokenEvents } from '../model/audit.ts';
import { sameSecret } from './endpoint.ts';

/** Where GitHub's audit log may be streamed to: the HTTP side of a Splunk HTTP Event Collector, and nothing behind it. */
export interface EventCollector {
  /** What GitHub was told to send along. */
  readonly token: string;
  /** Keeps what a body holds: all of it, or nothing. Throws `BrokenEvents` when it is not a sequence of events. */
  take(pieces: AsyncIterable<Uint8Array>): Promise<void>;
}

const ROOT = '/services/collector';
const PATHS = [ROOT, `${ROOT}/event`, `${ROOT}/event/1.0`, `${ROOT}/raw`, `${ROOT}/raw/1.0`];
const HEALTH = [`${ROOT}/health`, `${ROOT}/health/1.0`];

/** As sent, and unpacked: what is packed tighter than that is a bomb. */
const LARGEST = 25 << 20;
const LARGEST_UNPACKED = 200 << 20;

type Answer = readonly [status: number, body: object];

/** Splunk's own texts and codes ("Troubleshoot HTTP Event Collector", possible error codes): senders know them. */
const SUCCESS: Answer = [200, { text: 'Success', code: 0 }];
const HEALTHY: Answer = [200, { text: 'HEC is healthy', code: 17 }];
const NO_TOKEN: Answer = [401, { text: 'Token is required', code: 2 }];
const WRONG_TOKEN: Answer = [403, { text: 'Invalid token', code: 4 }];
const BUSY: Answer = [503, { text: 'Server is busy', code: 9 }];

/** Answers a request to the collector; undefined when the path is none of its own. */
export async function collect(
  { token, take }: EventCollector,
  request: IncomingMessage,
  onError: (error: unknown) => void,
): Promise<Answer | undefined> {
  const path = request.url?.split('?')[0] ?? '';
  if (HEALTH.includes(path) && request.method === 'GET') return HEALTHY;
  if (!PATHS.includes(path) || request.method !== 'POST') return undefined;
  const refusal = refusalOf(request, token);
  if (refusal !== undefined) return refusal;
  try {
    await take(body(request));
    return SUCCESS;
  } catch (error) {
    if (error instanceof BrokenEvents) return [400, { text: error.message, code: 6, offset: error.offset }];
    if (error instanceof TooLarge) return [413, { text: error.message, code: 27 }];
    onError(error);
    return BUSY;
  }
}

/** Before a byte of the body is read. */
function refusalOf({ headers }: IncomingMessage, token: string): Answer | undefined {
  const [, given] = /^(?:splunk|bearer) +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) return NO_TOKEN;
  if (!sameSecret(given, token)) return WRONG_TOKEN;
  if (!['', 'gzip', 'identity'].includes(headers['content-encoding'] ?? ''))
    return [415, { text: 'Content-Encoding may be gzip or missing', code: 6 }];
  if (Number(headers['content-length'] ?? 0) > LARGEST) return [413, { text: tooLarge(LARGEST), code: 27 }];
  return undefined;
}

/** The unpacked body as it comes in; never more of it in memory than a piece. */
async function* body(request: IncomingMessage): AsyncIterable<Uint8Array> {
  const sent = bounded(request, LARGEST);
  if (request.headers['content-encoding'] !== 'gzip') yield* sent;
  else yield* bounded(unpacked(sent), LARGEST_UNPACKED);
}

async function* unpacked(sent: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  // The error reaches whoever reads `gunzip`; the callback only keeps it from ending the process.
  pipeline(sent, gunzip, () => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    const isDamage = error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
    throw isDamage ? new BrokenEvents('The body is not valid gzip', 0) : error;
  }
}

async function* bounded(pieces: AsyncIterable<Uint8Array>, most: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) throw new TooLarge(tooLarge(most));
    yield piece;
  }
}

class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

function tooLarge(most: number): string {
  return `The body is larger than ${most >> 20} MB`;
}

/** Ends the exchange; what was not read of a refused body is not waited for. */
export function reply(request: IncomingMessage, response: ServerResponse, [status, text]: Answer): void {
  const unread = request.readableEnded ? {} : { connection: 'close' };
  response.writeHead(status, { 'content-type': 'application/json', ...unread }).end(JSON.stringify(text));
  if (!request.readableEnded && status >= 400) response.once('finish', () => request.destroy());
}
