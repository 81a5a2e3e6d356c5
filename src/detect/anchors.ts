import { ASSIGNS } from './assignment.ts';
import { DEFAULT_REACH, type Rule } from './rule.ts';
import { type Spelling, spellings } from './wrapped.ts';

export interface CompiledRule {
  readonly rule: Rule;
  readonly order: number;
  /** What must match one behind the other; the last has the secret. */
  readonly parts: readonly RegExp[];
  /**
   * The last of them, which also tells where its groups are: slow, so it is only asked where
   * the value stands twice in a match.
   */
  readonly locating: RegExp;
  readonly surer?: { readonly name: RegExp; readonly value: RegExp };
  readonly lead: number;
  readonly reach: number;
  readonly assignment: boolean;
}

/** One thing to look for, as it is or as base64 spells it. */
export interface Anchor {
  readonly keyword: string;
  readonly spelling?: Spelling;
  readonly rules: CompiledRule[];
}

/** The same for every rule: to compile it within each of hundreds costs more than to scan most repositories. */
export const ASSIGNING = new RegExp(ASSIGNS, 'y');

/**
 * A pattern with an assignment is taken apart there. None tries another name because of the
 * value behind it, so this is the same.
 */
export function compile(rule: Rule, order: number): CompiledRule {
  const [name = '', value] = rule.pattern.split(ASSIGNS);
  const last = value ?? name;
  const sticky = new RegExp(last, 'y');
  return {
    rule,
    order,
    parts: value === undefined ? [sticky] : [new RegExp(name, 'y'), ASSIGNING, sticky],
    locating: new RegExp(last, 'dy'),
    ...(rule.surer && { surer: { name: new RegExp(rule.surer.name, 'y'), value: new RegExp(rule.surer.value, 'y') } }),
    lead: rule.lead ?? 0,
    reach: rule.reach ?? DEFAULT_REACH,
    assignment: rule.context === 'assignment',
  };
}

export function anchorsOf(rules: readonly CompiledRule[]): Anchor[] {
  const anchors = new Map<string, Anchor>();
  const add = (rule: CompiledRule, keyword: string, spelling?: Spelling) => {
    const key = `${spelling?.alignment}:${spelling?.exact ?? keyword}`;
    const anchor = anchors.get(key) ?? { keyword, rules: [], ...(spelling === undefined ? {} : { spelling }) };
    if (!anchor.rules.includes(rule)) anchor.rules.push(rule);
    anchors.set(key, anchor);
  };
  for (const rule of rules) for (const keyword of shortest(rule.rule.keywords)) add(rule, keyword);
  for (const rule of rules) {
    for (const text of rule.rule.wrapped ?? []) {
      for (const spelling of spellings(text)) add(rule, spelling.exact.toLowerCase(), spelling);
    }
  }
  return [...anchors.values()];
}

/**
 * Where a keyword begins with another one of the same rule, that one is enough: the same
 * pattern is tried at the same place.
 */
function shortest(keywords: readonly string[]): readonly string[] {
  return keywords.filter((keyword) => !keywords.some((other) => other !== keyword && keyword.startsWith(other)));
}
