// An app's end of the webhooks: keeps what arrives, and answers what it is told to.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  event: string;
  guid: string;
  headers: IncomingHttpHeaders;
  text: string;
  payload: Record<string, unknown>;
}

export async function startReceiver(
  answer: (received: Received, res: ServerResponse) => void = (_, res) => void res.end(),
) {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { headers } = req;
      const one = {
        headers,
        text,
        payload: JSON.parse(text) as Record<string, unknown>,
        event: String(headers['x-github-event']),
        guid: String(headers['x-github-delivery']),
      };
      received.push(one);
      answer(one, res);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const names = (): string[] =>
    received.map(({ event, payload }) => (payload['action'] ? `${event}.${String(payload['action'])}` : event));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((done) => void server.close(() => done()));
  };
  return { url: `http://127.0.0.1:${port}/`, received, names, close };
}

export function isSigned({ headers, text }: Received, secret: string): boolean {
  return ['sha1', 'sha256'].every((algorithm) => {
    const sent = String(headers[algorithm === 'sha1' ? 'x-hub-signature' : 'x-hub-signature-256']);
    const ours = `${algorithm}=${createHmac(algorithm, secret).update(text).digest('hex')}`;
    return sent.length === ours.length && timingSafeEqual(Buffer.from(sent), Buffer.from(ours));
  });
}
