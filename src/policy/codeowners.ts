import type { CodeOwnersRule } from '../model/owner.ts';

/**
 * Where GitHub looks, in this order; the first that is there counts.
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export const CODEOWNERS_PATHS: readonly string[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Longer files are cut: each rule is held against each path. */
const MOST_RULES = 5000;

/** Rules as GitHub reads them: what it would skip as wrong is skipped. */
export function parseCodeOwners(text: string): readonly CodeOwnersRule[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index): CodeOwnersRule[] => {
      const [pattern = '', ...owners] = withoutComment(line).match(/(?:\\.|[^\s\\])+/g) ?? [];
      if (pattern === '' || pattern.startsWith('!') || pattern.includes('[') || pattern.length > 1000) return [];
      if (!owners.every(isOwner)) return [];
      return [{ line: index + 1, pattern, owners }];
    })
    .slice(0, MOST_RULES);
}

/** The last rule that fits decides, also when it names nobody. */
export function ruleFor(rules: readonly CodeOwnersRule[], path: string): CodeOwnersRule | undefined {
  const parts = foldersOf(path);
  return rules.findLast(({ pattern }) => fits(pattern, parts));
}

/**
 * More folders nobody makes for people: each rule is held against each of them, and the
 * thousands that a path may have take minutes.
 */
const MOST_PARTS = 100;

/**
 * The folders and the name of a path; of too many the first ones and the name, as the
 * folders at the root decide mostly.
 */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.length <= MOST_PARTS ? parts : [...parts.slice(0, MOST_PARTS - 1), ...parts.slice(-1)];
}

function withoutComment(line: string): string {
  // To the very end: `.*$` stops at line ends of other kinds, and tries anew from each sign.
  return line.replace(/(^|[^\\])#[\s\S]*$/, '$1');
}

function isOwner(text: string): boolean {
  return /^@[\w-]+(?:\/[\w.-]+)?$/.test(text) || /^[^@\s]+@[^@\s]+$/.test(text);
}

/**
 * The rules of .gitignore, without `!` and `[ ]`. A pattern with a slash in it begins at
 * the root; a folder stands for all below it.
 */
function fits(pattern: string, parts: readonly string[]): boolean {
  const anchored = pattern.slice(0, -1).includes('/');
  const wanted = segments(pattern.replace(/^\//, '').replace(/\/$/, '/**'));
  // `/*` at the end is what lies directly in the folder; GitHub takes no pattern of it further down.
  const open = !pattern.endsWith('/') && !pattern.endsWith('/*');
  return matches(anchored ? wanted : ['**', ...wanted], parts, open);
}

function segments(pattern: string): readonly string[] {
  return pattern.split('/').map((segment) => segment.replaceAll(/\\(.)/g, '$1'));
}

/** Segment by segment: `reached` are the places in the path to which the pattern so far may lead. */
function matches(pattern: readonly string[], parts: readonly string[], open: boolean): boolean {
  let reached = new Set([0]);
  for (const [at, segment] of pattern.entries()) {
    const last = at === pattern.length - 1;
    const next = new Set<number>();
    if (segment === '**') {
      // At the end it stands for one thing at least: the folder's own name is not below it.
      const first = Math.min(...reached) + (last ? 1 : 0);
      for (let place = first; place <= parts.length; place += 1) next.add(place);
    } else {
      for (const place of reached)
        if (place < parts.length && fitsSegment(segment, parts[place] ?? '')) next.add(place + 1);
    }
    reached = next;
  }
  return open ? reached.size > 0 : reached.has(parts.length);
}

/** `*` and `?` within one name, in time that grows with the two lengths only. */
function fitsSegment(pattern: string, name: string): boolean {
  let [p, n, star, from] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      [star, from] = [p, n];
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      from += 1;
      [p, n] = [star + 1, from];
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
