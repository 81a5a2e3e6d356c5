import { createUsage, type Ignorer } from './ignorer.ts';

interface Entry {
  readonly commit?: string;
  readonly path: string;
  readonly line: number;
  readonly where: string;
}

/**
 * `.gitleaksignore`: `commit:path:rule:line` or `path:rule:line`. Rules have other names here, so an entry speaks of
 * whatever stands in that line. An entry without a commit holds in every commit.
 */
export function gitleaksIgnore(name: string, text: string): Ignorer {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const where = `${name}:${index + 1}`;
    const entry = parse(line, where);
    if (entry === undefined) problems.push(`${where}: write commit:path:rule:line or path:rule:line`);
    else entries.push(entry);
  }
  const byPlace = Map.groupBy(entries, ({ path, line }) => `${line}:${path}`);
  const usage = createUsage(entries);
  return {
    name,
    problems,
    ignores({ path, commit, finding }) {
      const here = byPlace.get(`${finding.line}:${path}`) ?? [];
      return usage.use(here.filter((entry) => entry.commit === undefined || entry.commit === commit));
    },
    unused: usage.unused,
  };
}

function parse(text: string, where: string): Entry | undefined {
  const match = /^(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):([^:]+):(\d+)$/.exec(text);
  const [, commit, path, , line] = match ?? [];
  if (path === undefined) return undefined;
  const slashed = path.replaceAll('\\', '/').replace(/^\.\//, '');
  return { path: slashed, line: Number(line), where, ...(commit === undefined ? {} : { commit }) };
}
