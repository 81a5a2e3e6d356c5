import { ANY_NAME, type Called, type Use, type UseMap } from '../model/use.ts';
import { called } from './called.ts';
import { bind, type Frame, meaning, withEnv } from './frame.ts';
import { matrixOf, NO_MATRIX, valuesOf } from './matrix.ts';
import { handedTo, type Place, stepsUse } from './steps.ts';
import { asList, asRecord, asText, readYaml } from './yaml.ts';

export interface WorkflowFile {
  readonly path: string;
  readonly text: string;
}

/** GitHub follows no more levels of reusable workflows. */
const DEEPEST = 10;

type Files = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/**
 * Which workflow, job, environment and action uses which secret and variable. `files`: everything below `.github/workflows`, and every
 * `action.yml` of the repository. `owner`: the organisation whose own actions are not foreign.
 */
export function useMap(files: readonly WorkflowFile[], owner: string): UseMap {
  const read = files.map(({ path, text }) => ({ path, ...readYaml(text) }));
  const contents: Files = new Map(read.flatMap((each) => ('content' in each ? [[each.path, each.content]] : [])));
  const unread = read.flatMap((each) => ('why' in each ? [{ path: each.path, why: each.why }] : []));
  const workflows = [...contents].filter(([path]) => isWorkflow(path));
  const callees = new Set(workflows.flatMap(([, content]) => localCalls(content)));
  // What is only called is read where it is called: there its names have a meaning.
  const roots = workflows.filter(([path, { on }]) => !(callees.has(path) && onlyCalled(on)));
  const none: Frame = { inputs: new Map(), env: new Map(), matrix: NO_MATRIX };
  const uses = roots.flatMap(([path, content]) =>
    workflowUses({ files: contents, owner, path, through: [] }, content, none),
  );
  return { uses, unread };
}

interface At {
  readonly files: Files;
  readonly owner: string;
  readonly path: string;
  readonly through: readonly string[];
}

function workflowUses(at: At, content: Readonly<Record<string, unknown>>, outer: Frame): readonly Use[] {
  const frame = withEnv({ ...outer, env: new Map() }, content['env']);
  return Object.entries(asRecord(content['jobs'])).flatMap(([name, job]) => jobUses(at, name, asRecord(job), frame));
}

function jobUses(at: At, name: string, job: Readonly<Record<string, unknown>>, outer: Frame): readonly Use[] {
  const runs = { ...outer, matrix: matrixOf(job['strategy']) };
  return environmentsOf(job['environment'], runs).flatMap((environment) => {
    const frame = withEnv(environment.frame, job['env']);
    const named = environment.name === undefined ? {} : { environment: environment.name };
    const place: Place = { workflow: at.path, through: at.through, job: name, ...named };
    const calls = asText(job['uses']);
    return [
      ...handedTo(place, { kind: 'job' }, 'setting', settingsOf(job), frame),
      ...(calls === undefined ? [] : callUses(at, place, called(calls, at.owner), job, frame)),
      ...stepsUse({ place, owner: at.owner, files: at.files, depth: 0 }, asList(job['steps']), frame),
    ];
  });
}

/** A workflow of the same repository is followed with the names that it gets; any other one is where the trail ends. */
function callUses(
  at: At,
  place: Place,
  target: Called,
  job: Readonly<Record<string, unknown>>,
  frame: Frame,
): readonly Use[] {
  const inherits = job['secrets'] === 'inherit';
  const path = target.text.replace(/^\.\//, '');
  const content = target.repository === undefined ? at.files.get(path) : undefined;
  if (content === undefined || at.through.length >= DEEPEST || at.through.includes(path))
    return handedOver(place, target, job['secrets'], frame);
  const inner: Frame = {
    ...(inherits
      ? frame.secrets === undefined
        ? {}
        : { secrets: frame.secrets }
      : { secrets: bind(job['secrets'], frame) }),
    inputs: bind(job['with'], frame),
    env: new Map(),
    matrix: NO_MATRIX,
  };
  const found = workflowUses({ ...at, through: [...at.through, path] }, content, inner);
  return found.map((use) => ({ ...use, job: `${place.job} / ${use.job}` }));
}

function handedOver(place: Place, target: Called, secrets: unknown, frame: Frame): readonly Use[] {
  const [receiver, how] = [{ kind: 'workflow', called: target }, 'secret of a called workflow'] as const;
  if (secrets !== 'inherit') return handedTo(place, receiver, how, secrets, frame);
  return meaning({ context: 'secrets', name: ANY_NAME }, frame).map((used) => ({ ...place, ...used, receiver, how }));
}

/** Credentials of containers and services, conditions, outputs: all that is not read in its own way. */
function settingsOf(job: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const apart = new Set(['steps', 'env', 'environment', 'strategy', 'secrets', 'with', 'uses']);
  return Object.fromEntries(Object.entries(job).filter(([key]) => !apart.has(key)));
}

/** The environments that the runs of a job are in, each with its runs; `*` for a name that is computed. */
function environmentsOf(
  environment: unknown,
  frame: Frame,
): readonly { readonly name?: string; readonly frame: Frame }[] {
  const text = asText(environment) ?? asText(asRecord(environment)['name']);
  if (text === undefined || text === '') return [{ frame }];
  const byName = Map.groupBy(frame.matrix, (run) => valuesOf(text, [run])?.[0] ?? ANY_NAME);
  return [...byName].map(([name, runs]) => ({ name, frame: { ...frame, matrix: runs } }));
}

function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

function localCalls(content: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(asRecord(content['jobs'])).flatMap((job) => {
    const uses = asText(asRecord(job)['uses']);
    return uses?.startsWith('./') ? [uses.slice(2)] : [];
  });
}

function onlyCalled(on: unknown): boolean {
  const names = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(asRecord(on));
  return names.length === 1 && names[0] === 'workflow_call';
}
