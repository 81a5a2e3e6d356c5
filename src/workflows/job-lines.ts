import { isMap, isScalar } from 'yaml';
import { readYamlDocument } from '../model/yaml-document.ts';
import { isDeep } from './yaml.ts';

/** The lines that a job takes up in its file, counted from 1. */
export interface JobLines {
  readonly job: string;
  readonly first: number;
  readonly last: number;
}

/** Where each job of a workflow stands. A file that is not YAML has none. */
export function jobLines(text: string): readonly JobLines[] {
  if (isDeep(text)) return [];
  try {
    const { document, lineAt } = readYamlDocument(text);
    const jobs = isMap(document.contents) ? document.contents.get('jobs') : undefined;
    if (!isMap(jobs)) return [];
    return jobs.items.flatMap(({ key, value }) => {
      if (!isScalar(key) || !key.range) return [];
      const end = isNode(value) ? (value.range?.[1] ?? key.range[1]) : key.range[1];
      const [first, last] = [lineAt(key.range[0]), lineAt(Math.max(key.range[0], end - 1))];
      return [{ job: String(key.value), first, last }];
    });
  } catch {
    return []; // deeper than the reader goes
  }
}

function isNode(value: unknown): value is { readonly range?: readonly [number, number, number] | null } {
  return typeof value === 'object' && value !== null && 'range' in value;
}
