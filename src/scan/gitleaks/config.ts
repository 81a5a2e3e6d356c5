import { z } from 'zod';
import { readToml, type TomlDocument } from '../toml.ts';
import { TomlError, type TomlTable, type TomlValue } from '../toml-types.ts';

/** Says what is not understood of a configuration; `lost`: something is not searched for because of it. */
export type Complain = (line: number, problem: string, lost?: boolean) => void;

const Texts = z.array(z.string());

const AllowlistShape = z.strictObject({
  description: z.string().optional(),
  condition: z.string().default('OR'),
  paths: Texts.default([]),
  commits: Texts.default([]),
  regexes: Texts.default([]),
  stopwords: Texts.default([]),
  regexTarget: z.string().default('secret'),
  targetRules: Texts.default([]),
});

const RuleShape = z.strictObject({
  id: z.string().min(1),
  description: z.string().optional(),
  regex: z.string().optional(),
  path: z.string().optional(),
  secretGroup: z.int().default(0),
  entropy: z.number().default(0),
  keywords: Texts.default([]),
  tags: Texts.default([]),
  allowlist: z.unknown().optional(),
  allowlists: z.unknown().optional(),
});

export interface ReadAllowlist extends z.infer<typeof AllowlistShape> {
  readonly line: number;
  readonly lineOf: (key: string) => number;
}

export interface ReadRule extends z.infer<typeof RuleShape> {
  readonly line: number;
  readonly lineOf: (key: string) => number;
}

export interface GitleaksConfig {
  readonly rules: readonly ReadRule[];
  /** With the rule that each belongs to; without one it speaks of all. */
  readonly allowlists: readonly (readonly [rule: string | undefined, allowlist: ReadAllowlist])[];
}

/** Reads a `.gitleaks.toml`. What is not understood is said and left out. */
export function readGitleaksConfig(text: string, complain: Complain): GitleaksConfig {
  let document: TomlDocument;
  try {
    document = readToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    complain(error.line, `${error.message}, so nothing of this file is used`, true);
    return { rules: [], allowlists: [] };
  }
  const { root } = document;
  complainOfRest(document, complain);
  const tables = [...tablesOf(root['allowlist']), ...tablesOf(root['allowlists'])];
  const allowlists: [string | undefined, ReadAllowlist][] = [];
  const add = (rule: string | undefined, table: TomlTable): void => {
    const list = check(document, AllowlistShape, table, complain);
    if (list !== undefined) allowlists.push([rule, list]);
  };
  for (const table of tables) add(undefined, table);
  const rules = tablesOf(root['rules']).flatMap((table) => {
    const rule = check(document, RuleShape, table, (line, problem) => complain(line, problem, true));
    if (rule === undefined) return [];
    for (const list of [...tablesOf(table['allowlist']), ...tablesOf(table['allowlists'])]) add(rule.id, list);
    return [rule];
  });
  return { rules, allowlists };
}

/** `extend` is about gitleaks' own rules; Handback's are always on, and have other names. */
function complainOfRest({ root, lineOf }: TomlDocument, complain: Complain): void {
  for (const key of Object.keys(root)) {
    if (!['title', 'description', 'minVersion', 'extend', 'rules', 'allowlist', 'allowlists'].includes(key)) {
      complain(lineOf(root, key), `"${key}" is not understood`);
    }
  }
  const [extend] = tablesOf(root['extend']);
  if (extend === undefined) return;
  for (const key of Object.keys(extend)) {
    if (key === 'disabledRules')
      complain(lineOf(extend, key), 'these are rules of gitleaks; those of Handback stay on');
    else if (key !== 'useDefault') complain(lineOf(extend, key), `extend.${key} is not followed`);
  }
}

function check<Shape extends z.ZodType<object>>(
  document: TomlDocument,
  shape: Shape,
  table: TomlTable,
  complain: Complain,
): (z.infer<Shape> & { line: number; lineOf: (key: string) => number }) | undefined {
  const { data, error } = shape.safeParse(table);
  if (data !== undefined)
    return { ...data, line: document.lineOf(table), lineOf: (key) => document.lineOf(table, key) };
  for (const issue of error?.issues ?? []) {
    const key = String(issue.path[0] ?? ('keys' in issue ? issue.keys[0] : ''));
    const problem = issue.code === 'unrecognized_keys' ? 'is not understood' : issue.message;
    complain(document.lineOf(table, key), `"${key}" ${problem}; what it belongs to is not used`);
  }
  return undefined;
}

function tablesOf(value: TomlValue | undefined): TomlTable[] {
  if (Array.isArray(value)) return value.flatMap(tablesOf);
  return typeof value === 'object' ? [value] : [];
}
