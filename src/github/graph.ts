import type { ProbotOctokit } from 'probot';
import { z } from 'zod';
import { RetryLater } from '../model/job.ts';
import { translate } from './failures.ts';
import { GitHubFailure, type Parameters, type Queried } from './github.ts';

/** What GitHub puts beside the data: a field that may not be seen is empty there, and named here. */
const Errors = z.array(
  z.object({
    type: z.string().optional(),
    path: z.array(z.union([z.string(), z.number()])).default([]),
    message: z.string(),
  }),
);

const Refused = z.object({ data: z.unknown(), errors: Errors });

const WAIT_MS = 60_000;

/** One query. GitHub answers 200 also where it refuses a part, or everything. */
export async function ask<T>(
  octokit: ProbotOctokit,
  query: string,
  variables: Parameters,
  schema: z.ZodType<T>,
  now: () => number,
): Promise<Queried<T>> {
  const { data, errors } = await octokit.graphql(query, { ...variables }).then(
    (answer) => ({ data: answer, errors: [] }),
    (error: unknown) => partly(error, now),
  );
  const parsed = schema.safeParse(data);
  if (parsed.success) return { data: parsed.data, errors };
  const [first] = errors;
  const [issue] = parsed.error.issues;
  const why = first?.message ?? `its answer lacks what we read (${issue?.path.join('.')}: ${issue?.message})`;
  throw new GitHubFailure(`${ROUTE}: GitHub answered no data: ${why}. Nothing was changed.`, 200);
}

const ROUTE = 'POST /graphql';

function partly(error: unknown, now: () => number): z.infer<typeof Refused> {
  const refused = Refused.safeParse(error);
  // Octokit's other errors have errors of their own kind, and a status.
  if (!refused.success || (error as { name?: string }).name !== 'GraphqlResponseError')
    throw translate(error, ROUTE, now());
  if (refused.data.errors.some(({ type }) => type === 'RATE_LIMITED'))
    throw new RetryLater(`${ROUTE}: GitHub's rate limit is used up; trying again in ${WAIT_MS / 1000} s.`, WAIT_MS);
  return refused.data;
}
