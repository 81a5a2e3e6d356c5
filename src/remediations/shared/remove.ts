import { z } from 'zod';
import type { Parameters } from '../../github/github.ts';
import { ownerAndName } from '../../github/github.ts';
import type { Scope } from '../../model/credential.ts';
import type { RemediationWorld } from '../remediation.ts';

/** Where something stands at GitHub: the path below which its store is, and what fills the path. */
interface Place {
  readonly path: string;
  readonly where: Parameters;
}

/**
 * A repository, one of its environments, or the organisation: `product` is the part of the
 * path that tells the stores apart.
 */
export function placeOf(organization: string, { repository, environment }: Scope, product: string): Place {
  if (repository === undefined) return { path: `/orgs/{org}/${product}`, where: { org: organization } };
  const where = ownerAndName(repository);
  if (environment === undefined) return { path: `/repos/{owner}/{repo}/${product}`, where };
  const path = '/repos/{owner}/{repo}/environments/{environment_name}';
  return { path, where: { ...where, environment_name: environment } };
}

/** One DELETE, never repeated. */
export async function remove({ github }: RemediationWorld, route: string, where: Parameters): Promise<string> {
  await github.send(`DELETE ${route}`, where, z.unknown());
  return 'GitHub deleted it (204)';
}

const Dated = z.object({ updated_at: z.coerce.date() });

/**
 * Something of the same name that was saved since the request is not what the request was
 * about: deleting it would break what replaced it.
 */
export async function savedSince(
  { github, updatedAt }: RemediationWorld,
  route: string,
  where: Parameters,
): Promise<string | undefined> {
  const now = await github.find(`GET ${route}`, where, Dated);
  if (now === undefined) return 'it is not there any more';
  if (updatedAt !== undefined && now.updated_at.getTime() > updatedAt)
    return 'it was saved again after it was asked for; look at it, and ask again if it must go all the same';
  return undefined;
}
