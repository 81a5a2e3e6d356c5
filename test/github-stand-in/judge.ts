// GitHub's own description as a judge of every request, answer and webhook. Independent of
// the stand-in's routes and views.
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Exchange } from '../../demo/github/api-server.ts';
import type { Operation } from '../../demo/github/description/description.ts';
import { readApi, readWebhooks, webhookName } from '../../demo/github/description/description.ts';
import type { Judge } from '../../demo/github/stand-in.ts';
import { isKnownError } from './known-errors.ts';
import { withoutNullable } from './nullable.ts';

type Json = Record<string, unknown>;

// Inlining every $ref makes compiling twice as slow; formats and unknown keywords are the description's own business.
const options = { strict: false, allErrors: true, logger: false, inlineRefs: false } as const;

export function officialJudge(): Judge {
  const judgeExchange = exchangeJudge();
  const judgeWebhook = webhookJudge();
  return {
    exchange: (exchange) => judgeExchange(exchange).filter((problem) => !isKnownError(problem)),
    webhook: (event, payload) => judgeWebhook(event, payload).filter((problem) => !isKnownError(problem)),
  };
}

function webhookJudge(): Judge['webhook'] {
  const document = readWebhooks();
  const ajv = new Ajv2020.default(options);
  formats.default(ajv);
  ajv.addSchema({ $id: 'webhooks', components: document.components });
  const compiled = lazily((name) =>
    ajv.compile(pointingTo('webhooks', document.webhooks[name]?.post.requestBody.content['application/json'].schema)),
  );
  return (event, payload) => {
    const name = webhookName(event, payload['action']);
    if (!document.webhooks[name]) return [`webhook ${name}: GitHub sends no such webhook`];
    return errorsOf(`webhook ${name}`, compiled(name), payload);
  };
}

interface Parameter {
  name: string;
  in: string;
  schema?: Json;
}

interface Described {
  path: string;
  pattern: RegExp;
  operation: Operation;
  parameters: Parameter[];
}

function exchangeJudge(): Judge['exchange'] {
  const document = withoutNullable(readApi());
  const ajv = new Ajv.default(options);
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', components: document.components });
  const schemas = new Map<string, unknown>();
  const compiled = lazily((name) => ajv.compile(pointingTo('api', schemas.get(name))));
  const check = (name: string, schema: unknown, value: unknown): string[] => {
    schemas.set(name, schema);
    return errorsOf(name, compiled(name), value);
  };
  const deref = <T>(value: unknown): T => resolve(document as unknown as Json, value) as T;
  const operations = index(document.paths, deref);

  return (exchange) => {
    const { method, path } = exchange;
    if (path === '/graphql') return judgeGraph(exchange);
    const described = operations.get(method)?.find(({ pattern }) => pattern.test(path));
    if (!described)
      return exchange.status === 404 || exchange.status < 400 ? [`${method} ${path}: no such operation`] : [];
    return [
      ...judgeCaller(described, exchange),
      ...judgeQuery(described, exchange, check),
      ...judgeBody(described, exchange, check, deref),
      ...judgeAnswer(described, exchange, check, deref),
    ];
  };
}

/**
 * GitHub's own schema speaks through the stand-in: an error without a type is a query that GitHub would not understand.
 */
function judgeGraph({ answer }: Exchange): string[] {
  const { errors = [] } = (answer ?? {}) as { errors?: { type?: string; message: string }[] };
  return errors.filter(({ type }) => type === undefined).map(({ message }) => `graphql: ${message}`);
}

type Check = (name: string, schema: unknown, value: unknown) => string[];
type Deref = <T>(value: unknown) => T;

function judgeCaller({ operation }: Described, { as, status }: Exchange): string[] {
  const refused = as === 'installation' && operation['x-github']?.enabledForGitHubApps === false && status < 400;
  return refused ? [`${operation.operationId}: not for apps`] : [];
}

function judgeQuery({ operation, parameters }: Described, { query }: Exchange, check: Check): string[] {
  const known = new Map(parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]));
  return Object.entries(query).flatMap(([name, text]) => {
    const parameter = known.get(name) ?? known.get(name.replace('[]', ''));
    if (!parameter) return [`${operation.operationId}: unknown query parameter ${name}`];
    const type = parameter.schema?.['type'];
    if (type === 'array') return [];
    const value = type === 'integer' ? Number(text) : type === 'boolean' ? text === 'true' : text;
    return check(`${operation.operationId} ?${name}`, parameter.schema ?? {}, value);
  });
}

/** A body that GitHub answers with 4xx may be as wrong as it likes. */
function judgeBody({ operation }: Described, { body, status }: Exchange, check: Check, deref: Deref): string[] {
  if (status >= 400) return [];
  const described = deref<{ required?: boolean; content?: Record<string, { schema: unknown }> } | undefined>(
    operation.requestBody,
  );
  const schema = described?.content?.['application/json']?.schema;
  if (body === undefined) return described?.required ? [`${operation.operationId}: a body is required`] : [];
  if (!schema) return Object.keys(body as object).length > 0 ? [`${operation.operationId}: no body is described`] : [];
  const { properties, oneOf, anyOf } = deref<{ properties?: Json; oneOf?: unknown; anyOf?: unknown }>(schema);
  const unknown =
    oneOf || anyOf || !properties ? [] : Object.keys(body as object).filter((name) => !(name in properties));
  return [
    ...check(`${operation.operationId} body`, schema, body),
    ...unknown.map((name) => `${operation.operationId}: unknown body member ${name}`),
  ];
}

const everywhere = new Set([301, 304, 307, 400, 401, 403, 404, 409, 422, 429]);

function judgeAnswer({ operation }: Described, { status, answer }: Exchange, check: Check, deref: Deref): string[] {
  const described = deref<Operation['responses'][string] | undefined>(operation.responses[status]);
  if (!described) return everywhere.has(status) ? [] : [`${operation.operationId}: status ${status} is not described`];
  const schema = described.content?.['application/json']?.schema;
  if (answer === undefined || status === 304) return [];
  return schema
    ? check(`${operation.operationId} ${status}`, schema, answer)
    : [`${operation.operationId}: ${status} has no body`];
}

function index(paths: Record<string, Record<string, Operation>>, deref: Deref): Map<string, Described[]> {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  all.sort((a, b) => a.path.split('{').length - b.path.split('{').length || b.path.length - a.path.length);
  const described = all.map(({ method, path, operation }) => ({
    method,
    path,
    operation,
    pattern: patternOf(path),
    parameters: (operation.parameters ?? []).map((one) => deref<Parameter>(one)),
  }));
  return Map.groupBy(described, ({ method }) => method);
}

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path.replace(/\/\{(\w+)\}/g, (_, name: string) => (name === 'path' ? '/?.*' : /^(ref|basehead|branch)$/.test(name) ? '/.+' : '/[^/]+'))}/?$`,
  );

function lazily(make: (name: string) => ValidateFunction): (name: string) => ValidateFunction {
  const made = new Map<string, ValidateFunction>();
  return (name) => {
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}

const pointingTo = (id: string, schema: unknown): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${id}#/`)) as Json;

function resolve(document: Json, value: unknown): unknown {
  const ref = (value as { $ref?: string } | undefined)?.$ref;
  if (ref === undefined) return value;
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Json)[key], document);
}

function errorsOf(name: string, validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error: ErrorObject) => `${name}: ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`,
  );
}
