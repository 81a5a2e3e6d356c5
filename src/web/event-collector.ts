import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrokenEvents, isGzipDamage } from '../model/audit.ts';
import { type Endpoint, NOT_FOUND, type Reply, sameSecret } from './endpoint.ts';

/**
 * Where GitHub's audit log may be streamed to: the HTTP side of a Splunk HTTP Event Collector, and nothing behind it.
 */
export interface CollectorOptions {
  /** What GitHub was told to send along. */
  readonly token: string;
  /** Keeps what a body holds: all of it, or nothing. Throws `BrokenEvents` when it is not a sequence of events. */
  readonly take: (pieces: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly onError: (error: unknown, where: string) => void;
}

const ROOT = '/services/collector';
const PATHS = [ROOT, `${ROOT}/event`, `${ROOT}/event/1.0`, `${ROOT}/raw`, `${ROOT}/raw/1.0`];
const HEALTH = [`${ROOT}/health`, `${ROOT}/health/1.0`];

/** As sent, and unpacked: what is packed tighter than that is a bomb. */
const LARGEST = 25 << 20;
const LARGEST_UNPACKED = 200 << 20;

/** Splunk's own texts and codes ("Troubleshoot HTTP Event Collector", possible error codes): senders know them. */
const SUCCESS: Reply = { status: 200, body: { text: 'Success', code: 0 } };
const HEALTHY: Reply = { status: 200, body: { text: 'HEC is healthy', code: 17 } };
const NO_TOKEN: Reply = { status: 401, body: { text: 'Token is required', code: 2 } };
const WRONG_TOKEN: Reply = { status: 403, body: { text: 'Invalid token', code: 4 } };
const BUSY: Reply = { status: 503, body: { text: 'Server is busy', code: 9 } };

export function collectorEndpoint(options: CollectorOptions): Endpoint {
  return {
    serves: (path) => PATHS.includes(path) || HEALTH.includes(path),
    answer: (request) => answer(options, request),
  };
}

async function answer({ token, take, onError }: CollectorOptions, request: IncomingMessage): Promise<Reply> {
  const path = request.url?.split('?')[0] ?? '';
  if (HEALTH.includes(path)) return request.method === 'GET' ? HEALTHY : NOT_FOUND;
  if (request.method !== 'POST') return NOT_FOUND;
  const refusal = refusalOf(request, token);
  if (refusal !== undefined) return refusal;
  try {
    await take(body(request));
    return SUCCESS;
  } catch (error) {
    if (error instanceof BrokenEvents)
      return { status: 400, body: { text: error.message, code: 6, offset: error.offset } };
    if (error instanceof TooLarge) return tooLarge(error.message);
    onError(error, `${request.method} ${path}`);
    return BUSY;
  }
}

/** Before a byte of the body is read. */
function refusalOf({ headers }: IncomingMessage, token: string): Reply | undefined {
  const [, given] = /^(?:splunk|bearer) +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) return NO_TOKEN;
  if (!sameSecret(given, token)) return WRONG_TOKEN;
  if (!['', 'gzip', 'identity'].includes(headers['content-encoding'] ?? ''))
    return { status: 415, body: { text: 'Content-Encoding may be gzip or missing', code: 6 } };
  if (Number(headers['content-length'] ?? 0) > LARGEST) return tooLarge(sayLimit(LARGEST));
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
    throw isGzipDamage(error) ? new BrokenEvents('The body is not valid gzip', 0) : error;
  }
}

async function* bounded(pieces: AsyncIterable<Uint8Array>, most: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) throw new TooLarge(sayLimit(most));
    yield piece;
  }
}

class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

function sayLimit(most: number): string {
  return `The body is larger than ${most >> 20} MB`;
}

function tooLarge(text: string): Reply {
  return { status: 413, body: { text, code: 27 } };
}
