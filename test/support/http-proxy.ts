import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface RunningProxy {
  /** `host:port`. */
  readonly host: string;
  /** What it was asked for: `CONNECT host:port`, and `GET http://host/path` of what goes through it in the clear. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface ProxySettings {
  /** What it wants in `Proxy-Authorization`; whoever says something else hears 407. */
  readonly credentials?: string;
  /** Where names lead that only it knows: `host:port`. */
  readonly names?: ReadonlyMap<string, string>;
  /** Hosts to which it opens no way. */
  readonly refuses?: RegExp;
}

/** A proxy as companies have them: tunnels by CONNECT, and passes on what comes in the clear. */
export async function startProxy({ credentials, names, refuses }: ProxySettings = {}): Promise<RunningProxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const refusal = (host: string, given: string | undefined): number | undefined => {
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    if (wanted !== undefined && given !== wanted) return 407;
    return refuses?.test(host) ? 403 : undefined;
  };
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const url = new URL(incoming.url ?? '');
    const status = refusal(url.host, incoming.headers['proxy-authorization']);
    if (status === undefined)
      pass(incoming, outgoing, new URL(url.href.replace(url.host, names?.get(url.host) ?? url.host)));
    else outgoing.writeHead(status, { 'proxy-authenticate': 'Basic realm="proxy"' }).end();
  });
  server.on('connect', ({ url: host = '', headers }: IncomingMessage, client: Socket) => {
    asked.push(`CONNECT ${host}`);
    const status = refusal(host, headers['proxy-authorization']);
    if (status === undefined) tunnel(client, names?.get(host) ?? host);
    else
      client.end(
        `HTTP/1.1 ${status} Refused\r\nProxy-Authenticate: Basic realm="proxy"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((closed) => server.close(closed));
  };
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

function tunnel(client: Socket, to: string): void {
  const { hostname, port } = new URL(`http://${to}`);
  const target = connect(Number(port || 80), hostname, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(target).pipe(client);
  });
  target.on('error', () => client.destroy());
  client.on('error', () => target.destroy());
  client.on('close', () => target.destroy());
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, to: URL): void {
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = incoming.headers;
  const asked = request(to, { method: incoming.method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  asked.on('error', () => outgoing.destroy());
  incoming.pipe(asked);
}
