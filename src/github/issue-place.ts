import { isSameRepository } from '../model/organization.ts';

/**
 * Whether this is the issue that was asked about. GitHub leads on to where an issue was moved, and there
 * it stands in another repository, where others may close it, under a number that is somebody else's here.
 */
export function isIssueAt({ url }: { readonly url: string }, repository: string, number: number): boolean {
  const [, fullName, found] = /\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)$/.exec(url) ?? [];
  return isSameRepository(fullName, repository) && Number(found) === number;
}
