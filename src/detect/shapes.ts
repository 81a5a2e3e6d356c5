import { ASSIGNS } from './assignment.ts';
import { token } from './patterns.ts';
import type { Rule } from './rule.ts';

type Common = Omit<Rule, 'keywords' | 'pattern' | 'examples' | 'counterexamples' | 'confidence'> &
  Partial<Pick<Rule, 'confidence' | 'counterexamples'>>;

/** The most usual rule: a prefix that is found nowhere else, and a body. `example` is the body as a template. */
export function prefixed(rule: Common & { prefix: string; body: string; example: string }): Rule {
  const { prefix, body, example, ...common } = rule;
  return {
    confidence: 'high',
    keywords: [prefix.toLowerCase()],
    pattern: token(prefix.replace(/[.$+]/g, '\\$&') + body),
    examples: [`KEY=<<${prefix}${example}>>`, `{"key": "<<${prefix}${example}>>", "n": 1}`],
    counterexamples: [`${prefix}{base62:5}`, `${prefix}your-key-here`, `${prefix}{same:x:40}`],
    ...common,
  };
}

/**
 * A value without a prefix: it is recognised by the names that it is given to. Names are
 * lower-case, `vendor` or `vendor_key`.
 */
export function named(rule: Common & { names: readonly string[]; shape: string; example: string }): Rule {
  const { names: asWritten, shape, example, ...common } = rule;
  const names = [...new Set(asWritten.flatMap((name) => [name, ...spelled(name)]))];
  const name = names[0] ?? '';
  const written = isKeyName(name) ? name : `${name}_api_key`;
  return {
    confidence: 'medium',
    keywords: names,
    context: 'assignment',
    pattern: String.raw`(?i:${names.map(whole).join('|')})${ASSIGNS}(?<secret>${shape})(?![\w+/=-])`,
    examples: [
      `${written.toUpperCase()}=<<${example}>>`,
      `"${written}": "<<${example}>>"`,
      `${written}: '<<${example}>>'`,
    ],
    counterexamples: [
      `${written}=\${${written.toUpperCase()}}`,
      `${name}_commit = {hex:40}`,
      `${written} = your-key-here`,
    ],
    ...common,
  };
}

/** `dd_api_key`, `dd-api-key`, and `ddapikey` for `ddApiKey`. */
function spelled(name: string): string[] {
  return ['_', '-', ''].map((between) => name.replaceAll(/[_.-]/g, between));
}

const KEY_WORDS = '(?:key|token|secret|pass|auth|pwd|pat|cred|sid)';

function whole(name: string): string {
  const escaped = name.replaceAll('.', '\\.');
  return isKeyName(name) ? escaped : String.raw`${escaped}[\w. -]{0,24}?${KEY_WORDS}`;
}

function isKeyName(name: string): boolean {
  return new RegExp(KEY_WORDS).test(name);
}

/** Keywords for a prefix that is too frequent to stand alone (`re_`, `pat`): as it stands at the opening of a value. */
export function opened(prefix: string): { keywords: string[]; opening: string } {
  const openings = ['"', "'", '=', ': ', 'bearer '];
  return { keywords: openings.map((opening) => opening + prefix), opening: `(?:["'=]|: |(?i:bearer) )` };
}
