import type { HeldMachine, Sponsors } from '../model/machine.ts';
import { type Engagement, namesOf, type Person, type Who, withoutAt } from '../model/person.ts';
import type { Directory } from './people.ts';

interface Roster {
  readonly roster: readonly Engagement[];
  /** What it said before. */
  readonly before: Iterable<Sponsors>;
  readonly known: Directory;
}

export type FindMachines = (person: Person) => readonly HeldMachine[];

/**
 * The machine accounts that somebody holds by the word of the roster, or held last: it is handed over
 * when the roster names somebody else who is known, and not when the line or its sponsor is taken out.
 */
export function machinesOf({ roster, before, known }: Roster): FindMachines {
  const named = Map.groupBy([...before], ({ who }) => keyOf(who, known));
  const lines = new Map(roster.filter(isMachine).map((line) => [keyOf(line.who, known), line]));
  const held = [...new Set([...named.keys(), ...lines.keys()])].flatMap((key) => {
    const line = lines.get(key);
    const former = (named.get(key) ?? []).flatMap(({ sponsors }) => sponsors);
    const who = line?.who ?? named.get(key)?.[0]?.who;
    return who === undefined ? [] : holdings({ who, sponsor: line?.sponsor, former }, known);
  });
  const byHolder = Map.groupBy(held, ({ holder }) => holder);
  return ({ id }) => (byHolder.get(id) ?? []).map(({ machine }) => machine);
}

interface Line {
  readonly who: Who;
  readonly sponsor: string | undefined;
  readonly former: readonly string[];
}

interface Holding {
  readonly holder: number;
  readonly machine: HeldMachine;
}

/** Whoever holds it now, and until somebody else who is known does, or just after, whoever held it last. */
function holdings({ who, sponsor, former }: Line, known: Directory): Holding[] {
  const person = known.find(who)?.person;
  const machine = { who, ...(person ? { person } : {}) };
  const now = sponsor === undefined ? undefined : sponsorNamed(sponsor, known);
  const lastHolder = former.flatMap((each) => sponsorNamed(each, known) ?? []).findLast(({ id }) => id !== now?.id);
  const told = sponsor === undefined ? {} : { sponsor };
  const after = { ...machine, now: now === undefined ? ('nobody' as const) : ('somebody' as const), ...told };
  return [
    ...(now === undefined ? [] : [{ holder: now.id, machine: { ...machine, now: 'them' as const } }]),
    ...(lastHolder === undefined ? [] : [{ holder: lastHolder.id, machine: after }]),
  ];
}

/** A login, with or without @, or an address. By a name alone nobody is found. */
function sponsorNamed(sponsor: string, known: Directory): Person | undefined {
  const name = withoutAt(sponsor.trim());
  return known.find(name.includes('@') ? { email: name } : { login: name })?.person;
}

function isMachine({ type }: Engagement): boolean {
  return type === 'service';
}

/** The same account, also when the roster begins to name it otherwise. */
function keyOf(who: Who, known: Directory): string {
  const person = known.find(who)?.person;
  return person === undefined ? (namesOf(who)[0] ?? '') : `id ${person.id}`;
}
