import { makers } from '../../src/attribute/attribute.ts';
import { candidates } from '../../src/attribute/candidates.ts';
import { TRUST, type Trust, trustIn } from '../../src/attribute/trust.ts';
import { oddsOf, type Rival } from '../../src/attribute/weigh.ts';
import type { Question } from './gather.ts';
import { means } from './score.ts';

/** A kind that is seen less often keeps the number of its strength. */
const ENOUGH = 40;
const MOST = 0.99;

/** Never alone, so that its own number cannot be told from `beside`. */
const FIXED: ReadonlySet<string> = new Set(['commit-co-author claimed']);

interface Lesson {
  readonly rivals: readonly Rival[];
  /** Place of the true maker among the rivals; -1 when nobody there made it. */
  readonly truth: number;
}

/** Stands for `beside` among the keys. */
const BESIDE = 'beside';

/**
 * The numbers under which what truly happened is most likely, found one after the other until none can be made better.
 */
export function fitTrust(questions: readonly Question[]): Trust {
  const lessons = questions.flatMap(lesson);
  const seen = Map.groupBy(
    lessons.flatMap((each) => each.rivals.flatMap((rival) => keysOf(rival).map((key) => ({ key, each })))),
    ({ key }) => key,
  );
  const keys = [...seen]
    .filter(([key, uses]) => uses.length >= ENOUGH && !FIXED.has(key))
    .map(([key]) => key)
    .toSorted();
  const found = new Map(keys.map((key) => [key, key === BESIDE ? TRUST.beside : trustIn(TRUST, key)]));
  for (let step = 1; step > 0.02; step *= 0.7) {
    for (const key of keys) {
      const touched = [...new Set((seen.get(key) ?? []).map(({ each }) => each))];
      const now = found.get(key) ?? 0.5;
      const tries = [now, moved(now, step), moved(now, -step)].map((value) => {
        found.set(key, value);
        return { value, loss: loss(touched, trustOf(found)) + prior(value) };
      });
      found.set(key, tries.reduce((a, b) => (b.loss < a.loss ? b : a)).value);
    }
  }
  return trustOf(new Map([...found].map(([key, value]) => [key, Math.round(value * 100) / 100])));
}

function trustOf(found: ReadonlyMap<string, number>): Trust {
  const { [BESIDE]: beside = TRUST.beside, ...kinds } = Object.fromEntries(found);
  return { strengths: TRUST.strengths, kinds, beside };
}

function keysOf({ support, beside }: Rival): readonly string[] {
  return [...support.map(({ key }) => key), ...(beside ? [BESIDE] : [])];
}

function lesson({ evidence, people, maker }: Question): Lesson[] {
  const rivals = makers(candidates(evidence, people));
  if (rivals.length === 0) return [];
  return [{ rivals, truth: rivals.findIndex((each) => maker !== undefined && means(each, maker)) }];
}

function loss(lessons: readonly Lesson[], trust: Trust): number {
  return lessons.reduce((sum, { rivals, truth }) => {
    const all = oddsOf(rivals, trust);
    const own = truth < 0 ? 1 : (all[truth] ?? 0);
    return sum - Math.log(Math.max(1e-9, own / (1 + all.reduce((total, each) => total + each, 0))));
  }, 0);
}

/** Half an example for and against, so that a short run of luck is no certainty. */
function prior(value: number): number {
  return -(Math.log(value) + Math.log(1 - value)) / 2;
}

function moved(value: number, by: number): number {
  const logit = Math.log(value / (1 - value)) + by;
  return Math.min(MOST, Math.max(0.02, 1 / (1 + Math.exp(-logit))));
}
