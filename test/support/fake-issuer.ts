import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import { NOW } from './make-facts.ts';

interface Request {
  readonly path: string;
  readonly body: string;
}

/** An issuer at its own address, which answers in JSON; what it was asked, and the way to ask it. */
export async function startIssuer(
  origin: string,
  answer: (request: Request) => readonly [status: number, body: object],
) {
  const asked: Request[] = [];
  const reply = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = { path: incoming.url ?? '', body: await text(incoming) };
    asked.push(request);
    const [status, body] = answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((incoming, response) => void reply(incoming, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    ask: askIssuer({ github: '', elsewhere: new Map([[origin, here]]), restMs: 0, now: () => NOW }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
