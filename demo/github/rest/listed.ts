import type { Issue } from '../model.ts';
import type { Call } from './call.ts';

/** What issues and pull requests are listed by: state, then the newest first unless told otherwise. */
export function listed<T extends Issue>({ query }: Pick<Call, 'query'>, issues: T[]): T[] {
  const { state = 'open', sort = 'created', direction = 'desc' } = query;
  const since = Date.parse(query['since'] ?? '1970-01-01');
  const kept = issues.filter((one) => (state === 'all' || one.state === state) && one.updatedAt >= since);
  const when = (one: Issue): number =>
    sort === 'updated' ? one.updatedAt : sort === 'comments' ? one.comments.length : one.number;
  const ordered = kept.toSorted((a, b) => when(a) - when(b) || a.number - b.number);
  return direction === 'asc' ? ordered : ordered.reverse();
}
