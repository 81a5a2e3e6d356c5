/** JSON of what was derived: what is worked out only for those who ask is asked for. */
export function derivedJson(value: unknown, space?: number): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'function' ? each() : each), space);
}
