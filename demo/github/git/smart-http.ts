// The smart HTTP protocol by git's own program, and the few packets of it that GitHub's rules need to read.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitEnvironment } from './run.ts';

export interface RefUpdate {
  ref: string;
  before: string;
  after: string;
}

export interface Served {
  /** The directory below which pathInfo finds the repository. */
  root: string;
  pathInfo: string;
  query: string;
  user: string;
  body: Buffer;
}

/** Answers the request; the caller ends the response, so that a push is over only when its consequences are there. */
export async function serveGit(req: IncomingMessage, res: ServerResponse, served: Served): Promise<void> {
  const child = spawn('git', ['http-backend'], { env: cgi(req, served), stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => {});
  child.stdin.end(served.body);
  let head: Buffer = Buffer.alloc(0);
  let open = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (open) {
      res.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const cut = head.indexOf('\r\n\r\n');
    if (cut < 0) return;
    open = true;
    const headers = Object.fromEntries(
      head
        .subarray(0, cut)
        .toString()
        .split('\r\n')
        .map((line) => line.split(/: (.*)/s, 2)),
    );
    const status = Number(String(headers['Status'] ?? '200').slice(0, 3));
    delete headers['Status'];
    res.writeHead(status, headers);
    res.write(head.subarray(cut + 4));
  });
  await once(child, 'close');
  if (!open) res.writeHead(500);
}

function cgi(req: IncomingMessage, served: Served): NodeJS.ProcessEnv {
  return {
    ...gitEnvironment(),
    GIT_PROJECT_ROOT: served.root,
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: req.method,
    PATH_INFO: served.pathInfo,
    QUERY_STRING: served.query,
    CONTENT_TYPE: req.headers['content-type'] ?? '',
    CONTENT_LENGTH: String(served.body.length),
    HTTP_CONTENT_ENCODING: req.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(req.headers['git-protocol'] ?? ''),
    REMOTE_USER: served.user,
    REMOTE_ADDR: '127.0.0.1',
  };
}

/** The updates that the body of a `git-receive-pack` request asks for. */
export function requestedUpdates(body: Buffer): RefUpdate[] {
  const updates: RefUpdate[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const length = Number.parseInt(body.subarray(at, at + 4).toString(), 16);
    if (!(length > 4)) break;
    const line =
      body
        .subarray(at + 4, at + length)
        .toString()
        .split('\0')[0] ?? '';
    const [, before, after, ref] = /^([0-9a-f]{40}) ([0-9a-f]{40}) (\S+)/.exec(line) ?? [];
    if (before && after && ref) updates.push({ before, after, ref });
    at += length;
  }
  return updates;
}

/** The answer to a push that a rule declines: what a failed pre-receive hook makes git say. */
export function declined(updates: RefUpdate[], message: string): Buffer {
  const report = Buffer.concat([
    packet('unpack ok\n'),
    ...updates.map(({ ref }) => packet(`ng ${ref} push declined due to repository rule violations\n`)),
    Buffer.from('0000'),
  ]);
  const said = message.split('\n').map((line) => packet(Buffer.concat([Buffer.from([2]), Buffer.from(`${line}\n`)])));
  return Buffer.concat([...said, packet(Buffer.concat([Buffer.from([1]), report])), Buffer.from('0000')]);
}

function packet(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}
