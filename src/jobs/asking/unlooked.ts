import type { Gap } from '../../model/coverage.ts';
import { RetryLater } from '../../model/job.ts';
import { type CredentialSource, type Listing, repositoryScope, type Target } from '../../sources/source.ts';
import type { Context } from '../context.ts';

/**
 * Where nobody can look, of every part of the place that is known and was not seen: trying
 * again does not show it either.
 */
export async function noteGap({ store }: Context, { name }: CredentialSource, target: Target, gap: Gap): Promise<void> {
  const { organization, repository, now } = target;
  const looks = gap.why === 'failed' ? [] : await store.coverage.at(organization.id, repository?.id);
  const parts = looks.filter(({ source, lookedAt }) => source === name && lookedAt < now);
  const places = [...parts, { scope: repository ? repositoryScope(repository) : {} }];
  const unseen = places.map(({ scope }) => ({ source: name, scope, lookedAt: now, gap }));
  await store.coverage.save(organization.id, unseen);
}

export function failed(error: unknown): Gap {
  // No fault of the place; and how long it lasts is not true any more when somebody reads it.
  if (error instanceof RetryLater)
    return {
      why: 'failed',
      says: 'not looked at yet: GitHub’s rate limit was used up, and it is tried again by itself',
    };
  return { why: 'failed', says: `could not be looked at: ${error instanceof Error ? error.message : 'unknown error'}` };
}

/** What was read of a list that could not be read as a whole: what is not in it may stand all the same. */
export function asFarAsRead(listing: Listing, gap: Gap | undefined): Listing {
  if (gap === undefined) return listing;
  const { allOf: _, ...read } = listing;
  return { ...read, gap: listing.gap ?? gap };
}
