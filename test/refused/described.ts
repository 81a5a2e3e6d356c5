// GitHub's own description of an answer: what may be left out of it, null in it, or a word that is new.
import { type ApiDocument, readApi } from '../../demo/github/description/description.ts';
import type { Schema } from '../../demo/github/description/fill.ts';

const read = (route: string) => route.startsWith('GET ');

const api: ApiDocument = readApi();
export const okSchema = (route: string): Schema | undefined => {
  const [method = '', path = ''] = route.split(' ');
  const { responses } = api.paths[path]?.[method.toLowerCase()] ?? {};
  const answer = responses?.['200'] ?? responses?.['201'];
  return resolved(answer as never)?.['content' as never]?.['application/json']?.['schema'];
};
export const isList = (route: string): boolean => {
  const schema = merged(okSchema(route));
  return read(route) && (schema.type === 'array' || schema.properties?.['total_count'] !== undefined);
};

/** One file that is not there is not there, where its repository is shown. */
export const notFile = (route: string) => !route.includes('/contents/');
/** It says how many there are, or there always is one. */
export const tellsMany = (route: string) =>
  route.endsWith('/members') || (read(route) && merged(okSchema(route)).properties?.['total_count'] !== undefined);

function resolved<T extends object | undefined>(part: T): T {
  const ref = (part as { $ref?: string } | undefined)?.$ref;
  if (ref === undefined) return part;
  return resolved(
    ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], api) as T,
  );
}

function merged(part: Schema | undefined): Schema {
  const schema = resolved(part) ?? {};
  if (!schema.allOf) return schema;
  const parts = schema.allOf.map(merged);
  return {
    ...Object.assign({}, ...parts),
    ...schema,
    properties: Object.assign({}, schema.properties, ...parts.map(({ properties }) => properties)),
    required: [schema, ...parts].flatMap(({ required = [] }) => required),
  };
}

const isNullable = (schema: Schema): boolean =>
  schema.nullable === true ||
  [schema.type].flat().includes('null') ||
  [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].some((each) => isNullable(merged(each)));

type Change = (schema: Schema, value: unknown, required: boolean) => { readonly is: unknown } | undefined;

/** `change` may replace what the description allows to be replaced; `is: undefined` takes it out. */
export function walk(part: Schema | undefined, value: unknown, change: Change): unknown {
  const whole = merged(part);
  if (value === null || value === undefined) return value;
  const choices = [...(whole.oneOf ?? []), ...(whole.anyOf ?? [])].map(merged);
  const schema =
    choices.length > 0 && !whole.properties ? (choices.find((each) => each.properties || each.items) ?? whole) : whole;
  if (Array.isArray(value)) return value.map((each) => walk(schema.items, each, change));
  if (typeof value !== 'object') return value;
  const out: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    const member = schema.properties?.[name];
    const made = member && change(merged(member), each, schema.required?.includes(name) ?? false);
    if (made === undefined) out[name] = walk(member, each, change);
    else if (made.is !== undefined) out[name] = made.is;
  }
  return out;
}

/** As little as the description allows: what may be left out is, and what may be null is. */
export const lean: Change = (schema, value, required) => {
  if (Array.isArray(value) && value.length > 0 && typeof value[0] === 'object') return undefined;
  if (!required) return { is: undefined };
  return isNullable(schema) ? { is: null } : undefined;
};
export const nulls: Change = (schema, value) => (isNullable(schema) && value !== null ? { is: null } : undefined);
export const news: Change = (schema) =>
  schema.enum !== undefined && schema.type === 'string' ? { is: 'brand_new' } : undefined;
