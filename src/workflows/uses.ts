import type { UseMap, UseRisk } from '../model/use.ts';
import { kept } from './read-use.ts';
import { risksOf } from './risks.ts';
import type { ReadMap } from './use-map.ts';

/** What is kept of a reading: uses without scripts, and what a person should change. `secrets`: values that no text may show. */
export function keptUses(
  { uses, unread }: Omit<ReadMap, 'missing'>,
  secrets: readonly string[],
): UseMap & { readonly risks: readonly UseRisk[] } {
  const whole = { uses: uses.map(kept), unread, risks: risksOf(uses) };
  if (secrets.length === 0) return whole;
  // People write secrets into the names of steps as well.
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  const hide = (text: string) => longestFirst.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
  return {
    uses: whole.uses.map((use) => hidden(use, hide)),
    unread: whole.unread.map((each) => hidden(each, hide)),
    risks: whole.risks.map((risk) => hidden(risk, hide)),
  };
}

const HIDDEN = '(a secret)';

/** The same value with every text in it changed. */
function hidden<T>(value: T, hide: (text: string) => string): T;
function hidden(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((each) => hidden(each, hide));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hidden(each, hide)]));
}
