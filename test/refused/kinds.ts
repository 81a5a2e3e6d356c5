// Every kind of answer that is not the one that was hoped for.
import type { Answer, Asked } from './answers.ts';
import { isList, lean, news, notFile, nulls, okSchema, tellsMany, walk } from './described.ts';

export interface Kind {
  readonly name: string;
  readonly fits: (route: string) => boolean;
  readonly answer: Answer;
  /** As often; without it, for as long as the pass lasts. */
  readonly times?: number;
  /** It tells the truth after all, in a form that was not thought of: nothing may be any different. */
  readonly harmless?: true;
}

const PAGE = '<!doctype html><html><body>Unicorn at 10.0.0.1</body></html>';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };

const says = (status: number, message: string, headers: Record<string, string> = {}): Answer => {
  return async () =>
    new Response(JSON.stringify({ message, documentation_url: 'https://docs' }), {
      status,
      headers: { ...JSON_TYPE, ...headers },
    });
};
const shows = (status: number, body: string, headers: Record<string, string>): Answer => {
  return async () => new Response(body, { status, headers });
};

/** The real answer, said otherwise. */
const changed = (change: (body: unknown, asked: Asked) => unknown): Answer => {
  return async (real, asked) => {
    const answer = await real();
    if (answer.status !== 200) return answer;
    const headers = new Headers(answer.headers);
    headers.delete('content-length');
    const made = new Response(JSON.stringify(change(await answer.json(), asked)), { status: 200, headers });
    return Object.defineProperty(made, 'url', { value: asked.url });
  };
};

const any = () => true;
const read = (route: string) => route.startsWith('GET ');
const graph = (route: string) => route.startsWith('POST /graphql');
const write = (route: string) => !read(route) && !graph(route) && !route.endsWith('/access_tokens');

const withItems = (body: unknown, make: (items: unknown[]) => unknown[]): unknown => {
  if (Array.isArray(body)) return make(body);
  return Object.fromEntries(
    Object.entries(body as object).map(([name, each]) => [name, Array.isArray(each) ? make(each) : each]),
  );
};

const cutBody: Answer = async (real) => {
  const text = await (await real()).text();
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => {
      stream.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
    },
    pull: (stream) => stream.error(new TypeError('terminated')),
  });
  return new Response(body, { status: 200, headers: JSON_TYPE });
};

const half: Answer = async (real, { url }) => {
  if (url.includes('page=2')) return says(502, 'Server Error')(real, {} as Asked);
  const answer = await real();
  if (answer.status !== 200) return answer;
  const headers = new Headers(answer.headers);
  const next = new URL(url);
  next.searchParams.set('page', '2');
  headers.set('link', `<${next.href}>; rel="next"`);
  return new Response(await answer.text(), { status: 200, headers });
};

const graphErrors = (change: (data: Record<string, unknown>) => unknown, path: boolean): Answer =>
  changed((body) => {
    const { data } = body as { data: Record<string, unknown> };
    const [first = ''] = Object.keys(data ?? {});
    const error = { message: 'Something went wrong while executing your query', ...(path ? { path: [first] } : {}) };
    return { data: change(data), errors: [error] };
  });
const emptied = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, typeof each === 'object' ? null : each]))
    : value;

export const KINDS: readonly Kind[] = [
  { name: '401', fits: any, answer: says(401, 'Bad credentials') },
  {
    name: '403, needs',
    fits: any,
    answer: says(403, 'Resource not accessible by integration', { 'x-accepted-github-permissions': 'pets=read' }),
  },
  { name: '403', fits: any, answer: says(403, 'Resource not accessible by integration') },
  { name: '403, suspended', fits: any, answer: says(403, 'This installation has been suspended') },
  {
    name: 'limit, 403 dated',
    fits: any,
    times: 2,
    answer: says(403, 'API rate limit exceeded', { 'retry-after': '40' }),
    harmless: true,
  },
  {
    name: 'limit, 403 bare',
    fits: any,
    times: 2,
    answer: says(403, 'You have exceeded a secondary rate limit'),
    harmless: true,
  },
  { name: 'limit, 429 bare', fits: any, times: 2, answer: says(429, 'Too many requests'), harmless: true },
  { name: '404', fits: notFile, answer: says(404, 'Not Found') },
  { name: '409', fits: any, answer: says(409, 'Git Repository is empty.') },
  { name: '410', fits: notFile, answer: says(410, 'Gone') },
  { name: '422', fits: any, answer: says(422, 'Validation Failed') },
  { name: '451', fits: any, answer: says(451, 'Repository access blocked') },
  { name: '500', fits: any, answer: says(500, 'Server Error') },
  { name: '502 page', fits: any, answer: shows(502, PAGE, HTML_TYPE) },
  { name: '503 page', fits: any, answer: shows(503, PAGE, HTML_TYPE) },
  { name: '200 page', fits: any, answer: shows(200, PAGE, HTML_TYPE) },
  { name: '200 nothing', fits: any, answer: shows(200, '', JSON_TYPE) },
  { name: '204', fits: any, answer: async () => new Response(null, { status: 204 }) },
  { name: '200 {}', fits: any, answer: shows(200, '{}', JSON_TYPE) },
  { name: '200 null', fits: any, answer: shows(200, 'null', JSON_TYPE) },
  { name: 'cut', fits: any, answer: async () => Promise.reject(new TypeError('fetch failed')) },
  {
    name: 'timeout',
    fits: any,
    answer: async () => Promise.reject(new DOMException('The operation timed out', 'TimeoutError')),
  },
  { name: 'cut body', fits: any, answer: cutBody },
  {
    name: 'lost',
    fits: write,
    times: 2,
    answer: async (real) => real().then(() => Promise.reject(new TypeError('fetch failed'))),
  },
  { name: 'none of them', fits: tellsMany, answer: changed((body) => withItems(body, () => [])) },
  { name: 'null among them', fits: isList, answer: changed((body) => withItems(body, (items) => [null, ...items])) },
  { name: 'half', fits: isList, answer: half },
  { name: 'lean', fits: read, answer: changed((body, { route }) => walk(okSchema(route), body, lean)) },
  { name: 'nulls', fits: read, answer: changed((body, { route }) => walk(okSchema(route), body, nulls)) },
  { name: 'new words', fits: read, answer: changed((body, { route }) => walk(okSchema(route), body, news)) },
  {
    name: 'elsewhere',
    fits: (route) => read(route) && /\{repo\}.*\{(?:secret_name|key_id|hook_id|issue_number)\}$/.test(route),
    answer: (real, { url }) => real(url.replace('/acme/shop', '/acme/infra')),
  },
  { name: 'graph: null', fits: graph, answer: graphErrors(() => null, false) },
  { name: 'graph: partly', fits: graph, answer: graphErrors((data) => emptied(data), true) },
  {
    name: 'graph: partly, no path',
    fits: graph,
    answer: graphErrors(
      (data) => Object.fromEntries(Object.entries(data).map(([name, each]) => [name, emptied(each)])),
      false,
    ),
  },
];
