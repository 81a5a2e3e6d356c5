import type { ProbotOctokit } from 'probot';
import { GitHubFailure, type Parameters } from './github.ts';

interface Answer {
  readonly data: unknown;
  readonly headers: { readonly link?: string | undefined };
}

/**
 * Every item of a list, page by page. From what a list does not hold it follows what is
 * gone, so whatever is no list is a failure, and never the end of one: Octokit's own pages
 * take a 409 for that, and the nothing that is left of an answer whose connection is cut.
 */
export async function* listed(
  octokit: ProbotOctokit,
  route: string,
  { headers, ...parameters }: Parameters & { readonly headers: Readonly<Record<string, string>> },
): AsyncGenerator<unknown> {
  const home = octokit.request.endpoint.DEFAULTS.baseUrl;
  const followed = new Set<string>();
  let answer: Answer = await octokit.request(route, { ...parameters, headers });
  for (;;) {
    yield* itemsOf(answer.data, route, followed.size === 0);
    const [, next] = /<([^<>]+)>;\s*rel="next"/.exec(answer.headers.link ?? '') ?? [];
    if (next === undefined) return;
    // The token goes along.
    const { origin, host } = new URL(next, home);
    if (origin !== new URL(home).origin)
      throw unusable(route, `goes on at ${host}, and GHE_HOST is to name a server as it names itself`);
    if (followed.has(next)) throw unusable(route, 'goes on with a page that it gave before');
    followed.add(next);
    answer = await octokit.request(`GET ${next}`, { headers });
  }
}

/** A list is bare, or beside the number of all its items. */
function itemsOf(data: unknown, route: string, isFirst: boolean): readonly unknown[] {
  if (Array.isArray(data)) return data;
  if (typeof data !== 'object' || data === null || !('total_count' in data)) throw unusable(route, 'is not a list');
  const [items = []] = Object.values(data).filter((each) => Array.isArray(each));
  const hidden = isFirst && items.length === 0 && data.total_count !== 0;
  if (hidden) throw unusable(route, `counts ${String(data.total_count)} and shows none of them`);
  return items;
}

function unusable(route: string, why: string): GitHubFailure {
  return new GitHubFailure(`${route}: GitHub's answer ${why}. Nothing was changed.`, 200);
}
