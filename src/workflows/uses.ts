import type { UseMap, UseRisk } from '../model/use.ts';
import { kept, type ReadUse } from './read-use.ts';
import { risksOf } from './risks.ts';
import type { ReadMap } from './use-map.ts';

/**
 * What is kept of a reading: uses without scripts, and what a person should change.
 * `secrets`: values that no text may show.
 */
export function keptUses(
  { uses, unread }: Omit<ReadMap, 'missing'>,
  secrets: readonly string[],
): UseMap & { readonly risks: readonly UseRisk[] } {
  const hide = hiding(secrets);
  // People write secrets into the names of steps as well. Hidden before anything is cut: half
  // of one is not known again.
  const safe = secrets.length === 0 ? uses : uses.map((use) => withoutSecrets(use, hide));
  return { uses: safe.map(kept), unread: unread.map((each) => hidden(each, hide)), risks: risksOf(safe) };
}

/** The script is looked at and not kept, so it stays as it is. */
function withoutSecrets({ script, ...use }: ReadUse, hide: (text: string) => string): ReadUse {
  return { ...hidden(use, hide), ...(script === undefined ? {} : { script }) };
}

const HIDDEN = '(a secret)';

/** One long name may stand in thousands of uses: it is changed once. */
function hiding(secrets: readonly string[]): (text: string) => string {
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  const done = new Map<string, string>();
  return (text) => {
    const before = done.get(text);
    if (before !== undefined) return before;
    const safe = longestFirst.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
    done.set(text, safe);
    return safe;
  };
}

/** The same value with every text in it changed. */
function hidden<T>(value: T, hide: (text: string) => string): T;
function hidden(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((each) => hidden(each, hide));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hidden(each, hide)]));
}
