import type { Called, Receiver, Use, Used } from '../model/use.ts';
import { called } from './called.ts';
import { bind, type Frame, taken, withEnv } from './frame.ts';
import { asList, asRecord, asText, textsIn } from './yaml.ts';

export type Place = Pick<Use, 'workflow' | 'through' | 'job' | 'environment' | 'step'>;

interface Surroundings {
  readonly place: Place;
  readonly owner: string;
  readonly files: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** How many local actions lie between the workflow and these steps. */
  readonly depth: number;
}

/** GitHub follows no more levels of composite actions. */
const DEEPEST = 10;

/** What the steps of a job, or of a composite action, hand to actions and scripts. Environment variables reach every step below them. */
export function stepsUse(at: Surroundings, steps: readonly unknown[], outer: Frame): readonly Use[] {
  return steps.flatMap((each, index) => {
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
): readonly Use[] {
  const named = how === 'setting' ? [] : [...bind(part, frame)];
  const texts = how === 'setting' ? textsIn(part).map((text) => taken(text, frame)) : [];
  return [
    ...named.flatMap(([as, used]) => used.map((each) => ({ ...place, ...each, receiver, how, as }))),
    ...texts.flat().map((each) => ({ ...place, ...each, receiver, how })),
  ];
}

function stepUses(at: Surroundings, step: Readonly<Record<string, unknown>>, frame: Frame): readonly Use[] {
  const [uses, script] = [asText(step['uses']), asText(step['run'])];
  const condition = handedTo(at.place, { kind: 'job' }, 'setting', step['if'], frame);
  if (script !== undefined) {
    const receiver: Receiver = { kind: 'script', text: script };
    const inText = taken(script, frame).map((used): Use => ({ ...at.place, ...used, receiver, how: 'script' }));
    return [...condition, ...inText, ...environment(at.place, receiver, frame)];
  }
  if (uses === undefined) return condition;
  return [...condition, ...actionUses(at, called(uses, at.owner), step['with'], frame)];
}

/** A composite action of the same repository is followed; any other action is a receiver. */
function actionUses(at: Surroundings, action: Called, inputs: unknown, frame: Frame): readonly Use[] {
  const folder = action.text.replace(/^\.\//, '').replace(/\/$/, '');
  const files = action.repository === undefined ? [`${folder}/action.yml`, `${folder}/action.yaml`] : [];
  const path = files.find((each) => at.files.has(each));
  const runs = asRecord(path === undefined ? undefined : at.files.get(path)?.['runs']);
  if (path !== undefined && runs['using'] === 'composite' && at.depth < DEEPEST) {
    const place = { ...at.place, through: [...at.place.through, path] };
    // A composite action has no secrets but what its inputs and the environment bring.
    const inner: Frame = { ...frame, secrets: new Map<string, Used[]>(), inputs: bind(inputs, frame) };
    return stepsUse({ ...at, place, depth: at.depth + 1 }, asList(runs['steps']), inner);
  }
  const receiver: Receiver = { kind: 'action', called: action };
  return [...handedTo(at.place, receiver, 'input', inputs, frame), ...environment(at.place, receiver, frame)];
}

function environment(place: Place, receiver: Receiver, { env }: Frame): readonly Use[] {
  return [...env].flatMap(([as, used]) =>
    used.map((each): Use => ({ ...place, ...each, receiver, how: 'environment variable', as })),
  );
}
