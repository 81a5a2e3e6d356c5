import type { Gap } from '../model/coverage.ts';
import { type GitHub, NotVisible } from './github.ts';

interface Reading {
  readonly route: string;
  readonly environment: string | undefined;
  all: number;
  odd: number;
  /** Of the first that could not be read. */
  why: string;
}

export interface Sparing {
  readonly github: GitHub;
  /** What could not be read of the lists so far, of one environment or of the place itself. */
  unread(environment?: string): Gap | undefined;
}

/**
 * The same door, where one odd item of a list hides no other: what can be read is given. Whoever
 * looks through it asks what could not be read, and takes nothing for gone where that is anything.
 */
export function sparing(github: GitHub): Sparing {
  const partly = new Map<string, Reading>();
  const pages: GitHub['pages'] = async function* (route, parameters, schema) {
    const environment = parameters['environment_name'];
    const place = typeof environment === 'string' ? environment : undefined;
    const reading: Reading = { route, environment: place, all: 0, odd: 0, why: '' };
    const key = `${route} ${JSON.stringify(parameters)}`;
    const note = (why: string) => {
      if (reading.odd === 0) reading.why = why;
      reading.all += 1;
      reading.odd += 1;
      // A list may be read twice: what either reading could not read is not known.
      if (reading.odd > (partly.get(key)?.odd ?? 0)) partly.set(key, reading);
    };
    for await (const item of github.pages(route, parameters, schema, note)) {
      reading.all += 1;
      yield item;
    }
  };
  const unread = (environment?: string): Gap | undefined => {
    const here = [...partly.values()].filter((each) => each.environment === environment);
    return here.length === 0 ? undefined : { why: 'absent', says: here.map(sayUnread).join('; ') };
  };
  return { github: { ...github, pages }, unread };
}

/** What was read is kept; what was not is told as not visible. */
export function mustBeWhole(unread: Gap | undefined): void {
  if (unread !== undefined) throw new NotVisible(unread);
}

function sayUnread({ route, all, odd, why }: Reading): string {
  const [first, what] = odd === 1 ? ['', 'what it is'] : ['the first: ', 'what they are'];
  return `${odd} of ${all} that GitHub lists (${route}) cannot be read (${first}${why}): ${what} is not known, and nothing of that list counts as gone. Please report it to Handback`;
}
