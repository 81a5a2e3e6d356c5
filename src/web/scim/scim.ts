import type { IncomingMessage } from 'node:http';
import type { Directory, DirectoryChange } from '../../model/directory.ts';
import { type Endpoint, type Reply, readBody, sameSecret } from '../endpoint.ts';
import type { RateLimit } from '../rate-limit.ts';
import { listed, refusal, ScimRefusal, scim } from './answers.ts';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts';
import { fits, readFilter } from './filter.ts';
import { patched } from './patch.ts';
import { attributes, readUser, showUser } from './user.ts';

/**
 * SCIM 2.0 (RFC 7644) from the side that is told: Okta, Entra and others say here who works
 * for the organisation, and who no longer.
 */
export interface ScimOptions {
  readonly token: string;
  readonly limit: RateLimit;
  /** The directory of the one organisation that the token belongs to, or why there is none. */
  readonly directory: () => Promise<Directory | { readonly missing: string }>;
  readonly onError: (error: unknown, where: string) => void;
}

const ROOT = '/scim/v2';
const LARGEST = 64 << 10;
const BEARER = { 'www-authenticate': 'Bearer realm="handback"' };

export function scimEndpoint(options: ScimOptions): Endpoint {
  return {
    serves: (path) => path === ROOT || path.startsWith(`${ROOT}/`),
    answer: async (request) => {
      try {
        refuseStrangers(options, request);
        return await answer(options, request);
      } catch (error) {
        if (error instanceof ScimRefusal) return refusal(error);
        options.onError(error, `${request.method} ${ROOT}`);
        return refusal(
          new ScimRefusal(503, 'Handback could not keep this; please send it again', undefined, {
            'retry-after': '30',
          }),
        );
      }
    },
  };
}

/** Before a byte of the body is read. */
function refuseStrangers({ token, limit }: ScimOptions, { headers }: IncomingMessage): void {
  const [, given] = /^bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) throw new ScimRefusal(401, 'A bearer token is needed', undefined, BEARER);
  if (!sameSecret(given, token)) throw new ScimRefusal(401, 'This is not the token', undefined, BEARER);
  const wait = limit.wait();
  if (wait > 0) throw new ScimRefusal(429, 'Too many requests', undefined, { 'retry-after': String(wait) });
}

async function answer(options: ScimOptions, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '', 'http://handback.invalid');
  const [kind = '', id, ...more] = url.pathname
    .slice(ROOT.length + 1)
    .split('/')
    .filter(Boolean);
  if (more.length > 0) throw nowhere();
  switch (kind.toLowerCase()) {
    case 'serviceproviderconfig':
      return readOnly(request, scim(200, serviceProviderConfig));
    case 'resourcetypes':
      return readOnly(request, described(url, resourceTypes, id));
    case 'schemas':
      return readOnly(request, described(url, schemas, id));
    case 'groups':
      return groups(request, url, id);
    case 'users':
      return users(await present(options), request, url, id === undefined ? undefined : unescaped(id));
    default:
      throw nowhere();
  }
}

async function present({ directory }: ScimOptions): Promise<Directory> {
  const found = await directory();
  if ('missing' in found) throw new ScimRefusal(503, found.missing);
  return found;
}

async function users(directory: Directory, request: IncomingMessage, url: URL, id: string | undefined): Promise<Reply> {
  if (id === undefined) {
    if (request.method === 'GET') return find(directory, url.searchParams);
    if (request.method !== 'POST') throw wrongMethod('GET, POST');
    const created = known(await directory.create(readUser(await json(request), true)));
    return scim(201, created, { location: created.meta.location });
  }
  switch (request.method) {
    case 'GET':
      return scim(200, known((await directory.byId(id)) ?? 'unknown'));
    case 'PUT': {
      const body = await json(request);
      return scim(200, known(await directory.change(id, ({ active }) => readUser(body, active))));
    }
    case 'PATCH': {
      const body = await json(request);
      const change = await directory.change(id, (user) => readUser(patched(attributes(user), body), user.active));
      return scim(200, known(change));
    }
    case 'DELETE':
      if (await directory.remove(id)) return { status: 204 };
      throw nobody();
    default:
      throw wrongMethod('GET, PUT, PATCH, DELETE');
  }
}

/** The one question that is asked for every person, by user name, costs no list. */
async function find(directory: Directory, query: URLSearchParams): Promise<Reply> {
  const text = query.get('filter');
  if (text === null) return listed(query, (await directory.list()).map(showUser));
  const filter = readFilter(text);
  const one = filter.attribute === 'username' ? await directory.byUserName(filter.value) : undefined;
  const candidates = filter.attribute === 'username' ? (one ? [one] : []) : await directory.list();
  return listed(query, candidates.filter((user) => fits(filter, user)).map(showUser));
}

/** Nothing is known of groups, and nothing needs to be: a directory that asks may go on with its people. */
function groups({ method }: IncomingMessage, { searchParams }: URL, id: string | undefined): Reply {
  if (method === 'GET' && id === undefined) return listed(searchParams, []);
  if (method === 'GET') throw new ScimRefusal(404, 'There are no groups here');
  throw new ScimRefusal(501, 'Handback takes no groups; switch the provisioning of groups off');
}

function described(url: URL, all: readonly { readonly id: string }[], id: string | undefined): Reply {
  if (id === undefined) return listed(url.searchParams, all);
  const one = all.find((each) => each.id.toLowerCase() === unescaped(id).toLowerCase());
  if (one === undefined) throw nowhere();
  return scim(200, one);
}

function readOnly({ method }: IncomingMessage, reply: Reply): Reply {
  if (method !== 'GET') throw wrongMethod('GET');
  return reply;
}

async function json(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, LARGEST);
  if (body === undefined) throw new ScimRefusal(413, 'The body is larger than 64 KiB');
  try {
    return JSON.parse(body);
  } catch {
    throw new ScimRefusal(400, 'The body is not JSON', 'invalidSyntax');
  }
}

function known(change: DirectoryChange): ReturnType<typeof showUser> {
  if (change === 'taken') throw new ScimRefusal(409, 'Another user has this userName', 'uniqueness');
  if (change === 'unknown') throw nobody();
  return showUser(change);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw nowhere();
  }
}

function nobody(): ScimRefusal {
  return new ScimRefusal(404, 'There is no user with this id');
}

function nowhere(): ScimRefusal {
  return new ScimRefusal(404, 'Nothing is here. Users are at /scim/v2/Users.');
}

function wrongMethod(allow: string): ScimRefusal {
  return new ScimRefusal(405, `Only ${allow} is answered here`, undefined, { allow });
}
