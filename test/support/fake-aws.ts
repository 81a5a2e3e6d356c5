// AWS's Security Token Service in all its partitions, as far as `GetCallerIdentity` goes:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html Signatures are
// checked by the description of Signature Version 4, and not by the library that makes them.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const PARTITIONS = [
  'sts.us-east-1.amazonaws.com',
  'sts.us-gov-west-1.amazonaws.com',
  'sts.cn-north-1.amazonaws.com.cn',
  'sts.eusc-de-east-1.amazonaws.eu',
] as const;
type Partition = (typeof PARTITIONS)[number];

const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=(\w+)\/((\d{8})\/([\w-]+)\/sts\/aws4_request), SignedHeaders=([\w;-]+), Signature=([a-f\d]{64})$/;

export async function startAws() {
  const keys = new Map<string, { readonly secret: string; readonly partition: Partition }>();
  const failing = new Set<Partition>();
  const asked: { readonly partition: Partition; readonly headers: string }[] = [];
  const servers = await Promise.all(PARTITIONS.map(async (partition) => [partition, await serve(partition)] as const));

  async function serve(partition: Partition) {
    const reply = async (request: IncomingMessage, response: ServerResponse) => {
      const body = await text(request);
      asked.push({ partition, headers: JSON.stringify(request.headers) });
      const [status, says] = failing.has(partition) ? ([503, 'Slow down'] as const) : answer(partition, request, body);
      response.writeHead(status, { 'content-type': 'text/xml', date: new Date(0).toUTCString() }).end(says);
    };
    const server = createServer((request, response) => void reply(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return server;
  }

  function answer(partition: Partition, request: IncomingMessage, body: string): readonly [number, string] {
    const [, id = '', scope = '', , region = '', names = '', signature] =
      SIGNED.exec(request.headers.authorization ?? '') ?? [];
    const key = keys.get(id);
    if (!partition.includes(region) || body !== 'Action=GetCallerIdentity&Version=2011-06-15')
      return [400, error('IncompleteSignature', 'this is no request')];
    if (key?.partition !== partition)
      return [403, error('InvalidClientTokenId', 'The security token included in the request is invalid.')];
    const right = sign(key.secret, scope, canonical(partition, request, { names, body }));
    if (signature !== right)
      return [
        403,
        error(
          'SignatureDoesNotMatch',
          'The request signature we calculated does not match the signature you provided.',
        ),
      ];
    return [200, '<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>'];
  }

  return {
    keys,
    failing,
    asked,
    elsewhere: new Map(
      servers.map(([partition, server]) => [
        `https://${partition}`,
        `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ]),
    ),
    close: () =>
      Promise.all(
        servers.map(([, server]) => {
          server.closeAllConnections();
          return new Promise((done) => server.close(done));
        }),
      ),
  };
}

function canonical(
  host: string,
  { headers }: IncomingMessage,
  { names, body }: { readonly names: string; readonly body: string },
): { readonly at: string; readonly hash: string } {
  // The request came to another address than it was signed for.
  const lines = names.split(';').map((name) => `${name}:${name === 'host' ? host : String(headers[name])}\n`);
  const request = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  return { at: String(headers['x-amz-date']), hash: sha256(request) };
}

function sign(secret: string, scope: string, { at, hash }: ReturnType<typeof canonical>): string {
  const key = scope.split('/').reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, ['AWS4-HMAC-SHA256', at, scope, hash].join('\n')).toString('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function sha256(data: string): string {
  return createHash('sha256').update(data).digest('hex');
}

function error(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
