import type { GitHub } from './github.ts';

/**
 * The same door for one short piece of work: what was read in it is not asked again, so
 * that a hundred findings of one push cost what one costs. Writes and proofs always go out.
 */
export function remembering(github: GitHub): GitHub {
  const known = new Map<unknown, Map<string, unknown>>();
  // Answers are kept by schema too: the same route read for another purpose has another shape.
  const once = <A>(schema: unknown, question: string, ask: () => A): A => {
    const answers = known.get(schema) ?? new Map<string, unknown>();
    known.set(schema, answers);
    if (!answers.has(question)) answers.set(question, ask());
    return answers.get(question) as A;
  };
  return {
    ...github,
    find: (route, parameters, schema) =>
      once(schema, `${route} ${JSON.stringify(parameters)}`, () => github.find(route, parameters, schema)),
    query: (question, variables, schema) =>
      once(schema, `${question} ${JSON.stringify(variables)}`, () => github.query(question, variables, schema)),
    pages: (route, parameters, schema) =>
      once(schema, `${route} ${JSON.stringify(parameters)}`, () => replayable(github.pages(route, parameters, schema))),
  };
}

/**
 * Pages are still fetched only as far as somebody reads; a failure stays one, and never looks like the end of the list.
 */
function replayable<T>(source: AsyncIterable<T>): AsyncIterable<T> {
  const items: Promise<IteratorResult<T>>[] = [];
  const rest = source[Symbol.asyncIterator]();
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; ; at += 1) {
        items[at] ??= rest.next();
        const next = await items[at];
        if (next === undefined || next.done) return;
        yield next.value;
      }
    },
  };
}
