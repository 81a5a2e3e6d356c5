// Who makes a request, and whether they may.
import { verify } from 'node:crypto';
import type { Caller } from './caller.ts';
import type { App, Repository } from './model.ts';
import { Refusal } from './refusal.ts';
import { type Call, roleOfCaller } from './rest/call.ts';
import { atLeast, isPull, type World } from './world.ts';

/** 'Bearer ...' and 'token ...' for the API, 'Basic ...' with the token as password for git. */
export function authenticate(world: World, header: string | undefined): Caller {
  if (!header) return { kind: 'nobody' };
  const [, scheme = '', value = ''] = /^(\w+) (.+)$/.exec(header) ?? [];
  const secret = /^basic$/i.test(scheme)
    ? Buffer.from(value, 'base64')
        .toString()
        .replace(/^[^:]*:/, '')
    : value;
  const token = world.tokens.get(secret);
  if (token) {
    if (token.expiresAt !== undefined && token.expiresAt <= world.now()) throw new Refusal(401, 'Bad credentials');
    if (token.kind === 'installation' && token.installation.suspendedAt !== undefined) {
      throw new Refusal(403, 'This installation has been suspended');
    }
    return token;
  }
  if (secret.split('.').length !== 3 || !/^bearer$/i.test(scheme)) throw new Refusal(401, 'Bad credentials');
  return { kind: 'app', app: appOf(world, secret) };
}

interface Claims {
  iss?: string | number;
  iat?: number;
  exp?: number;
}

function appOf(world: World, jwt: string): App {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const claims = decode<Claims>(body);
  const app = world.apps.find(({ id, clientId }) => String(claims.iss) === String(id) || claims.iss === clientId);
  if (!app) throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
  const signed = Buffer.from(`${head}.${body}`);
  const isOurs = decode<{ alg?: string }>(head).alg === 'RS256' && app.publicKey;
  if (!isOurs || !verify('RSA-SHA256', signed, isOurs, Buffer.from(signature, 'base64url'))) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  const now = world.now() / 1000;
  const { exp = 0, iat = 0 } = claims;
  if (exp <= now)
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp - now > 600) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  if (iat > now + 30)
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return app;
}

function decode<T>(part: string): T {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as T;
  } catch {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
}

/** Throws GitHub's refusal unless the caller may use a route that needs this. */
export function authorize(call: Call, need: string): void {
  const { caller } = call;
  if (need === 'nobody') {
    if (caller.kind !== 'nobody') throw new Refusal(403, 'This endpoint does not accept authenticated requests.');
    return;
  }
  if (need === 'app' || caller.kind === 'app') {
    if (need === 'app' && caller.kind === 'app') return;
    throw new Refusal(401, need === 'app' ? 'A JSON web token could not be decoded' : 'Bad credentials');
  }
  if (need === 'user' && caller.kind !== 'user') {
    throw caller.kind === 'nobody' ? new Refusal(401, 'Requires authentication') : notForApps('');
  }
  if (need === 'any' || need === 'user') return;
  const [permission = '', level = ''] = need.split(':');
  if (caller.kind === 'installation') authorizeInstallation(call, permission, level);
  else if (caller.kind === 'user') authorizeUser(call, permission, level);
  else if (level !== 'read' || call.params['repo'] === undefined) throw new Refusal(401, 'Requires authentication');
}

const notForApps = (accepted: string): Refusal =>
  new Refusal(
    403,
    'Resource not accessible by integration',
    {},
    accepted ? { 'x-accepted-github-permissions': accepted } : {},
  );

function authorizeInstallation(call: Call, permission: string, level: string): void {
  const { caller } = call;
  if (caller.kind !== 'installation') return;
  if (call.params['repo'] !== undefined) void call.repository;
  if (call.params['org'] !== undefined && call.organization !== caller.installation.account)
    throw notForApps(`${permission}=${level}`);
  const accepted = permission === 'issues' && isOnPull(call) ? ['issues', 'pull_requests'] : [permission];
  const has = accepted.some((name) => {
    const granted = caller.permissions[name];
    return granted !== undefined && (level === 'read' || granted !== 'read');
  });
  const outside = call.params['repo'] !== undefined && !ownRepository(call);
  if (!has || (outside && level === 'write')) throw notForApps(accepted.map((name) => `${name}=${level}`).join('; '));
}

/** Pull requests are commented and labelled as issues: the permission for either will do. */
function isOnPull(call: Call): boolean {
  const number = call.params['issue_number'];
  return number !== undefined && isPull(call.world.issue(call.repository, number));
}

function ownRepository(call: Call): boolean {
  const { caller, world, repository } = call;
  if (caller.kind !== 'installation') return false;
  const visible: Repository[] = caller.repositories ?? world.repositoriesFor(caller.installation);
  return visible.includes(repository);
}

const forAdmins = new Set(['administration', 'repository_hooks', 'environments']);

/** What people may do follows from their role; organisation settings are for its admins. */
function authorizeUser(call: Call, permission: string, level: string): void {
  const { caller } = call;
  if (caller.kind !== 'user') return;
  if (call.params['org'] !== undefined) {
    const role = call.organization.members.get(caller.user);
    const open = permission === 'metadata' || (permission === 'members' && role !== undefined && level === 'read');
    if (role !== 'admin' && !open) throw new Refusal(403, 'Must have admin rights to organization.');
    return;
  }
  if (call.params['repo'] === undefined) return;
  const role = roleOfCaller(call.world, caller, call.repository);
  const writes = level === 'write' && permission !== 'issues' && permission !== 'pull_requests';
  const wanted = forAdmins.has(permission)
    ? 'admin'
    : writes || /secrets|variables/.test(permission)
      ? 'write'
      : 'read';
  if (!atLeast(role, wanted))
    throw new Refusal(
      wanted === 'admin' ? 404 : 403,
      wanted === 'admin' ? 'Not Found' : 'Must have push access to repository.',
    );
}
