// git over HTTP: real clones, and real pushes with all that follows from them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { pushed } from './acts/pushes.ts';
import { authenticate } from './auth.ts';
import type { Caller } from './caller.ts';
import { pause } from './faults.ts';
import { declined, requestedUpdates, serveGit } from './git/smart-http.ts';
import type { Repository } from './model.ts';
import type { User } from './records.ts';
import { roleOfCaller } from './rest/call.ts';
import { pushRefusal } from './rules.ts';
import { atLeast, type World } from './world.ts';

export function gitServer(world: World) {
  return async (req: IncomingMessage, res: ServerResponse, url: URL, body: Buffer): Promise<void> => {
    const [, owner = '', name = '', rest = ''] = /^\/([^/]+)\/([^/]+?)\.git(\/.*)$/.exec(url.pathname) ?? [];
    const writes = rest === '/git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
    const fault = world.faults.strike(`GIT ${req.method} ${url.pathname}${url.search}`);
    await pause(fault?.delayMs);
    if (fault?.cut) {
      res.destroy();
      return;
    }
    if (fault?.status) {
      res.writeHead(fault.status, fault.headers).end(fault.message);
      return;
    }
    const caller = callerOf(world, req);
    const repository = world.repository(owner, name) ?? formerly(world, `${owner}/${name}`);
    const no = refusalOf(world, caller, repository, writes);
    if (no || !repository || !caller) {
      const headers = no?.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
      res
        .writeHead(no?.status ?? 404, { 'content-type': 'text/plain', ...headers })
        .end(no?.message ?? 'Repository not found.');
      return;
    }
    const user = userBehind(world, caller);
    const pathInfo = `/${repository.id}.git${rest}`;
    const served = {
      root: dirname(repository.git.dir),
      pathInfo,
      query: url.searchParams.toString(),
      user: user.login,
      body,
    };
    if (rest === '/git-receive-pack') await receive(world, repository, user, req, res, served);
    else await serveGit(req, res, served);
    if (fault?.lose) res.destroy();
    else res.end();
  };
}

/** The client hears of success only after GitHub has taken note: activity is written, webhooks are on their way. */
async function receive(
  world: World,
  repository: Repository,
  user: User,
  req: IncomingMessage,
  res: ServerResponse,
  served: Parameters<typeof serveGit>[2],
): Promise<void> {
  const wanted = requestedUpdates(served.body);
  const no = pushRefusal(world, repository, wanted);
  if (no) {
    res.writeHead(200, { 'content-type': 'application/x-git-receive-pack-result' }).write(declined(wanted, no));
    return;
  }
  const before = await repository.git.refs();
  await serveGit(req, res, served);
  const after = await repository.git.refs();
  const done = wanted.filter(
    ({ ref, after: sha }) => (after.get(ref) ?? zero) === sha && (before.get(ref) ?? zero) !== sha,
  );
  await pushed(world, repository, user, done);
}

const zero = '0'.repeat(40);

function callerOf(world: World, req: IncomingMessage): Caller | undefined {
  try {
    return authenticate(world, req.headers.authorization);
  } catch {
    return undefined;
  }
}

function userBehind(world: World, caller: Caller): User {
  if (caller.kind === 'user') return caller.user;
  return caller.kind === 'installation' ? caller.installation.app.bot : world.webFlow;
}

function formerly(world: World, path: string): Repository | undefined {
  const old = world.formerNames.get(path.toLowerCase());
  return old?.type === 'Repository' ? old : undefined;
}

interface No {
  status: number;
  message: string;
}

function refusalOf(
  world: World,
  caller: Caller | undefined,
  repository: Repository | undefined,
  writes: boolean,
): No | undefined {
  const unknown = {
    status: 401,
    message: 'Invalid username or token. Password authentication is not supported for Git operations.',
  };
  if (!caller || caller.kind === 'app') return unknown;
  if (caller.kind === 'nobody') return repository && !repository.private && !writes ? undefined : unknown;
  const role = repository && roleForGit(world, caller, repository);
  if (!repository || role === undefined) return { status: 404, message: 'Repository not found.' };
  if (writes && repository.archived)
    return { status: 403, message: 'This repository was archived so it is read-only.' };
  return writes && !atLeast(role, 'write')
    ? { status: 403, message: 'Write access to repository not granted.' }
    : undefined;
}

function roleForGit(world: World, caller: Extract<Caller, { kind: 'user' | 'installation' }>, repository: Repository) {
  if (caller.kind === 'user') return roleOfCaller(world, caller, repository);
  const sees = (caller.repositories ?? world.repositoriesFor(caller.installation)).includes(repository);
  return sees ? caller.permissions['contents'] : undefined;
}
