import type { ProbotOctokit } from 'probot';
import { z } from 'zod';
import { comeBack, isLimitInWords, translate } from './failures.ts';
import { GitHubFailure, type Parameters, type Queried } from './github.ts';

/** What GitHub puts beside the data: a field that may not be seen is empty there, and named here. */
const Errors = z.array(
  z.object({
    type: z.string().optional(),
    path: z.array(z.union([z.string(), z.number()])).default([]),
    message: z.string(),
  }),
);

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

const Headers = z.record(z.string(), z.coerce.string());
/** Octokit's error for an answer with errors beside the data. */
const Refused = z.object({
  name: z.literal('GraphqlResponseError'),
  headers: Headers,
  data: z.unknown(),
  errors: Errors,
});
/** The error of its throttling, where that knows the limit. */
const Throttled = z.object({ response: z.object({ headers: Headers, data: z.object({ errors: Errors }) }) });

function partly(error: unknown, now: () => number): Pick<z.infer<typeof Refused>, 'data' | 'errors'> {
  const refused = Refused.safeParse(error).data;
  const throttled = Throttled.safeParse(error).data?.response;
  const errors = refused?.errors ?? throttled?.data.errors ?? [];
  const headers = refused?.headers ?? throttled?.headers ?? {};
  // GitHub documents the first word, and says the other one: github.com/yanyongyu/githubkit/issues/271.
  const isUsedUp = errors.some(({ type }) => type === 'RATE_LIMITED' || type === 'RATE_LIMIT');
  // Some points may be left, and too few for the question.
  if (isUsedUp) throw comeBack({ ...headers, 'x-ratelimit-remaining': '0' }, ROUTE, now());
  if (errors.some(({ message }) => isLimitInWords(message))) throw comeBack(headers, ROUTE, now());
  if (refused === undefined) throw translate(error, ROUTE, now());
  return refused;
}
