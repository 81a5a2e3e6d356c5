import type { Probot, ProbotOctokit } from 'probot';
import { z } from 'zod';
import { goesDirectly, type HttpProxy } from '../model/proxy.ts';
import { errorAnswer, gotNoToken, translate } from './failures.ts';
import {
  API_VERSION,
  type GitHub,
  type GitHubApp,
  GitHubFailure,
  type Look,
  NotVisible,
  PAGE,
  type Parameters,
} from './github.ts';
import { grantedTokens } from './granted-tokens.ts';
import { ask } from './graph.ts';
import { listed } from './pages.ts';

export interface Connection {
  readonly probot: Probot;
  /** `https://github.com`, or the address of an Enterprise Server. */
  readonly serverUrl: string;
  readonly now: () => number;
  /** For git; what Node asks goes through it by `goOutThrough`. */
  readonly proxy?: HttpProxy | undefined;
}

const Token = z.object({ token: z.string(), permissions: z.record(z.string(), z.string()).default({}) });

/** Opens the door to GitHub with Probot's authentication. Makes no request by itself. */
export function connect(connection: Connection): GitHubApp {
  const { probot } = connection;
  const asApp: GitHubApp['asApp'] = {
    find: async (...args) => door(await probot.auth(), connection).find(...args),
    pages: (...args) => laterPages(connection, ...args),
    send: async (...args) => door(await probot.auth(), connection).send(...args),
  };
  let login: Promise<string> | undefined;
  const renewUnder = grantedTokens();
  return {
    asApp,
    forInstallation: async (installationId, granted) => {
      const octokit = await probot.auth(installationId);
      if (granted !== undefined) await renewUnder(octokit, installationId, granted);
      return door(octokit, connection);
    },
    botLogin: () => {
      // It never changes while we run; a failed question is asked again.
      login ??= askLogin(asApp).catch((error: unknown) => {
        login = undefined;
        throw error;
      });
      return login;
    },
  };
}

/** Asked for anew only when it is about to run out. */
async function tokenOf(octokit: ProbotOctokit, now: () => number): Promise<z.infer<typeof Token>> {
  try {
    return Token.parse(await octokit.auth({ type: 'installation' }));
  } catch (error) {
    throw ours(error, 'POST /app/installations/{installation_id}/access_tokens', now);
  }
}

async function askLogin(asApp: GitHubApp['asApp']): Promise<string> {
  const app = await asApp.find('GET /app', {}, z.object({ slug: z.string() }));
  if (app === undefined) throw new GitHubFailure('GET /app: GitHub does not know this App. Check APP_ID.', 404);
  return `${app.slug}[bot]`;
}

async function* laterPages<T>(
  connection: Connection,
  route: string,
  parameters: Parameters,
  schema: z.ZodType<T>,
  note?: (why: string) => void,
): AsyncIterable<T> {
  yield* door(await connection.probot.auth(), connection).pages(route, parameters, schema, note);
}

function door(octokit: ProbotOctokit, { serverUrl, now, proxy }: Connection): GitHub {
  const headers = { 'x-github-api-version': API_VERSION };
  const request = (route: string, parameters: Parameters) => {
    const retries = route.startsWith('GET ') ? {} : { request: { retries: 0 } };
    return octokit.request(route, { ...parameters, ...retries, headers });
  };

  const installation = () => tokenOf(octokit, now);
  return {
    serverUrl,
    find: async (route, parameters, schema) => {
      try {
        return parse(schema, (await request(route, parameters)).data, route);
      } catch (error) {
        const status = errorAnswer(error)?.status;
        if ((status === 404 || status === 410) && !gotNoToken(error)) return undefined;
        throw ours(error, route, now);
      }
    },

    pages: async function* (route, parameters, schema, note) {
      const items = listed(octokit, route, { per_page: PAGE, ...parameters, headers });
      try {
        for await (const item of items) {
          const { data, error } = schema.safeParse(item);
          if (error === undefined) yield data;
          else if (note === undefined) throw lacking(error, route);
          else note(sayLack(error));
        }
      } catch (error) {
        throw ours(error, route, now);
      }
    },

    send: async (route, parameters, schema) => {
      try {
        return parse(schema, (await request(route, parameters)).data, route);
      } catch (error) {
        throw ours(error, route, now);
      }
    },

    query: (question, variables, schema) => ask(octokit, question, variables, schema, now),

    look: async (route, parameters) => {
      try {
        const { status, data, headers: answered } = await request(route, parameters);
        return look(status, data, answered);
      } catch (error) {
        const answer = errorAnswer(error);
        const translated = ours(error, route, now);
        if (answer === undefined || gotNoToken(error) || translated.name === 'RetryLater') throw translated;
        const gap = translated instanceof NotVisible ? { gap: translated.gap } : {};
        return { ...look(answer.status, undefined, answer.headers), ...gap };
      }
    },

    granted: async () => {
      const { permissions } = await installation();
      return Object.entries(permissions)
        .map(([name, level]) => `${name}: ${level}`)
        .toSorted()
        .join(', ');
    },

    gitAccess: async (fullName) => {
      const basic = Buffer.from(`x-access-token:${(await installation()).token}`).toString('base64');
      const isDirect = proxy === undefined || goesDirectly(proxy, new URL(serverUrl).host);
      const through = isDirect ? {} : { proxy: proxy.address };
      return { url: `${serverUrl}/${fullName}.git`, header: `Authorization: Basic ${basic}`, ...through };
    },
  };
}

function look(status: number, data: unknown, headers: Readonly<Record<string, unknown>>): Look {
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  const [requestId, date] = [text('x-github-request-id'), text('date')];
  return { status, data, ...(requestId ? { requestId } : {}), ...(date ? { date } : {}) };
}

function parse<T>(schema: z.ZodType<T>, data: unknown, route: string): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw lacking(parsed.error, route);
}

function lacking(error: z.ZodError, route: string): GitHubFailure {
  return new GitHubFailure(
    `${route}: GitHub's answer lacks what we read (${sayLack(error)}). Nothing was changed.`,
    200,
  );
}

function sayLack({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.')}: ${issue?.message}`;
}

/** Errors we made ourselves pass; what Octokit threw is translated. */
function ours(error: unknown, route: string, now: () => number): Error {
  if (error instanceof GitHubFailure) return error;
  return translate(error, route, now());
}
