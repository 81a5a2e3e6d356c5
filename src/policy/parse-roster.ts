import { z } from 'zod';
import { type Engagement, withoutAt } from '../model/person.ts';
import type { PolicyProblem } from '../model/policy.ts';
import { Day } from '../model/upkeep-settings.ts';
import { problemsOf, readYaml } from './yaml.ts';

const Entry = z
  .strictObject({
    login: z.string().overwrite(withoutAt).min(1).optional(),
    id: z.int().positive().optional(),
    email: z.email().toLowerCase().optional(),
    name: z.string().optional(),
    type: z.enum(['employee', 'contractor', 'vendor', 'service']),
    vendor: z.string().min(1).optional(),
    sponsor: z.string().min(1).optional(),
    start: Day.optional(),
    end: Day.optional(),
  })
  .refine(({ login, id, email }) => (login ?? id ?? email) !== undefined, 'name the person: login, id or email')
  .refine(({ start, end }) => start === undefined || end === undefined || start <= end, 'ends before it starts');

export interface Roster {
  readonly people: readonly RosterEntry[];
  readonly problems: readonly PolicyProblem[];
  /** Nothing of it can be read, which does not say that nobody is in it. */
  readonly unread?: true;
}

export interface RosterEntry extends Engagement {
  /** Line of the entry in the file, from 1. */
  readonly line: number;
}

const People = z.object({ people: z.array(z.unknown()) });

/**
 * Reads `people.yml`. A wrong entry becomes a problem with its line; the others count all
 * the same, so one typo hides nobody.
 */
export function parseRoster(text: string, file: string): Roster {
  const { value, problems: broken, lineOf } = readYaml(text, file);
  if (broken.length > 0) return { people: [], problems: broken, unread: true };
  const list = People.safeParse(value);
  if (!list.success) {
    const says = 'a roster begins with `people:` and a list of entries';
    return { people: [], problems: [{ file, line: 1, says }], unread: true };
  }
  const people: RosterEntry[] = [];
  const problems: PolicyProblem[] = [];
  for (const [index, raw] of list.data.people.entries()) {
    const path = ['people', index];
    const entry = Entry.safeParse(raw);
    if (entry.success) people.push({ ...engagement(entry.data), line: lineOf(path) });
    else problems.push(...problemsOf(entry.error, file, lineOf, path));
  }
  return { people, problems: [...problems, ...sharedNames(people, file)] };
}

/**
 * A name that stands in two lines: which of the two ends is a guess, and an address of two
 * people ties commits to neither.
 */
function sharedNames(people: readonly RosterEntry[], file: string): PolicyProblem[] {
  const first = new Map<string, number>();
  return people.flatMap(({ who, line }) => {
    const { id, login, email } = who;
    const names = [
      ...(id === undefined ? [] : [`id ${id}`]),
      ...(login === undefined ? [] : [`login ${login.toLowerCase()}`]),
      ...(email === undefined ? [] : [`email ${email}`]),
    ];
    const taken = names.filter((name) => first.has(name));
    for (const name of names) if (!first.has(name)) first.set(name, line);
    return taken.map((name) => ({ file, line, says: `line ${first.get(name)} has the same ${name}` }));
  });
}

function engagement({ login, id, email, name, ...rest }: z.infer<typeof Entry>): Engagement {
  return defined({ who: defined({ id, login, email, name }), ...rest }) as Engagement;
}

/** Without the members that are undefined, as `exactOptionalPropertyTypes` wants it. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
