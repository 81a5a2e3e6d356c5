// Answers a query from plain objects, and refuses what GitHub's own schema does not have.
import { readFileSync } from 'node:fs';
import type { Selection } from './parse.ts';

interface Described {
  /** `required`: an answer without it is no answer, so what holds it is null as well. */
  fields: Record<string, { type: string; required?: true; args: string[] }>;
  possible?: string[];
}

const schema = JSON.parse(readFileSync(new URL('../description/graphql.json', import.meta.url), 'utf8')) as Record<
  string,
  Described
>;

/** A thing with the fields of its type; a field with arguments, or that takes work, is a function. */
export interface Node {
  type: string;
  fields: Record<string, unknown>;
}

export interface QueryError {
  type?: string;
  path: string[];
  message: string;
}

/** Thrown by a field that the caller may not see: the rest is answered all the same. */
export class Forbidden extends Error {}

export class NotFound extends Error {}

export async function execute(
  node: Node,
  selections: readonly Selection[],
  path: string[],
  errors: QueryError[],
  known = node.type,
): Promise<Record<string, unknown> | null> {
  const answer: Record<string, unknown> = {};
  for (const selection of selections) {
    const { alias, name, on } = selection;
    if (on !== undefined && on !== node.type && !schema[on]?.possible?.includes(node.type)) continue;
    if (name === '__typename') answer[alias] = node.type;
    else {
      answer[alias] = await field(node, on ?? known, selection, [...path, alias], errors);
      if (answer[alias] === null && schema[on ?? known]?.fields[name]?.required) return null;
    }
  }
  return answer;
}

async function field(
  node: Node,
  type: string,
  { name, args, inside }: Selection,
  path: string[],
  errors: QueryError[],
): Promise<unknown> {
  const described = schema[type]?.fields[name];
  const refuse = (message: string, kind?: string): null => {
    errors.push({ ...(kind ? { type: kind } : {}), path, message });
    return null;
  };
  if (described === undefined) return refuse(`Field '${name}' doesn't exist on type '${type}'`);
  const unknown = Object.keys(args).find((arg) => !described.args.includes(arg));
  if (unknown) return refuse(`Field '${name}' doesn't accept argument '${unknown}'`);
  try {
    const made = node.fields[name];
    const value: unknown = typeof made === 'function' ? await made(args) : made;
    return await shown(value, described.type, inside, path, errors);
  } catch (error) {
    if (error instanceof Forbidden) return refuse('Resource not accessible by integration', 'FORBIDDEN');
    if (error instanceof NotFound) return refuse(error.message, 'NOT_FOUND');
    throw error;
  }
}

async function shown(
  value: unknown,
  type: string,
  inside: readonly Selection[],
  path: string[],
  errors: QueryError[],
): Promise<unknown> {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value))
    return Promise.all(value.map((each, at) => shown(each, type, inside, [...path, String(at)], errors)));
  return typeof value === 'object' ? execute(value as Node, inside, path, errors, type) : value;
}
