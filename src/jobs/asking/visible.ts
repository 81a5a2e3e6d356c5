import { GitHubFailure, NotVisible } from '../../github/github.ts';
import type { AskedForCases, Gap } from '../../model/coverage.ts';
import type { Scope } from '../../model/credential.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';

/**
 * What a look of every sweep gives; undefined, and a gap that every case shows, where it is
 * not allowed or there is nothing to look at.
 */
export async function visible<T>(
  context: Context,
  org: number,
  source: string,
  scope: Scope,
  look: () => Promise<T>,
): Promise<T | undefined> {
  const lookedAt = context.now();
  const seen = await attempt(context, org, source, scope, look);
  if (seen !== undefined) await context.store.coverage.save(org, [{ source, scope, lookedAt }]);
  return seen;
}

/**
 * The same for what is asked now and then: only its gap is kept, because a look that nobody
 * repeats would keep later cases open.
 */
export async function answered<T>(
  context: Context,
  org: number,
  source: AskedForCases,
  scope: Scope,
  look: () => Promise<T>,
): Promise<T | undefined> {
  const seen = await attempt(context, org, source, scope, look);
  if (seen !== undefined) await context.store.coverage.forget(org, source, scope);
  return seen;
}

async function attempt<T>(
  { store, now, log }: Context,
  org: number,
  source: string,
  scope: Scope,
  look: () => Promise<T>,
): Promise<T | undefined> {
  const lookedAt = now();
  try {
    return await look();
  } catch (error) {
    const gap = gapOf(error);
    if (gap === undefined) throw error;
    const before = await lastGap(store, org, source, scope);
    await store.coverage.save(org, [{ source, scope, lookedAt, gap }]);
    // Every sweep meets the same refusals: of a thousand lines nobody reads the one that is new.
    if (gap.says !== before?.says) log.warn({ source, scope, gap: gap.says }, 'not visible');
    return undefined;
  }
}

async function lastGap({ coverage }: Store, org: number, source: string, scope: Scope): Promise<Gap | undefined> {
  const { repositoryId, environment } = scope;
  const looks = await coverage.at(org, repositoryId);
  return looks.find((look) => look.source === source && look.scope.environment === environment)?.gap;
}

/** For one of several that were listed a moment ago: it may have been deleted since, which hides no other. */
export function unlessGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}

export function isGone(error: unknown): boolean {
  return error instanceof GitHubFailure && (error.status === 404 || error.status === 410);
}

/** GitHub's own "no", which it would say again. */
export function isNo({ status }: GitHubFailure): boolean {
  return status >= 400 && status < 500;
}

/** What GitHub's answer says about why nothing can be seen; undefined where it says nothing of the kind. */
export function gapOf(error: unknown): Gap | undefined {
  if (error instanceof NotVisible) return error.gap;
  if (error instanceof GitHubFailure && error.status === 404)
    return { why: 'absent', says: 'not visible: GitHub says that it is not there (404)' };
  return undefined;
}
