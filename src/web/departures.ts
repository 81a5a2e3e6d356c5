import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { type DepartureWord, endOfDay, isUnlikely, type Told } from '../model/departure-word.ts';
import type { Instant } from '../model/time.ts';
import { type Endpoint, type Reply, readBody, sameSecret } from './endpoint.ts';
import type { RateLimit } from './rate-limit.ts';

/** `POST /departures`: any system that knows who leaves may say so, signed. */
export interface DeparturesOptions {
  readonly secret: string;
  readonly limit: RateLimit;
  readonly now: () => Instant;
  /** Keeps the word, once. `organization` is needed when there are several. */
  readonly take: (
    word: DepartureWord,
    organization: string | undefined,
  ) => Promise<Told | { readonly missing: string }>;
  readonly onError: (error: unknown, where: string) => void;
}

const PATH = '/departures';
const LARGEST = 64 << 10;
const WINDOW = 5 * 60_000;

const Person = z
  .strictObject({ login: z.string().max(100), id: z.int().positive(), email: z.email().max(320).toLowerCase() })
  .partial()
  // Two names may belong to two people, and nobody would notice whom it meant.
  .refine((person) => Object.values(person).filter(Boolean).length === 1, 'one name: login, id or email');

const Body = z
  .strictObject({
    person: Person.optional(),
    vendor: z.string().trim().min(1).max(200).optional(),
    says: z.enum(['leaves', 'stays']),
    at: z.string().max(40).optional(),
    source: z.string().regex(/^[a-z\d][a-z\d ._-]{0,38}$/i, 'a short name, such as "workday"'),
    emergency: z.boolean().optional(),
    reason: z.string().max(500).optional(),
    organization: z.string().max(100).optional(),
    sure: z.boolean().optional(),
  })
  .refine(({ person, vendor }) => (person === undefined) !== (vendor === undefined), 'give either person or vendor')
  .refine(({ says, emergency }) => says === 'leaves' || !emergency, 'an emergency is somebody who leaves');
type Body = z.infer<typeof Body>;

/** What is wrong with a request, in words for whoever sends it. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export function departuresEndpoint(options: DeparturesOptions): Endpoint {
  return {
    serves: (path) => path === PATH,
    answer: async (request) => {
      try {
        return await answer(options, request);
      } catch (error) {
        if (error instanceof Refused)
          return { status: error.status, body: { error: error.message }, headers: error.headers };
        options.onError(error, `${request.method} ${PATH}`);
        return { status: 503, body: { error: 'Handback could not keep this; please send it again.' } };
      }
    },
  };
}

async function answer(options: DeparturesOptions, request: IncomingMessage): Promise<Reply> {
  if (request.method !== 'POST') throw new Refused(405, 'Only POST is answered here.', { allow: 'POST' });
  const text = await readBody(request, LARGEST);
  if (text === undefined) throw new Refused(413, 'The body is larger than 64 KiB.');
  const signature = verified(options, request, text);
  const wait = options.limit.wait();
  if (wait > 0) throw new Refused(429, 'Too many requests.', { 'retry-after': String(wait) });
  const body = read(text);
  const word = wordOf(body, signature, options.now());
  const told = await options.take(word, body.organization);
  if ('missing' in told) throw new Refused(409, told.missing);
  const { repeated, people } = told;
  return { status: repeated ? 200 : 202, body: { kept: true, repeated, people: people.length } };
}

/** The moment is signed with the body, so that a request that somebody recorded is worth nothing after five minutes. */
function verified({ secret, now }: DeparturesOptions, { headers }: IncomingMessage, text: string): string {
  const [timestamp, signature] = [headers['x-handback-timestamp'], headers['x-handback-signature']];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') {
    throw new Refused(401, 'The headers X-Handback-Timestamp and X-Handback-Signature are needed: docs/departures.md.');
  }
  const wanted = `sha256=${createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex')}`;
  if (!sameSecret(signature, wanted))
    throw new Refused(401, 'The signature does not fit: HMAC-SHA256 of timestamp, dot and body, in hexadecimal.');
  const isRecent = /^\d{1,12}$/.test(timestamp) && Math.abs(now() - Number(timestamp) * 1000) <= WINDOW;
  if (!isRecent)
    throw new Refused(401, 'The timestamp, in seconds since 1970, is more than five minutes from the time here.');
  return signature;
}

function read(text: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is not JSON.');
  }
  const parsed = Body.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new Refused(400, `${problems.slice(0, 10).join('; ')}. Nothing was changed.`);
}

function wordOf(body: Body, signature: string, now: Instant): DepartureWord {
  const { person, vendor, says, source, emergency, reason, sure } = body;
  const effectiveAt = emergency ? now : momentOf(body.at, now);
  if (isUnlikely(effectiveAt, now) && !sure)
    throw new Refused(400, 'at: more than a year ago or three years ahead. If it is right, add "sure": true.');
  const { login, id, email } = person ?? {};
  const who = { ...(login ? { login } : {}), ...(id ? { id } : {}), ...(email ? { email } : {}) };
  return {
    id: signature,
    // Nobody outside speaks in the name of the roster or the command line.
    source: `reported by ${source}`,
    actor: `departures:${source}`,
    about: vendor === undefined ? { who } : { vendor },
    says,
    effectiveAt,
    dated: body.at !== undefined && !emergency,
    detail: reason ?? 'sent to POST /departures',
    ...(emergency ? { emergency } : {}),
  };
}

/** A day is a last day, and ends at midnight UTC; a moment needs its offset, or it would be another one elsewhere. */
function momentOf(at: string | undefined, now: Instant): Instant {
  if (at === undefined) return now;
  const moment = z.iso.datetime({ offset: true }).safeParse(at).success ? Date.parse(at) : endOfDay(at);
  if (moment === undefined || Number.isNaN(moment))
    throw new Refused(400, 'at: a day such as 2026-12-31, or a moment such as 2026-12-31T18:00:00+01:00.');
  return moment;
}
