import { z } from 'zod';
import type { Checkup, Examination } from './checkup.ts';

/** https://docs.github.com/rest/rate-limit/rate-limit: asking costs nothing of it. */
const Limit = z.object({ limit: z.number(), remaining: z.number(), reset: z.number() });
const Limits = z.object({ resources: z.object({ core: Limit, graphql: Limit.optional() }) });

/**
 * A first look at a large organisation takes as long as GitHub's limit makes it: that
 * nothing happens meanwhile is no fault.
 */
export const limits: Examination = {
  about: 'GitHub’s rate limit',

  run: async ({ site }) => {
    const { data } = (await site?.github.look('GET /rate_limit', {})) ?? {};
    // An Enterprise Server may have none, and answers 404.
    const parsed = Limits.safeParse(data);
    if (!parsed.success) return [];
    const { core, graphql } = parsed.data.resources;
    return [say('requests', core), ...(graphql ? [say('points of GraphQL', graphql)] : [])];
  },
};

function say(what: string, { limit, remaining, reset }: z.infer<typeof Limit>): Checkup {
  const until = `until ${new Date(reset * 1000).toISOString().slice(11, 16)} UTC`;
  const left = `${number(remaining)} of ${number(limit)} ${what} are left ${until}`;
  if (remaining > 0) return { state: 'well', says: left };
  return { state: 'warning', says: left, next: 'Work waits, and goes on then by itself.' };
}

function number(many: number): string {
  return many.toLocaleString('en');
}
