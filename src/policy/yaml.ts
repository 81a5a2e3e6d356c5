import { type Document, isNode, isScalar, visit } from 'yaml';
import type { z } from 'zod';
import type { PolicyProblem } from '../model/policy.ts';
import { readYamlDocument } from '../model/yaml-document.ts';

/** A YAML file that remembers where everything stands, so that a problem can name its line. */
export interface YamlFile {
  /** What the file says, as plain data; undefined when there are problems. */
  readonly value: unknown;
  readonly problems: readonly PolicyProblem[];
  /** Line, from 1, of what stands at a path; of its nearest parent when it is missing. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** GitHub gives no more than this in one answer; a file that is bigger came from somebody who plays. */
const LARGEST = 1_000_000;

/** What is wrong with a file is told up to here: mending these changes the rest anyway. */
const MOST_PROBLEMS = 20;

/** More are not even looked up: to find the line of a key takes as long as its map is. */
const MOST_LOOKED_UP = 500;

export function readYaml(text: string, file: string): YamlFile {
  if (text.length > LARGEST) return unread(file, `the file has more than ${LARGEST} characters, so nobody reads it`);
  try {
    const { document, errors, nextAt, lineAt } = readYamlDocument(text);
    const problem = (at: number, says: string): PolicyProblem => ({ file, line: lineAt(at), says });
    const lineOf = (path: readonly PropertyKey[]): number => {
      for (let length = path.length; length >= 0; length -= 1) {
        const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return lineAt(node.range[0]);
      }
      return 1;
    };
    const wrong = errors.map(({ at, says }) => problem(at, says));
    const more =
      nextAt === undefined ? [] : [problem(nextAt, 'a second document begins here, and nobody would read it')];
    const twice = wrong.length > 0 ? [] : repeatedKeys(document).map((at) => problem(at, 'Map keys must be unique'));
    const problems = [...wrong, ...more, ...twice].slice(0, MOST_PROBLEMS);
    if (problems.length > 0) return { value: undefined, problems, lineOf };
    // No bomb of aliases: the file comes from people who may be anybody with write access.
    return { value: document.toJS({ maxAliasCount: 20 }), problems, lineOf };
  } catch (error) {
    return unread(file, error instanceof Error ? error.message : 'not YAML');
  }
}

/** Where a key stands that its map has already. */
function repeatedKeys(document: Document): readonly number[] {
  const found: number[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found.push(key.range?.[0] ?? 0);
        seen.add(key.value);
      }
    },
  });
  return found;
}

function unread(file: string, says: string): YamlFile {
  return { value: undefined, problems: [{ file, line: 1, says }], lineOf: () => 1 };
}

/**
 * Each of zod's issues as a problem with file, line and words. `unknown`: what is said of a
 * key that is not known at a path.
 */
export function problemsOf(
  error: z.ZodError,
  file: string,
  lineOf: YamlFile['lineOf'],
  base: readonly PropertyKey[] = [],
  unknown = (_key: string, _path: readonly PropertyKey[]) => 'there is no such setting',
): PolicyProblem[] {
  const problems = error.issues.slice(0, MOST_LOOKED_UP).flatMap(({ path, message, ...issue }) => {
    const problem = (at: readonly PropertyKey[], says: string): PolicyProblem => {
      const name = at.map(String).join('.');
      return { file, line: lineOf([...base, ...at]), says: name === '' ? says : `${name}: ${says}` };
    };
    if (issue.code !== 'unrecognized_keys') return [problem(path, message)];
    return issue.keys.slice(0, MOST_LOOKED_UP).map((key) => problem([...path, key], unknown(key, path)));
  });
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, MOST_PROBLEMS);
}
