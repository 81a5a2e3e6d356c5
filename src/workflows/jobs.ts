import { ANY_NAME, type Called } from '../model/use.ts';
import { affordable, spend } from './budget.ts';
import { called, elsewhere, originOf } from './called.ts';
import { condition } from './expression.ts';
import { bind, type Frame, meaning, passed, withEnv } from './frame.ts';
import { matrixOf, NO_MATRIX, valuesOf } from './matrix.ts';
import type { ReadUse } from './read-use.ts';
import { fileKey, handedTo, type Place, placed, type Reading, stepsUse } from './steps.ts';
import { asList, asRecord, asText, without } from './yaml.ts';

type Fields = Readonly<Record<string, unknown>>;

/** GitHub follows no more levels of reusable workflows. */
const DEEPEST = 10;

/** A longer name of an environment counts as computed. */
const LONGEST_NAME = 1000;

interface At {
  readonly reading: Reading;
  readonly path: string;
  readonly through: readonly string[];
  /** Where the file at hand is from; empty for the repository itself. */
  readonly origin: string;
  /**
   * Of the environment variables of all its jobs those that name secrets: which these are
   * depends on the environment of each job.
   */
  readonly secretEnv?: { readonly entries: Fields; readonly length: number };
}

/** What the jobs of one workflow hand on, and those of the workflows that it calls. */
export function workflowUses(at: At, { jobs, env, ...settings }: Fields, outer: Frame): readonly ReadUse[] {
  const frame = withEnv({ ...outer, env: new Map() }, env);
  const here = { ...at, secretEnv: secretsAmong(env) };
  const everyJob: Place = { workflow: at.path, through: at.through, job: EVERY_JOB };
  return [
    ...affordable(at.reading.budget, handedTo(everyJob, { kind: 'job' }, 'setting', settings, frame)),
    ...Object.entries(asRecord(jobs)).flatMap(([name, job]) => jobUses(here, name, asRecord(job), frame)),
  ];
}

function secretsAmong(env: unknown): NonNullable<At['secretEnv']> {
  const named = Object.entries(asRecord(env)).filter(([, value]) => /secrets/i.test(asText(value) ?? ''));
  return { entries: Object.fromEntries(named), length: JSON.stringify(named).length };
}

/** What the whole workflow waits for. */
const EVERY_JOB = '*';

function jobUses(at: At, name: string, job: Fields, outer: Frame): readonly ReadUse[] {
  const runs = { ...outer, matrix: matrixOf(job['strategy']) };
  // Before it is known which runs there are, and in which environment.
  const before = { strategy: job['strategy'], if: condition(job['if']) };
  const place: Place = { workflow: at.path, through: at.through, job: name };
  const known = affordable(at.reading.budget, handedTo(place, { kind: 'job' }, 'setting', before, outer));
  return [
    ...known,
    ...environmentsOf(job['environment'], runs).flatMap((environment) => {
      // A workflow that is not called takes all secrets from where its job is.
      const again = environment.name === undefined || outer.secrets === undefined ? undefined : at.secretEnv;
      // Read anew for each job, so its length counts.
      const size = outer.env.size + ((again?.length ?? 0) >> 6);
      if (!spend(at.reading.budget, size + runs.matrix.length)) return [];
      const named = environment.name === undefined ? {} : { environment: environment.name };
      const frame = withEnv(withEnv({ ...environment.frame, ...named }, again?.entries), job['env']);
      const inside = { ...place, ...named };
      const calls = asText(job['uses']);
      return [
        ...affordable(at.reading.budget, handedTo(inside, { kind: 'job' }, 'setting', without(job, READ_APART), frame)),
        ...(calls === undefined ? [] : callUses(at, inside, called(calls, at.reading.owner), job, frame)),
        ...stepsUse({ place: inside, reading: at.reading, depth: 0 }, asList(job['steps']), frame),
      ];
    }),
  ];
}

/** A workflow of the organisation is followed with the names that it gets; any other one is where the trail ends. */
function callUses(at: At, place: Place, target: Called, job: Fields, frame: Frame): readonly ReadUse[] {
  const inherits = job['secrets'] === 'inherit';
  const { key, origin } = calledFile(at, target);
  const content = key === undefined ? undefined : at.reading.files.get(key);
  if (key === undefined || content === undefined)
    return affordable(at.reading.budget, [...handedOver(place, target, job, frame), ...outOfSight(place, target)]);
  if (at.through.length >= DEEPEST || at.through.includes(key))
    return affordable(at.reading.budget, handedOver(place, target, job, frame));
  const inner: Frame = {
    ...(inherits
      ? frame.secrets === undefined
        ? {}
        : { secrets: frame.secrets }
      : { secrets: passed(bind(job['secrets'], frame)) }),
    inputs: passed(bind(job['with'], frame)),
    env: new Map(),
    matrix: NO_MATRIX,
  };
  const found = workflowUses({ ...at, origin, through: [...at.through, key] }, content, inner);
  return found.map((use) => ({ ...use, job: `${place.job} / ${use.job}` }));
}

/** `./path` is of the same repository and commit as the workflow that says it. */
function calledFile({ reading, origin }: At, target: Called): { readonly key?: string; readonly origin: string } {
  if (target.repository === undefined) return { key: fileKey(target.text.replace(/^\.\//, ''), origin), origin };
  const there = elsewhere(target, reading.owner);
  if (there === undefined) return { origin };
  const key = fileKey(there.path, originOf(there));
  if (!reading.files.has(key)) reading.missing.add(there.text);
  return { key, origin: originOf(there) };
}

function handedOver(place: Place, target: Called, job: Fields, frame: Frame): readonly ReadUse[] {
  const [receiver, how] = [{ kind: 'workflow', called: target }, 'secret of a called workflow'] as const;
  const inputs = handedTo(place, receiver, 'input', job['with'], frame);
  const { secrets } = job;
  if (secrets !== 'inherit') return [...inputs, ...handedTo(place, receiver, how, secrets, frame)];
  const all = meaning({ context: 'secrets', name: ANY_NAME }, frame);
  return [...inputs, ...all.map((used) => ({ ...placed(place, used), receiver, how }))];
}

/**
 * Its jobs may be in any environment of the repository that calls, and variables are
 * everybody’s: nobody has to pass them.
 */
function outOfSight(place: Place, target: Called): readonly ReadUse[] {
  const unseen = {
    ...place,
    environment: ANY_NAME,
    name: ANY_NAME,
    receiver: { kind: 'workflow', called: target },
  } as const;
  return [
    { ...unseen, what: 'secret', how: 'secret of a called workflow', fromEnvironment: 'perhaps' },
    { ...unseen, what: 'variable', how: 'setting' },
  ];
}

/**
 * What of a job is read in its own way; credentials of containers and services, outputs,
 * the machine and all else are settings.
 */
const READ_APART = new Set(['steps', 'env', 'strategy', 'if', 'secrets', 'with', 'uses']);

/** The environments that the runs of a job are in, each with its runs; `*` for a name that is computed. */
function environmentsOf(
  environment: unknown,
  frame: Frame,
): readonly { readonly name?: string; readonly frame: Frame }[] {
  const text = asText(environment) ?? asText(asRecord(environment)['name']);
  if (text === undefined || text === '') return [{ frame }];
  if (text.length > LONGEST_NAME) return [{ name: ANY_NAME, frame }];
  const byName = Map.groupBy(frame.matrix, (run) => valuesOf(text, [run])?.[0] ?? ANY_NAME);
  return [...byName].map(([name, runs]) => ({ name, frame: { ...frame, matrix: runs } }));
}
