/** Asks when somebody first wants to know, and answers from memory after that. */
export function once<T>(ask: () => T): () => T {
  let known: { readonly answer: T } | undefined;
  return () => {
    known ??= { answer: ask() };
    return known.answer;
  };
}

/** The same of many questions, each by a name of its own. */
export type OnceEach = <T>(name: string, ask: () => T) => T;

export function onceEach(): OnceEach {
  const known = new Map<string, unknown>();
  return <T>(name: string, ask: () => T) => {
    if (!known.has(name)) known.set(name, ask());
    return known.get(name) as T;
  };
}
