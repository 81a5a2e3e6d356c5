import { z } from 'zod';
import type { Gap } from '../model/coverage.ts';
import type { Scope } from '../model/credential.ts';
import { identity } from '../model/identity.ts';
import { RetryLater } from '../model/job.ts';
import type { Asked, Observation } from '../model/proof.ts';
import type { CredentialFile } from '../model/violation.ts';
import { type GitHub, type Look, ownerAndName, type Parameters } from './github.ts';

export interface Read {
  readonly asked: Asked;
  readonly data: unknown;
  /** GitHub refused to show it: what a person must grant. */
  readonly gap?: Gap;
}

/** One read for a proof, with what an auditor needs to find it again: request, status, date and GitHub's request id. */
export async function read(github: GitHub, route: string, parameters: Parameters): Promise<Read> {
  const request = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name]));
  try {
    const { data, gap, ...answer } = await github.look(route, parameters);
    return { asked: asAsked(request, answer), data, ...(gap ? { gap } : {}) };
  } catch (error) {
    // A rate limit is not an answer; let the job come back. Anything else is "no answer", which proves nothing.
    if (error instanceof RetryLater) throw error;
    return { asked: { request, status: 0 }, data: undefined };
  }
}

const Identity = z.object({ id: z.number() });

/**
 * Undefined where the name still leads to the repository that is meant; otherwise why that is not known. After a
 * rename somebody may make a new one with the old name, and what GitHub does not show is neither here nor gone.
 */
export async function whyNotThere(github: GitHub, { repository, repositoryId }: Scope): Promise<string | undefined> {
  if (repository === undefined) return undefined;
  const { data, asked, gap } = await read(github, 'GET /repos/{owner}/{repo}', ownerAndName(repository));
  if (gap !== undefined) return gap.says;
  const found = asked.status === 200 ? Identity.safeParse(data).data?.id : undefined;
  if (found === repositoryId) return undefined;
  if (found !== undefined) return 'the name of the repository does not lead to the one that is meant';
  return `the repository could not be read by its name (${answerOf(asked)})`;
}

/** What GitHub answered, in words for "..., which proves nothing". */
export function sayAnswer({ asked, gap }: Pick<Read, 'asked' | 'gap'>): string {
  return gap === undefined ? answerOf(asked) : gap.says;
}

function answerOf({ status }: Asked): string {
  return status === 0 ? 'no answer from GitHub' : `GitHub answered ${status}`;
}

function asAsked(request: string, { status, requestId, date }: Omit<Look, 'data'>): Asked {
  return { request, status, ...(requestId ? { requestId } : {}), ...(date ? { date } : {}) };
}

/** Completes an observation with its name: the same look (same answer at the same time) is one observation. */
export function observation(
  proof: string,
  { credential }: CredentialFile,
  seen: Omit<Observation, 'id' | 'credential' | 'proof'>,
): Observation {
  const id = identity(proof, credential.id, seen.at, seen.result, seen.asked.status);
  return { id, credential: credential.id, proof, ...seen };
}
