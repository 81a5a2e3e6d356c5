// The door to GitHub (src/github/github.ts) over the world, without HTTP: hundreds of histories in seconds.
import { createHash } from 'node:crypto';
import { type GitHub, type GitHubApp, GitHubFailure, NotVisible } from '../../src/github/github.ts';
import { RetryLater } from '../../src/model/job.ts';
import { changes } from './door-changes.ts';
import { type Answer, type Asked, conversations } from './door-conversations.ts';
import { surveyed } from './door-survey.ts';
import {
  BOT,
  EVERYBODY,
  iso,
  type Key,
  type Person,
  type RepositoryName,
  repositoryId,
  rosterText,
  shaOf,
  type Trouble,
  type World,
} from './world.ts';

/** Policy and roster are read by name: fewer repositories to look through make more histories. */
const INSTALLED: readonly RepositoryName[] = ['security', 'shop', 'infra'];

const READS: Readonly<Record<string, Answer>> = {
  'GET /app/installations/{installation_id}': ({ org, installation }) => ({
    id: installation,
    account: { id: org, login: 'acme', type: 'Organization' },
    permissions: { administration: 'write' },
  }),
  'GET /installation/repositories': (world) => INSTALLED.map((name) => repository(world, name)),
  'GET /repos/{owner}/{repo}': (world, { repo }) => repository(world, String(repo)),
  'GET /orgs/{org}': ({ org }) => ({ id: org, login: 'acme' }),
  'GET /orgs/{org}/members': ({ members }) => [...members.values()].map(account),
  'GET /orgs/{org}/outside_collaborators': ({ outsiders }) =>
    EVERYBODY.filter(({ id }) => (outsiders.get(id)?.size ?? 0) > 0).map(account),
  'GET /orgs/{org}/blocks': ({ blocked }) => EVERYBODY.filter(({ id }) => blocked.has(id)).map(account),
  'GET /orgs/{org}/memberships/{username}': ({ members }, { username }) => {
    const person = [...members.values()].find(({ login }) => login === username);
    return person && { state: 'active', user: account(person) };
  },
  'GET /users/{username}': (_, { username }) => {
    const person = EVERYBODY.find(({ login }) => login === username);
    return person && { ...account(person), created_at: iso(0) };
  },
  'GET /repos/{owner}/{repo}/keys': ({ keys }, { repo }) => keys.filter((key) => key.repository === repo).map(asKey),
  'GET /repos/{owner}/{repo}/keys/{key_id}': ({ keys }, { repo, key_id }) =>
    keys.filter((key) => key.repository === repo && key.id === key_id).map(asKey)[0],
  'GET /repos/{owner}/{repo}/actions/secrets': (world, { repo }) => secretsOf(world, repo),
  'GET /repos/{owner}/{repo}/actions/secrets/{secret_name}': (world, { repo, secret_name }) =>
    secretsOf(world, repo).find(({ name }) => name === secret_name),
  'GET /repos/{owner}/{repo}/pulls': (world, { repo }) =>
    world.pulls
      .filter(({ repository: home, open }) => open && home === repo)
      .map(({ number, sha }) => ({
        number,
        head: { sha },
        base: { sha: shaOf(1), ref: 'main' },
        updated_at: new Date(number).toISOString(),
      })),
  'GET /repos/{owner}/{repo}/contents/{+path}': (world, { repo }) => {
    if (repo !== '.github-private' && repo !== 'people') return undefined;
    const text = repo === 'people' ? rosterText(world) : world.policy;
    const sha = createHash('sha1').update(text).digest('hex');
    return { type: 'file', encoding: 'base64', content: Buffer.from(text).toString('base64'), sha };
  },
  ...conversations,
  // The latest of each name, unless all are asked for.
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': ({ runs }, { ref }) =>
    runs
      .filter(({ sha }) => sha === ref)
      .slice(-1)
      .map(({ id, status, externalId }) => ({ id, status, external_id: externalId, app: { slug: 'handback' } })),
  'GET /orgs/{org}/audit-log': ({ audit }, { phrase }) => (String(phrase).startsWith('action:repo ') ? audit : []),
};

/**
 * Other lists are empty: this organisation has nothing of the kind. A thing that nobody
 * modelled is a mistake of the test.
 */
function answer(world: World, route: string, asked: Asked, isList: boolean): unknown {
  const known = READS[route];
  if (known === undefined && !isList) throw new Error(`the door of test/machine does not know ${route}`);
  return known === undefined ? [] : known(world, asked);
}

export function openDoor(world: World): GitHubApp {
  const door: GitHub = {
    find: async (route, asked, schema) => {
      stumble(world, route);
      const found = answer(world, route, asked as Asked, false);
      return found === undefined ? undefined : schema.parse(found);
    },
    pages: async function* (route, asked, schema) {
      stumble(world, route);
      for (const item of (answer(world, route, asked as Asked, true) ?? []) as unknown[]) yield schema.parse(item);
    },
    send: async (route, asked, schema) => {
      const trouble = stumble(world, route, true);
      const change = changes[route];
      if (change === undefined) throw new Error(`the door of test/machine does not know ${route}`);
      world.sent.push({ route, parameters: asked });
      const made = change(world, asked as never);
      world.lostAnswers -= 1;
      if (trouble === 'lost' || world.lostAnswers >= 0) throw new GitHubFailure(`${route}: no answer`, 0);
      return schema.parse(made);
    },
    look: async (route, asked) => {
      const trouble = world.trouble[0];
      if (trouble === 'down' || trouble === 'refused') {
        world.trouble.shift();
        return { status: trouble === 'down' ? 502 : 403, data: undefined };
      }
      stumble(world, route);
      const list = route.endsWith('s') && !route.endsWith('}');
      const found = answer(world, route, asked as Asked, list);
      return { status: found === undefined ? 404 : 200, data: found };
    },
    query: async (question, _, schema) => {
      stumble(world, 'POST /graphql');
      return { data: schema.parse(surveyed(world, question)), errors: [] };
    },
    granted: async () => `after ${world.refusals} refusals`,
    serverUrl: 'https://github.example',
    gitAccess: async () => Promise.reject(new Error('there is no git in test/machine')),
  };
  return { botLogin: async () => BOT, forInstallation: async () => door, asApp: door };
}

/** Takes the next trouble, and throws what our door makes of it. */
function stumble(world: World, route: string, isSend = false): Trouble {
  const trouble = world.trouble.shift() ?? 'fine';
  if (trouble === 'limit') throw new RetryLater(`${route}: rate limit`, 60_000);
  if (trouble === 'down') throw new GitHubFailure(`${route}: 502`, 502);
  if (trouble === 'lost' && !isSend) throw new GitHubFailure(`${route}: no answer`, 0);
  if (trouble === 'refused') {
    world.refusals += 1;
    throw new NotVisible({ why: 'permission', needs: 'more', says: 'not visible: needs more' });
  }
  return trouble;
}

function account({ id, login }: Person) {
  return { id, login, type: 'User', email: null, name: null };
}

function repository(world: World, name: string) {
  return { id: repositoryId(world, name), full_name: `acme/${name}`, private: true, default_branch: 'main' };
}

function asKey({ id, key, addedBy, createdAt }: Key) {
  return { id, key, title: 'ci', created_at: iso(createdAt), read_only: false, added_by: addedBy.login };
}

function secretsOf({ secrets }: World, repo: string | number | undefined) {
  return secrets
    .filter((each) => each.repository === repo)
    .map(({ name, createdAt, updatedAt }) => ({ name, created_at: iso(createdAt), updated_at: iso(updatedAt) }));
}
