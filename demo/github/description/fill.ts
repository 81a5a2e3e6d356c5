// Writes what GitHub promises and nobody here cares about: every required member that a view left out gets the dullest
// valid value, from GitHub's own description. A view therefore only says what matters.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
}

export type Fill = (schema: Schema | undefined, have: unknown) => unknown;
type Members = Record<string, unknown>;

/** `document` is where `$ref` points into; `url` stands in for every address nobody asked for. */
export function filler(document: object, url: string): Fill {
  const resolved = new WeakMap<Schema, Schema>();

  function resolve(schema: Schema | undefined): Schema {
    if (!schema) return {};
    const known = resolved.get(schema);
    if (known) return known;
    const target = schema.$ref ? resolve(pointTo(document, schema.$ref)) : merged(schema, resolve);
    resolved.set(schema, target);
    return target;
  }

  function fill(schema: Schema | undefined, have: unknown): unknown {
    if (have === null) return null;
    const rules = resolve(schema);
    const nullable = isNullable(rules);
    const choices = rules.properties ? undefined : (rules.oneOf ?? rules.anyOf)?.map(resolve);
    if (have === undefined && (nullable || choices?.some(isNullable))) return null;
    if (choices)
      return fill(
        bestOf(
          choices.filter((choice) => choice.type !== 'null'),
          have,
        ),
        have,
      );
    const type = typeOf(rules, have);
    if (type === 'object') return fillObject(rules, isMembers(have) ? have : {});
    if (type === 'array') return fillArray(rules, have);
    return have === undefined ? dullest(rules, type, url) : have;
  }

  function fillObject(rules: Schema, have: Members): Members {
    const out: Members = {};
    for (const [name, value] of Object.entries(have)) {
      const member = rules.properties?.[name];
      if (value !== undefined) out[name] = member ? fill(member, value) : value;
    }
    for (const name of rules.required ?? []) if (!(name in out)) out[name] = fill(rules.properties?.[name], undefined);
    return out;
  }

  function fillArray(rules: Schema, have: unknown): unknown[] {
    const items: unknown[] = Array.isArray(have) ? have : Array.from({ length: rules.minItems ?? 0 });
    return items.map((item) => fill(rules.items, item));
  }

  return fill;
}

function merged(schema: Schema, resolve: (part: Schema) => Schema): Schema {
  if (!schema.allOf) return schema;
  const parts = [schema, ...schema.allOf.map(resolve)];
  return {
    ...Object.assign({}, ...parts.slice(1)),
    ...schema,
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: parts.flatMap((part) => part.required ?? []),
  };
}

function pointTo(document: object, ref: string): Schema {
  const path = ref.slice(2).split('/');
  return path.reduce<unknown>((at, key) => (isMembers(at) ? at[key] : undefined), document) as Schema;
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNullable = (schema: Schema): boolean => schema.nullable === true || [schema.type].flat().includes('null');

function typeOf(schema: Schema, have: unknown): string {
  const named = [schema.type].flat().find((type) => type !== 'null' && type !== undefined);
  if (named && (have === undefined || (named !== 'object' && named !== 'array'))) return named;
  if (have === undefined) return schema.properties ? 'object' : 'string';
  return Array.isArray(have) ? 'array' : typeof have;
}

function bestOf(choices: Schema[], have: unknown): Schema | undefined {
  return choices.map((choice) => ({ choice, score: fit(choice, have) })).sort((a, b) => b.score - a.score)[0]?.choice;
}

function fit(schema: Schema, have: unknown): number {
  if (have === undefined) return 0;
  if (Array.isArray(have)) return schema.type === 'array' ? 10 : -10;
  if (!isMembers(have)) return [schema.type].flat().includes(typeof have) ? 10 : 0;
  if (schema.type === 'array') return -100;
  return Object.entries(have).reduce((sum, [name, value]) => sum + fitMember(schema.properties?.[name], value), 0);
}

function fitMember(member: Schema | undefined, value: unknown): number {
  if (!member) return 0;
  return member.enum && !member.enum.includes(value) ? -100 : 1;
}

function dullest(schema: Schema, type: string, url: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.find((value) => value !== null);
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  const formats: Record<string, string> = {
    'date-time': '2026-01-01T00:00:00Z',
    date: '2026-01-01',
    uri: url,
    email: 'nobody@localhost.example',
  };
  return formats[schema.format ?? ''] ?? 'x'.repeat(schema.minLength ?? 0);
}
