import type { Service } from '../model/attribution.ts';
import type { Engagement, Person, Who } from '../model/person.ts';

/**
 * What the roster says of accounts that are no single human: those of type `service`, held
 * by their sponsor, and those that several entries name, shared by these.
 */
export function services(
  roster: readonly Engagement[],
  find: (who: Who) => Person | undefined,
): ReadonlyMap<number, Service> {
  const entries = roster.flatMap((entry) => {
    const person = find(entry.who);
    return person === undefined ? [] : [{ entry, person }];
  });
  const accounts = Map.groupBy(entries, ({ person }) => person.id);
  return new Map(
    [...accounts].flatMap(([id, named]) => {
      const names = named.map(({ entry }) => (entry.type === 'service' ? holderOf(entry, find) : entry.who.name));
      const distinct = new Map(
        names.flatMap((name) => (name ? [[name.trim().toLowerCase(), name.trim()] as const] : [])),
      );
      const holders = [...distinct.values()].toSorted();
      const service = named.some(({ entry }) => entry.type === 'service');
      // The same person may come back under a second engagement: only other names make it shared.
      return service || holders.length > 1 ? [[id, { holders }] as const] : [];
    }),
  );
}

/** An address is told as the login that it leads to: by that people are known where they decide. */
function holderOf({ sponsor }: Engagement, find: (who: Who) => Person | undefined): string | undefined {
  const email = sponsor?.trim();
  const person = email !== undefined && /^[^@]+@/.test(email) ? find({ email }) : undefined;
  return person?.login ?? sponsor;
}
