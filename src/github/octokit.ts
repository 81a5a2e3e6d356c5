import { ProbotOctokit } from 'probot';
import { z } from 'zod';
import { type Answers, conditionally } from './conditional.ts';

export interface OctokitSettings {
  /** Wait between writes as GitHub asks integrators to (1 s, 3 s for issues). Off only against a stand-in. */
  readonly throttle: boolean;
  readonly timeoutMs: number;
  /** Where former answers are kept, so that what did not change costs nothing of the rate limit. */
  readonly answers?: Answers;
}

/** Longest wait for a rate limit inside one request; beyond it the job comes back later instead of holding a worker. */
const SHORT_WAIT_SECONDS = 20;

/**
 * Probot's Octokit with our retry rules. Options must be given as a function: Probot overwrites the plain form.
 * Reads are retried by the plug-in; writes never are (a lost answer to a POST would make a second issue).
 */
export function octokitWith({ throttle, timeoutMs, answers }: OctokitSettings): typeof ProbotOctokit {
  const inTime = (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  return ProbotOctokit.plugin(renewingTokens).defaults((options: Record<string, unknown>) => ({
    ...options,
    auth: atHome(options, inTime),
    retry: {
      doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451],
      retries: 2,
      retryAfterBaseValue: throttle ? 1000 : 10,
    },
    throttle: {
      ...(options['throttle'] as object),
      enabled: throttle,
      onRateLimit: waitBriefly,
      onSecondaryRateLimit: waitBriefly,
    },
    request: {
      ...(options['request'] as object),
      fetch: answers === undefined ? inTime : conditionally(inTime, answers),
    },
  })) as typeof ProbotOctokit;
}

interface Asking {
  defaults(more: object): Asking;
}

/**
 * Probot lets the App's own tokens be fetched from github.com, wherever else the App lives:
 * `octokit.auth()` needs the address too.
 */
function atHome({ auth, baseUrl }: Record<string, unknown>, inTime: unknown): unknown {
  const { request, ...rest } = (auth ?? {}) as { readonly request?: Asking };
  if (request === undefined) return auth;
  const home = { ...(baseUrl === undefined ? {} : { baseUrl }), request: { fetch: inTime } };
  return { ...rest, request: request.defaults(home) };
}

function waitBriefly(retryAfterSeconds: number, _options: unknown, _octokit: unknown, retryCount: number): boolean {
  return retryAfterSeconds <= SHORT_WAIT_SECONDS && retryCount < 2;
}

/**
 * A token may end before its hour is over: a server that was restored does not know it, a
 * clock that was set back lets it look young. Whoever was refused for that changed nothing,
 * and asks once more with a new one. The App's own requests have none to renew.
 */
function renewingTokens(octokit: Installed): object {
  octokit.hook.wrap('request', async (request, options) => {
    const began = Date.now();
    try {
      return await request(options);
    } catch (error) {
      if (!isRefusedToken(error)) throw error;
      const madeAt = Made.parse(await octokit.auth({ type: 'installation' })).createdAt.getTime();
      // Another request has taken a new one since this one was sent with the old one.
      if (madeAt >= began) return request(options);
      // One that is so young is refused for another reason, as the next one would be.
      if (began - madeAt < YOUNG_MS) throw error;
      await takeNewToken(octokit);
      return request(options);
    }
  });
  return {};
}

type Installed = Pick<InstanceType<typeof ProbotOctokit>, 'auth' | 'hook'>;

/**
 * Octokit gives whoever asks for a new token while somebody asks for the one of now no
 * other than that: then it is asked once more.
 */
export async function takeNewToken({ auth }: Pick<Installed, 'auth'>): Promise<void> {
  const ask = async (refresh: boolean) => Made.parse(await auth({ type: 'installation', refresh })).token;
  const old = await ask(false);
  for (let tries = 0; tries < MOST_TRIES && (await ask(true)) === old; tries += 1);
}

const MOST_TRIES = 5;

const Made = z.object({ token: z.string(), createdAt: z.coerce.date() });

const YOUNG_MS = 60_000;

const Refused = z.object({
  status: z.literal(401),
  request: z.object({ headers: z.object({ authorization: z.string().startsWith('token ') }) }),
});

function isRefusedToken(error: unknown): boolean {
  return Refused.safeParse(error).success;
}
