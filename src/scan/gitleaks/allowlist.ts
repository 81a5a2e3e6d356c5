import { linesOf } from '../columns.ts';
import type { Ignorer, Sight } from '../ignores/ignorer.ts';
import { compileSearch } from '../regex/compile.ts';
import { RegexError } from '../regex/node.ts';
import type { Complain, GitleaksConfig, ReadAllowlist } from './config.ts';

type Test = (sight: Sight) => boolean;

/** The allowlists of a `.gitleaks.toml`. */
export function allowlists(name: string, config: GitleaksConfig, complain: Complain): Ignorer {
  const tests = config.allowlists.flatMap(([rule, list]) => testOf(rule, list, complain) ?? []);
  return { name, problems: [], ignores: (sight) => tests.some((test) => test(sight)), unused: () => [] };
}

/** One that is not understood whole is not used: half of an AND would accept too much. */
function testOf(rule: string | undefined, list: ReadAllowlist, complain: Complain): Test | undefined {
  try {
    const parts = partsOf(list);
    if (parts.length === 0) throw new RegexError('it has nothing to compare with');
    const all = /^(?:AND|&&)$/i.test(list.condition);
    if (!all && !/^(?:OR|\|\|)$/i.test(list.condition))
      throw new RegexError(`there is no condition "${list.condition}"`);
    const rules = new Set([...(rule === undefined ? [] : [rule]), ...list.targetRules]);
    return (sight) =>
      (rules.size === 0 || rules.has(sight.finding.rule)) &&
      (all ? parts.every((part) => part(sight)) : parts.some((part) => part(sight)));
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    complain(list.line, `this allowlist is not used: ${error.message}`);
    return undefined;
  }
}

function partsOf({ paths, commits, regexes, stopwords, regexTarget }: ReadAllowlist): Test[] {
  const parts: Test[] = [];
  if (paths.length > 0) {
    const searches = paths.map((path) => compileSearch(path, 'path'));
    parts.push(({ path }) => searches.some((search) => search.test(latin1(path))));
  }
  if (commits.length > 0) {
    const named = new Set(commits.map((commit) => commit.toLowerCase()));
    parts.push(({ commit }) => commit !== undefined && named.has(commit));
  }
  if (regexes.length > 0) {
    const searches = regexes.map((regex) => compileSearch(regex, 'line'));
    const target = targetOf(regexTarget);
    parts.push((sight) => searches.some((search) => search.test(latin1(target(sight)))));
  }
  if (stopwords.length > 0) {
    const words = stopwords.map((word) => word.toLowerCase());
    parts.push(({ inside }) => {
      const value = inside?.secret.reveal().toLowerCase();
      return value !== undefined && words.some((word) => value.includes(word));
    });
  }
  return parts;
}

/** The match of another tool is not known here, so `match` looks at the line that it stands in. */
function targetOf(target: string): (sight: Sight) => string {
  if (target === '' || target === 'secret') return ({ inside }) => inside?.secret.reveal() ?? '';
  if (target !== 'line' && target !== 'match') throw new RegexError(`there is no regexTarget "${target}"`);
  return ({ inside, finding }) => (inside === undefined ? '' : linesOf(inside.bytes, finding).lines);
}

function latin1(text: string): string {
  return Buffer.from(text.slice(0, LONGEST)).toString('latin1');
}

const LONGEST = 2048;
