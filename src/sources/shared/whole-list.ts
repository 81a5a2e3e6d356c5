import type { z } from 'zod';
import { type GitHub, PAGE, type Parameters } from '../../github/github.ts';

/**
 * A list from which it follows what is gone: one of several pages is read twice, because whatever goes while it
 * is read moves the rest forward, past the end of a page that was read before. What stands in either counts.
 */
export async function wholeList<T>(
  github: GitHub,
  route: string,
  parameters: Parameters,
  schema: z.ZodType<T>,
  keyOf: (item: T) => string | number,
): Promise<readonly T[]> {
  const read = () => Array.fromAsync(github.pages(route, parameters, schema));
  const first = await read();
  if (first.length < Number(parameters['per_page'] ?? PAGE)) return first;
  return [...new Map([...first, ...(await read())].map((item) => [keyOf(item), item])).values()];
}
