import { z } from 'zod';
import type { Scope } from '../model/credential.ts';
import { identity } from '../model/identity.ts';
import { RetryLater } from '../model/job.ts';
import type { Asked, Observation } from '../model/proof.ts';
import type { CredentialFile } from '../model/violation.ts';
import { type GitHub, type Look, ownerAndName, type Parameters } from './github.ts';

export interface Read {
  readonly asked: Asked;
  readonly data: unknown;
}

/** One read for a proof, with what an auditor needs to find it again: request, status, date and GitHub's request id. */
export async function read(github: GitHub, route: string, parameters: Parameters): Promise<Read> {
  const request = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name]));
  try {
    const { data, ...answer } = await github.look(route, parameters);
    return { asked: asked(request, answer), data };
  } catch (error) {
    // A rate limit is not an answer; let the job come back. Anything else is "no answer", which proves nothing.
    if (error instanceof RetryLater) throw error;
    return { asked: { request, status: 0 }, data: undefined };
  }
}

const Identity = z.object({ id: z.number() });

/** Whether the name still leads to the repository that is meant: after a rename somebody may make a new one with the old name. */
export async function isStillThere(github: GitHub, { repository, repositoryId }: Scope): Promise<boolean> {
  if (repository === undefined) return true;
  const { data } = await read(github, 'GET /repos/{owner}/{repo}', ownerAndName(repository));
  return Identity.safeParse(data).data?.id === repositoryId;
}

function asked(request: string, { status, requestId, date }: Omit<Look, 'data'>): Asked {
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
