import type { GitHub } from './github.ts';

/**
 * Lists of one repository that a question about many repositories has answered already, in the
 * words of the routes that it spares: items as these routes give them, without a text of people.
 */
export interface Foretold {
  readonly at: number;
  readonly lists: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * The same door, which gives what is foretold instead of asking; `wasTold` says whether it
 * did. Where nothing is, it asks for everything.
 */
export function foretelling(github: GitHub, foretold: Foretold | undefined): { github: GitHub; wasTold(): boolean } {
  let told = false;
  const pages: GitHub['pages'] = async function* (route, parameters, schema, note) {
    const list = foretold?.lists[route];
    if (list === undefined) return yield* github.pages(route, parameters, schema, note);
    told = true;
    for (const item of list) yield schema.parse(item);
  };
  return { github: { ...github, pages }, wasTold: () => told };
}
