import { ANY_NAME, type Use, type Used } from '../model/use.ts';
import { type Reference, referencesIn } from './expression.ts';
import { type Matrix, namesOf } from './matrix.ts';
import { asRecord } from './yaml.ts';

/** What a text takes, and what is not as the job at hand would have it. */
export interface Taken extends Used, Pick<Use, 'fromEnvironment'> {
  /** Its caller took it, outside of the environment that this job has. */
  readonly passed?: true;
}

/** Names as they are known here -> what they hold. */
export type Bound = ReadonlyMap<string, readonly Taken[]>;

/**
 * What a name means at one place: a called workflow and a local action know secrets by the
 * names that their caller gives them.
 */
export interface Frame {
  /** Undefined: the names of the store itself. */
  readonly secrets?: Bound;
  /** That the job is in. */
  readonly environment?: string;
  readonly inputs: Bound;
  /** Environment variables in force. */
  readonly env: Bound;
  readonly matrix: Matrix;
}

/** The secrets and variables of the stores that a text takes, directly or by way of what the caller gave. */
export function taken(text: string, frame: Frame): readonly Taken[] {
  return distinct(referencesIn(text).flatMap((reference) => meaning(reference, frame)));
}

/** What each entry of an `env:`, `with:` or `secrets:` takes; entries that take nothing are left out. */
export function bind(entries: unknown, frame: Frame): Bound {
  const bound = Object.entries(asRecord(entries)).map(
    ([name, value]) => [name.toUpperCase(), typeof value === 'string' ? taken(value, frame) : []] as const,
  );
  return new Map(bound.filter(([, used]) => used.length > 0));
}

/** The same frame with more environment variables; a variable that is set anew holds nothing of before. */
export function withEnv(frame: Frame, entries: unknown): Frame {
  const names = new Set(Object.keys(asRecord(entries)).map((name) => name.toUpperCase()));
  const kept = [...frame.env].filter(([name]) => !names.has(name));
  return { ...frame, env: new Map([...kept, ...bind(entries, frame)]) };
}

export function meaning(reference: Reference, frame: Frame): readonly Taken[] {
  switch (reference.context) {
    case 'secrets':
      return namesIn(reference, frame).flatMap((name) => secret(name, frame));
    case 'vars':
      return namesIn(reference, frame).map((name) => ({ what: 'variable', name }));
    case 'inputs':
      return held(frame.inputs, reference.name);
    case 'env':
      return held(frame.env, reference.name);
    default:
      return [];
  }
}

function namesIn({ name, computed }: Reference, { matrix }: Frame): readonly string[] {
  if (computed === undefined) return [name];
  return namesOf(computed, matrix)?.map((each) => each.toUpperCase()) ?? [ANY_NAME];
}

/**
 * `GITHUB_TOKEN` is in no store: GitHub makes one for each job, and it dies with it. In a
 * called job that has an environment, what this stores goes before what the caller passed
 * (https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows); where
 * nothing was passed it is empty, says https://github.com/actions/runner/issues/4453.
 */
function secret(name: string, { secrets, environment }: Frame): readonly Taken[] {
  if (name === 'GITHUB_TOKEN') return [];
  if (secrets === undefined) return [{ what: 'secret', name }];
  const passed = held(secrets, name);
  if (environment === undefined) return passed;
  return [...passed, { what: 'secret', name, fromEnvironment: passed.length > 0 ? 'surely' : 'perhaps' }];
}

function held(bound: Bound, name: string): readonly Taken[] {
  return name === ANY_NAME ? [...bound.values()].flat() : (bound.get(name) ?? []);
}

function distinct(all: readonly Taken[]): readonly Taken[] {
  const keyOf = ({ what, name, fromEnvironment, passed }: Taken) => `${what} ${name} ${fromEnvironment} ${passed}`;
  return [...new Map(all.map((used) => [keyOf(used), used])).values()];
}

/** What a caller gives: it is the caller's, whatever environment the called job is in. */
export function passed(bound: Bound): Bound {
  return new Map([...bound].map(([name, all]) => [name, all.map((each) => ({ ...each, passed: true as const }))]));
}
