// GitHub's manners over HTTP: who asks, how much is left, pages, 304, moved names, refusals, faults.
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate, authorize } from './auth.ts';
import type { Caller } from './caller.ts';
import { pause } from './faults.ts';
import { byId, byName, whereItMoved } from './names.ts';
import { nameOf } from './rate-limits.ts';
import { documentation, Refusal } from './refusal.ts';
import { Answer, Call } from './rest/call.ts';
import { type Match, router } from './rest/routes.ts';
import type { World } from './world.ts';

/** What happened in one request: for the log, and for the judge. */
export interface Exchange {
  method: string;
  /** Below /api/v3, without the query; by name also where the request went by number. */
  path: string;
  query: Record<string, string>;
  body: unknown;
  status: number;
  /** The JSON answer; undefined for raw bytes and for none. */
  answer: unknown;
  as: Caller['kind'];
  at: number;
  /** Answered by a planned fault, not by the stand-in. */
  faulted: boolean;
}

interface Request {
  req: IncomingMessage;
  res: ServerResponse;
  method: string;
  path: string;
  query: Record<string, string>;
  /** "?page=2", or nothing. */
  search: string;
  bytes: Buffer;
}

interface Outcome {
  answer: Answer;
  caller: Caller;
  body: unknown;
  faulted: boolean;
  lose: boolean;
}

export function apiServer(world: World, watch: (exchange: Exchange) => void) {
  const match = router();

  return async (req: IncomingMessage, res: ServerResponse, url: URL, bytes: Buffer): Promise<void> => {
    const path = url.pathname.slice('/api/v3'.length) || '/';
    const named = byName(world, path);
    const request: Request = {
      req,
      res,
      method: req.method ?? 'GET',
      path,
      query: Object.fromEntries(url.searchParams),
      search: url.search,
      bytes,
    };
    const fault = world.faults.strike(`${request.method} ${path}`);
    await pause(fault?.delayMs);
    if (fault?.cut) {
      res.destroy();
      return;
    }
    const planned = fault?.status
      ? new Refusal(fault.status, fault.message ?? 'Server Error', fault.more ?? {}, fault.headers)
      : undefined;
    const outcome = await perform(world, request, match, planned);
    const sent = outcome.lose || fault?.lose ? undefined : reply(world, request, outcome);
    if (sent === undefined) res.destroy();
    const { caller, answer, body, faulted } = outcome;
    const { method, query } = request;
    const shown = Buffer.isBuffer(answer.body) ? undefined : answer.body;
    watch({
      method,
      path: named,
      query,
      body,
      status: sent ?? answer.status,
      answer: shown,
      as: caller.kind,
      at: world.now(),
      faulted,
    });
  };
}

type Router = ReturnType<typeof router>;

async function perform(world: World, request: Request, match: Router, planned: Refusal | undefined): Promise<Outcome> {
  const outcome: Outcome = {
    answer: new Answer(500),
    caller: { kind: 'nobody' },
    body: undefined,
    faulted: planned !== undefined,
    lose: false,
  };
  try {
    const { headers } = request.req;
    if (!headers['user-agent'])
      throw new Refusal(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      );
    const version = versionOf(request.req);
    if (!versions.has(version)) throw new Refusal(400, `Unsupported API version: ${version}`);
    outcome.caller = authenticate(world, headers.authorization);
    if (planned) throw planned;
    outcome.body = parse(request.bytes);
    if (!request.path.startsWith('/rate_limit') && !world.limits.spend(outcome.caller)) {
      throw new Refusal(403, `API rate limit exceeded for ${nameOf(outcome.caller)}.`);
    }
    outcome.answer = await route(world, request, match, outcome);
  } catch (error) {
    outcome.answer = refusal(error);
  }
  return outcome;
}

const versions = new Set(['2022-11-28', '2026-03-10']);

const versionOf = ({ headers }: IncomingMessage): string => String(headers['x-github-api-version'] ?? '2022-11-28');

function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}

async function route(world: World, request: Request, match: Router, { caller, body }: Outcome): Promise<Answer> {
  const moved = whereItMoved(world, request.method, request.path, request.search);
  if (moved) return moved;
  const path = byName(world, request.path);
  const hit = match(request.method, path);
  if (!hit) throw new Refusal(404, 'Not Found');
  const call = new Call({
    world,
    caller,
    params: hit.params,
    query: request.query,
    accept: request.req.headers.accept ?? '',
    body: (body ?? {}) as Call['body'],
    address: byId(world, path),
  });
  const [need, answer, status = 200] = hit.route;
  authorize(call, need);
  return filled(world, hit, await answer(call), status);
}

/** The description writes what the views left out. */
function filled(world: World, hit: Match, made: unknown, status: number): Answer {
  const answer = made instanceof Answer ? made : new Answer(status, made);
  if (answer.body === undefined || Buffer.isBuffer(answer.body)) return answer;
  return new Answer(answer.status, world.description.fillAnswer(hit.name, answer.status, answer.body), answer.headers);
}

function refusal(error: unknown): Answer {
  if (!(error instanceof Refusal)) {
    process.stderr.write(`stand-in GitHub: ${error instanceof Error ? error.stack : String(error)}\n`);
    return new Answer(500, { message: 'Server Error' });
  }
  const { status, message, more, headers } = error;
  return new Answer(status, { message, ...more, documentation_url: documentation, status: String(status) }, headers);
}

/** Sends it and returns the status that went out, 304 when the caller has it already. */
function reply(world: World, { req, res, method }: Request, { answer, caller }: Outcome): number {
  const raw = answer.body === undefined || Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body);
  const text = answer.status === 204 ? undefined : raw;
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    // GitHub's own clock, by which Octokit corrects its own.
    date: new Date(world.now()).toUTCString(),
    server: 'github.com',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': randomUUID(),
    'x-github-api-version-selected': versionOf(req),
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
    ...answer.headers,
  };
  const { updated_at: updated } = (answer.body ?? {}) as { updated_at?: string };
  if (updated && method === 'GET') headers['last-modified'] = new Date(updated).toUTCString();
  let { status } = answer;
  if (status === 200 && method === 'GET' && text !== undefined) {
    headers['etag'] = `W/"${etag(req, text)}"`;
    if (String(req.headers['if-none-match'] ?? '').includes(etag(req, text))) status = 304;
  }
  if (status === 304) world.limits.giveBack(caller);
  Object.assign(headers, world.limits.headers(caller));
  if (status === 304 || text === undefined) delete headers['content-type'];
  res.writeHead(status, headers).end(status === 304 ? undefined : text);
  return status;
}

/** GitHub's own recipe, as others observed it: what varies, and the body. */
const etag = (req: IncomingMessage, text: string | Buffer): string =>
  createHash('sha256')
    .update(`${req.headers.accept ?? ''}:${req.headers.authorization ?? ''}:`)
    .update(text)
    .digest('hex');
