import type { Called, Receiver, Use } from '../model/use.ts';
import { affordable, type Budget, spend } from './budget.ts';
import { called, elsewhere, originOf } from './called.ts';
import { condition } from './expression.ts';
import { bind, type Frame, type Taken, taken, withEnv } from './frame.ts';
import type { ReadUse } from './read-use.ts';
import { asList, asRecord, asText, textsIn, without } from './yaml.ts';

export type Place = Pick<Use, 'workflow' | 'through' | 'job' | 'environment' | 'step'>;

interface Surroundings {
  readonly place: Place;
  readonly reading: Reading;
  /** How many local actions lie between the workflow and these steps. */
  readonly depth: number;
}

/** What one reading of a repository shares. */
export interface Reading {
  readonly owner: string;
  /** What a file holds, by `fileKey`. */
  readonly files: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly budget: Budget;
  /** What lies in other repositories of the organisation and would have been followed, as `uses:` has it. */
  readonly missing: Set<string>;
}

/** A file of another repository is known by where it is from as well. */
export function fileKey(path: string, origin = ''): string {
  return origin === '' ? path : `${origin}:${path}`;
}

/** GitHub follows no more levels of composite actions. */
const DEEPEST = 10;

/**
 * What the steps of a job, or of a composite action, hand to actions and scripts.
 * Environment variables reach every step below them.
 */
export function stepsUse(at: Surroundings, steps: readonly unknown[], outer: Frame): readonly ReadUse[] {
  return steps.flatMap((each, index) => {
    if (at.reading.budget.left < 0) return [];
    const step = asRecord(each);
    const own = asText(step['name']) ?? asText(step['id']) ?? `step ${index + 1}`;
    const name = at.place.step === undefined ? own : `${at.place.step} / ${own}`;
    return stepUses({ ...at, place: { ...at.place, step: name } }, step, withEnv(outer, step['env']));
  });
}

/** Everything in a part of a workflow that takes a secret, handed to one receiver in one way. */
export function handedTo(
  place: Place,
  receiver: Receiver,
  how: Use['how'],
  part: unknown,
  frame: Frame,
): readonly ReadUse[] {
  const named = how === 'setting' ? [] : [...bind(part, frame)];
  const texts = how === 'setting' ? textsIn(part).map((text) => taken(text, frame)) : [];
  return [
    ...named.flatMap(([as, used]) => used.map((each) => ({ ...placed(place, each), receiver, how, as }))),
    ...texts.flat().map((each) => ({ ...placed(place, each), receiver, how })),
  ];
}

/** What was passed from outside is not taken from the environment that the job is in. */
export function placed(place: Place, { passed, ...used }: Taken) {
  if (passed === undefined) return { ...place, ...used };
  const { environment: _, ...outside } = place;
  return { ...outside, ...used };
}

/** What of a step is read in its own way; the rest are settings. */
const READ_APART = new Set(['run', 'uses', 'with', 'env']);

function stepUses(at: Surroundings, step: Readonly<Record<string, unknown>>, frame: Frame): readonly ReadUse[] {
  const [uses, script] = [asText(step['uses']), asText(step['run'])];
  const length = textsIn(step).reduce((sum, text) => sum + text.length, 0);
  if (!spend(at.reading.budget, frame.env.size + (length * frame.matrix.length) / 1000)) return [];
  const settings = { ...without(step, READ_APART), if: condition(step['if']) };
  const needed = affordable(at.reading.budget, handedTo(at.place, { kind: 'job' }, 'setting', settings, frame));
  if (script !== undefined) {
    const receiver: Receiver = { kind: 'script' };
    const inText = taken(script, frame).map(
      (used): ReadUse => ({ ...placed(at.place, used), receiver, how: 'script' }),
    );
    const got = affordable(
      at.reading.budget,
      [...inText, ...environment(at.place, receiver, frame)],
      script.length / 50,
    );
    return [...needed, ...got.map((use) => ({ ...use, script }))];
  }
  if (uses === undefined) return needed;
  return [...needed, ...actionUses(at, called(uses, at.reading.owner), step['with'], frame)];
}

/** A composite action of the organisation is followed; any other action is a receiver. */
function actionUses(at: Surroundings, action: Called, inputs: unknown, frame: Frame): readonly ReadUse[] {
  const path = actionFile(at.reading, action);
  const runs = asRecord(path === undefined ? undefined : at.reading.files.get(path)?.['runs']);
  if (path !== undefined && runs['using'] === 'composite' && at.depth < DEEPEST) {
    const place = { ...at.place, through: [...at.place.through, path] };
    // A composite action has no secrets but what its inputs and environment variables bring.
    const { environment: _, ...outer } = frame;
    const inner: Frame = { ...outer, secrets: new Map(), inputs: bind(inputs, frame) };
    return stepsUse({ ...at, place, depth: at.depth + 1 }, asList(runs['steps']), inner);
  }
  const receiver: Receiver = { kind: 'action', called: action };
  return affordable(at.reading.budget, [
    ...handedTo(at.place, receiver, 'input', inputs, frame),
    ...environment(at.place, receiver, frame),
  ]);
}

/** `./folder` is of the repository that is checked out, also when an action of another repository says it. */
function actionFile({ files, owner, missing }: Reading, action: Called): string | undefined {
  const there = elsewhere(action, owner);
  if (action.repository !== undefined && there === undefined) return undefined;
  const folder = (there?.path ?? action.text).replace(/^\.\//, '').replace(/\/$/, '');
  const names = ['action.yml', 'action.yaml'].map((name) =>
    folder === '' || folder === '.' ? name : `${folder}/${name}`,
  );
  const found = names.map((name) => fileKey(name, there && originOf(there))).find((key) => files.has(key));
  if (found === undefined && there !== undefined) missing.add(there.text);
  return found;
}

function environment(place: Place, receiver: Receiver, { env }: Frame): readonly ReadUse[] {
  return [...env].flatMap(([as, used]) =>
    used.map((each): ReadUse => ({ ...placed(place, each), receiver, how: 'environment variable', as })),
  );
}
