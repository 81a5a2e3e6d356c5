/** The quantifiers of a regex source that have no upper bound. */
export function unboundedQuantifiers(source: string): string[] {
  const bare = source.replace(/\\./g, 'e').replace(/\[[^\]]*\]/g, 'c');
  return [...bare.matchAll(/[*+]|\{\d+,\}/g)].map(([quantifier]) => quantifier);
}
