import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { PolicyProblem } from '../model/policy.ts';

/** A YAML file that remembers where everything stands, so that a problem can name its line. */
export interface YamlFile {
  readonly document: Document;
  readonly problems: readonly PolicyProblem[];
  /** Line, from 1, of what stands at a path; of its nearest parent when it is missing. */
  lineOf(path: readonly PropertyKey[]): number;
}

export function readYaml(text: string, file: string): YamlFile {
  const counter = new LineCounter();
  // No aliases bomb, no custom tags: the file comes from people who may be anybody with write access.
  const document = parseDocument(text, { lineCounter: counter, schema: 'core', maxAliasCount: 20 } as never);
  const problems = document.errors.map((error) => ({
    file,
    line: counter.linePos(error.pos[0]).line,
    says: error.message.split('\n')[0] ?? 'not YAML',
  }));
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
    }
    return 1;
  };
  return { document, problems, lineOf };
}

/** Each of zod's issues as a problem with file, line and words. */
export function problemsOf(
  error: z.ZodError,
  file: string,
  lineOf: YamlFile['lineOf'],
  base: readonly PropertyKey[] = [],
): PolicyProblem[] {
  return error.issues.map(({ path, message, ...issue }) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const at = [...base, ...path, ...keys.slice(0, 1)];
    const name = [...path, ...keys.slice(0, 1)].map(String).join('.');
    return { file, line: lineOf(at), says: name === '' ? message : `${name}: ${message}` };
  });
}
