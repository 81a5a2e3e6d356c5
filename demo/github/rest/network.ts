// Commits of a repository and of its forks, which share one network on GitHub.
import type { PullRequest, Repository } from '../model.ts';
import { found, isPull } from '../world.ts';
import type { Call } from './call.ts';

/** The commit that a name means here: a branch, a tag, a sha, or "owner:branch" of a fork. */
export async function resolveInNetwork(call: Call, name: string): Promise<string> {
  const { world, repository } = call;
  const [owner, branch] = name.includes(':') ? name.split(':', 2) : [undefined, name];
  const home: Repository = owner
    ? found(world.repositories.find((one) => one.owner.login === owner && inNetwork(one, repository)))
    : repository;
  const sha = found(await home.git.resolve(branch ?? ''));
  if (home !== repository) await repository.git.run(['fetch', '--quiet', home.git.dir, sha]);
  return sha;
}

/** The pull requests that bring a commit, or whose merge it is. */
export async function pullsHolding(repository: Repository, sha: string): Promise<PullRequest[]> {
  const holds = await Promise.all(
    repository.issues.filter(isPull).map(async (one) => {
      const { base, head, mergeSha } = one.pull;
      const inside = await repository.git.text(['rev-list', `${base.sha}..${head.sha}`]);
      return sha === mergeSha || inside.split('\n').includes(sha) ? [one] : [];
    }),
  );
  return holds.flat();
}

const inNetwork = (one: Repository, other: Repository): boolean =>
  one === other || one.parent === other || other.parent === one;
