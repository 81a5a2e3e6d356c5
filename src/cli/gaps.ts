import type { Coverage } from '../model/coverage.ts';

/**
 * A permission that is missing is missing everywhere: each gap is one line, with as many of its places as `name` names.
 */
export function sayGaps(gaps: readonly Coverage[], name: (places: readonly string[]) => string): readonly string[] {
  const same = Map.groupBy(gaps, ({ source, gap }) => `${source} ${gap?.says ?? ''}`);
  return [...same.values()].map((group) => {
    const [{ source, gap } = { source: '', gap: undefined }] = group;
    const places = group.map(({ scope }) => scope.repository ?? 'the organisation');
    return `${source} of ${name([...new Set(places)])}: ${gap?.says ?? ''}`;
  });
}
