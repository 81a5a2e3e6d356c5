import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Something that other systems may send requests to, mounted in `server.ts`. */
export interface Endpoint {
  serves(path: string): boolean;
  answer(request: IncomingMessage): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NOT_FOUND = { status: 404, body: { error: 'Not found. Webhooks go to POST /api/github/webhooks.' } };

/** Ends the exchange; what was not read of a refused body is not waited for. */
export function send(request: IncomingMessage, response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const unread = request.readableEnded || request.method === 'GET' ? {} : { connection: 'close' };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, 'cache-control': 'no-store', ...headers, ...unread });
  response.end(body === undefined ? undefined : JSON.stringify(body));
  if ('connection' in unread) response.once('finish', () => request.destroy());
}

/**
 * The whole body, or undefined as soon as it has more than `most` bytes. `hold` hears of
 * each piece before it is kept, and may throw.
 */
export async function readBody(
  request: IncomingMessage,
  most: number,
  hold: (bytes: number) => void = () => {},
): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > most) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) return undefined;
    hold(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Takes the same time wherever the two differ. */
export function sameSecret(given: string, wanted: string): boolean {
  return timingSafeEqual(hash(given), hash(wanted));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
