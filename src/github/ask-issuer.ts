import type { Answer, AskIssuer, IssuerAnswer, Probe } from '../model/issuer.ts';
import type { Secret } from '../model/secret.ts';
import { retryAfterMs } from './retry-after.ts';

export interface Issuers {
  /** Where `{api}` is. */
  readonly github: string;
  /** Only for tests and demos: another address for an origin, `https://slack.com` -> `http://127.0.0.1:1234`. */
  readonly elsewhere?: ReadonlyMap<string, string>;
  /** Rest after each question to the same host. */
  readonly restMs: number;
  /** How long an answer may take; 10 s when left out. */
  readonly timeoutMs?: number;
  readonly now: () => number;
}

const NO_ANSWER: IssuerAnswer = { status: 0, verdict: 'unclear' };

/** More than any issuer says about one token. */
const LONGEST = 64 * 1024;

/** How long a host that says "too many requests", and not for how long, is left alone. */
const QUIET_MS = 10 * 60_000;

/**
 * And one that did not answer in time: a network may let nothing through to it, and there
 * may be hundreds of values to ask about.
 */
const SILENT_MS = 60_000;

/**
 * Asks issuers about values, at hosts that stand in the rules: nothing in a repository can
 * choose where a secret goes. One question at a time to each host.
 */
export function askIssuer({ github, elsewhere, restMs, timeoutMs = 10_000, now }: Issuers): AskIssuer {
  const lanes = new Map<string, Promise<unknown>>();
  const quiet = new Map<string, { readonly until: number; readonly answer: IssuerAnswer }>();
  return async (probe, secret) => {
    const url = addressOf(probe, secret, github);
    if (url === undefined) return NO_ANSWER;
    const origin = url.origin;
    const ask = async () => {
      const resting = quiet.get(origin);
      if (resting !== undefined && resting.until > now()) return resting.answer;
      const { answer, waitMs } = await question(probe, secret, { url: moved(url, elsewhere), timeoutMs, now });
      if (waitMs !== undefined)
        quiet.set(origin, { until: now() + waitMs, answer: { status: answer.status, verdict: 'unclear' } });
      return answer;
    };
    const turn = (lanes.get(origin) ?? Promise.resolve()).then(ask);
    lanes.set(
      origin,
      turn.then(() => rest(restMs)),
    );
    return turn;
  };
}

/** The address, if the rule alone says which host it is: a `{secret}` is escaped, and may not stand in the host. */
function addressOf({ url }: Probe, secret: Secret, github: string): URL | undefined {
  if (!/^(?:\{api\}|https:\/\/[a-z\d.-]+)(?:\/[^{}]*(?:\{secret\}[^{}]*)?)?$/.test(url)) return undefined;
  const fixed = new URL(url.replace('{api}', github).replace('{secret}', ''));
  const whole = new URL(url.replace('{api}', github).replace('{secret}', encodeURIComponent(secret.reveal())));
  return whole.origin === fixed.origin ? whole : undefined;
}

function moved(url: URL, elsewhere: Issuers['elsewhere']): string {
  return url.href.replace(url.origin, elsewhere?.get(url.origin) ?? url.origin);
}

interface Asked {
  readonly answer: IssuerAnswer;
  readonly waitMs?: number;
}

async function question(
  probe: Probe,
  secret: Secret,
  { url, timeoutMs, now }: { readonly url: string; readonly timeoutMs: number; readonly now: () => number },
): Promise<Asked> {
  const filled = (text: string) => text.replaceAll('{secret}', () => secret.reveal());
  const headers = Object.entries(probe.headers).map(([name, value]) => [name, filled(value)] as const);
  try {
    const response = await fetch(url, {
      method: probe.method,
      headers: { 'user-agent': 'handback', accept: 'application/json', ...Object.fromEntries(headers) },
      ...(probe.body === undefined ? {} : { body: filled(probe.body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const verdict = judge(probe, response, await read(response));
    const date = response.headers.get('date');
    const requestId = response.headers.get('x-github-request-id');
    const answer = { status: response.status, verdict, ...(date ? { date } : {}), ...(requestId ? { requestId } : {}) };
    if (response.status !== 429) return { answer };
    return { answer, waitMs: retryAfterMs(response.headers.get('retry-after'), now()) ?? QUIET_MS };
  } catch (error) {
    // Whatever went wrong may name the value: say only that there was no answer.
    const isSilent = error instanceof Error && error.name === 'TimeoutError';
    return { answer: NO_ANSWER, ...(isSilent ? { waitMs: SILENT_MS } : {}) };
  }
}

/** An API does not answer in HTML: that is a firewall, a captive portal, a page about maintenance. */
function judge({ live, dead }: Probe, { status, headers }: Response, body: string): IssuerAnswer['verdict'] {
  if (/html/i.test(headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)/i.test(body)) return 'unclear';
  // npm's registry says so that the value is only not let in from here, or not without a second factor.
  if (/\b(?:ipaddress|otp)\b/i.test(headers.get('www-authenticate') ?? '')) return 'unclear';
  const says = ({ status: statuses, contains, lacks = [] }: Answer) =>
    statuses.includes(status) &&
    (contains?.some((text) => body.includes(text)) ?? true) &&
    !lacks.some((text) => body.includes(text));
  if (says(live) === says(dead)) return 'unclear';
  return says(live) ? 'live' : 'dead';
}

/** What is cut short or too long throws: half an answer is none. */
async function read(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > LONGEST) throw new Error('too long');
  }
  return text;
}

function rest(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, ms).unref());
}
