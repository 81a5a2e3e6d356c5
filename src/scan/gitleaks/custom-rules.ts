import type { Admits, Rule } from '../../detect/rule.ts';
import { compileRule, compileSearch } from '../regex/compile.ts';
import { RegexError } from '../regex/node.ts';
import type { Complain, ReadRule } from './config.ts';

export interface CustomRules {
  readonly rules: readonly Rule[];
  /** What a rule asks for beside its expression: the path, and keywords anywhere in the file. */
  admits(path: string, bytes: Uint8Array): Admits;
}

/** Rules of a `.gitleaks.toml` as rules of the detector. */
export function customRules(read: readonly ReadRule[], complain: Complain): CustomRules {
  // By the rule itself: nothing keeps anybody from giving theirs the name of another.
  const conditions = new Map<Rule, (path: string, bytes: Uint8Array) => boolean>();
  const rules: Rule[] = [];
  for (const rule of read) {
    if (rule.regex === undefined) {
      complain(rule.line, `the rule "${rule.id}" has no regex, so it finds nothing here`, true);
      continue;
    }
    try {
      const made = ruleOf(rule, rule.regex);
      conditions.set(made, conditionOf(rule));
      rules.push(made);
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      complain(rule.lineOf('regex'), `the rule "${rule.id}" is not used: ${error.message}`, true);
    }
  }
  return { rules, admits: (path, bytes) => (rule) => conditions.get(rule)?.(path, bytes) ?? true };
}

function ruleOf({ id, description, secretGroup, entropy }: ReadRule, regex: string): Rule {
  return {
    id,
    provider: 'Custom',
    title: description ?? id,
    confidence: 'high',
    value: 'any',
    entropy,
    ...compileRule(regex, secretGroup),
    examples: [],
    counterexamples: [],
    rotate: { url: '', says: '' },
  };
}

/** Gitleaks looks at a file only if it holds one of the keywords, in any case. */
function conditionOf({ path, keywords }: ReadRule): (path: string, bytes: Uint8Array) => boolean {
  const pathSearch = path === undefined ? undefined : compileSearch(path, 'path');
  const words = keywords.map((word) => word.toLowerCase());
  return (where, bytes) => {
    if (pathSearch !== undefined && !pathSearch.test(Buffer.from(where).toString('latin1'))) return false;
    if (words.length === 0) return true;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').toLowerCase();
    return words.some((word) => text.includes(word));
  };
}
