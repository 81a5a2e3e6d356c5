import { fill, quoted, tokensOf } from './expression.ts';
import { asList, asRecord, textsIn } from './yaml.ts';

/** What `matrix.<name>` can be in one run of a job. */
type Combination = ReadonlyMap<string, string>;

/** The runs of a job; one without names when it has no matrix, or one that is computed. */
export type Matrix = readonly Combination[];

export const NO_MATRIX: Matrix = [new Map()];

/** GitHub runs no more than this many jobs of one matrix. */
const MOST = 256;

/** With two values each, eight reach it. */
const MOST_AXES = 50;

/** What is added to runs is added so many times at most; behind that each addition stands as a run of its own. */
const MOST_ADDED = 20_000;

/**
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix.
 * Exclusions are not applied: too many runs are better than too few.
 */
export function matrixOf(strategy: unknown): Matrix {
  const { include, exclude: _, ...axes } = asRecord(asRecord(strategy)['matrix']);
  let all: Combination[] = [new Map()];
  let isWhole = Object.keys(axes).length <= MOST_AXES;
  for (const [name, values] of Object.entries(axes).slice(0, MOST_AXES)) {
    const listed = asList(values);
    const known = listed.filter(isKnown).slice(0, MOST);
    const isOpen = known.length < listed.length;
    isWhole &&= known.length > 0 && !isOpen && all.length * known.length <= MOST;
    if (known.length === 0) continue;
    all = all
      .flatMap((one) => [
        ...(isOpen ? [one] : []),
        ...known.map((value) => new Map([...one, [name.toUpperCase(), String(value)]])),
      ])
      .slice(0, MOST);
  }
  const said = include === undefined || Array.isArray(include) ? asList(include).slice(0, MOST) : [include];
  const included = said.map(combination);
  if (included.length === 0) return all;
  if (Object.keys(axes).length === 0) return included;
  isWhole &&= !said.some(isComputed);
  const added = included.reduce((sum, { size }) => sum + size, 0) * all.length;
  return (isWhole && added <= MOST_ADDED ? extended(all, included) : [...included, ...all]).slice(0, MOST);
}

function combination(fields: unknown): Combination {
  const named = Object.entries(asRecord(fields))
    .slice(0, MOST_AXES)
    .filter(([, value]) => isKnown(value));
  return new Map(named.map(([name, value]) => [name.toUpperCase(), String(value)]));
}

/**
 * What is included is added to every run of which it changes no value of the axes; what fits none is a run of its own.
 */
function extended(runs: readonly Combination[], included: readonly Combination[]): Matrix {
  const fits = (addition: Combination, run: Combination) =>
    [...addition].every(([name, value]) => (run.get(name) ?? value) === value);
  const longer = runs.map(
    (run) => new Map([run, ...included.filter((each) => fits(each, run))].flatMap((each) => [...each])),
  );
  return [...longer, ...included.filter((each) => !runs.some((run) => fits(each, run)))];
}

/** All that a text can be over the runs; undefined when something in it is known at run time only. */
export function valuesOf(text: string, matrix: Matrix): readonly string[] | undefined {
  return distinct(matrix.map((run) => fill(text, (expression) => evaluate(tokensOf(expression), run))));
}

/** The same for the tokens between the brackets of `secrets[...]`. */
export function namesOf(tokens: readonly string[], matrix: Matrix): readonly string[] | undefined {
  return distinct(matrix.map((run) => evaluate(tokens, run)));
}

/** Strings, `matrix.<name>` and `format(...)` of them: what people compute names with. */
function evaluate(tokens: readonly string[], run: Combination): string | undefined {
  const [first = '', second, third = '', ...more] = tokens;
  if (tokens.length === 1) return quoted(first);
  if (first.toLowerCase() === 'matrix' && second === '.' && more.length === 0) return run.get(third.toUpperCase());
  if (first.toLowerCase() !== 'format' || second !== '(' || tokens.at(-1) !== ')') return undefined;
  const [template, ...values] = split(tokens.slice(2, -1)).map((part) => evaluate(part, run));
  if (template === undefined || values.includes(undefined)) return undefined;
  return template.replaceAll(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? '');
}

function split(tokens: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const token of tokens) {
    if (token === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function distinct(values: readonly (string | undefined)[]): readonly string[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? [...new Set(known)] : undefined;
}

/** Runs, or a value of one, that only the run knows. */
function isComputed(said: unknown): boolean {
  return textsIn(said).some((text) => text.includes('${{'));
}

function isKnown(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && !isComputed(value);
}
