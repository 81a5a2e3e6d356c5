// GET /repos/{owner}/{repo}/compare/{basehead}: files on the first page only, and at most 300 of them.
import type { Repository } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { commit, file } from '../views/code.ts';
import { found, fullName } from '../world.ts';
import type { Call } from './call.ts';
import { resolveInNetwork } from './network.ts';

const mostFiles = 300;
const usualCommits = 250;

export async function compare(call: Call): Promise<unknown> {
  const { world, repository } = call;
  const basehead = call.param('basehead');
  const [from = '', to = ''] = basehead.split('...');
  const base = await resolveInNetwork(call, from);
  const head = await resolveInNetwork(call, to);
  const start = await repository.git.mergeBase(base, head);
  if (!start) throw new Refusal(404, `No common ancestor between ${from} and ${to}.`);
  const [ahead, behind] = await Promise.all([
    repository.git.log([`${start}..${head}`]),
    repository.git.log([`${start}..${base}`]),
  ]);
  const size = Math.min(100, Number(call.query['per_page'] ?? 0)) || usualCommits;
  const at = (Math.max(1, Number(call.query['page'] ?? 1)) - 1) * size;
  const files = at === 0 ? (await repository.git.files(start, head)).slice(0, mostFiles) : [];
  return {
    ...addresses(call, repository, basehead),
    base_commit: commit(world, repository, found(await repository.git.commit(base))),
    merge_base_commit: commit(world, repository, found(await repository.git.commit(start))),
    status: ahead.length > 0 ? (behind.length > 0 ? 'diverged' : 'ahead') : behind.length > 0 ? 'behind' : 'identical',
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead
      .toReversed()
      .slice(at, at + size)
      .map((one) => commit(world, repository, one)),
    ...(at === 0 ? { files: files.map((one) => file(world, repository, head, one)) } : {}),
  };
}

function addresses({ world }: Call, repository: Repository, basehead: string): Record<string, string> {
  const html = `${world.web}/${fullName(repository)}/compare/${basehead}`;
  const url = `${world.api}/repos/${fullName(repository)}/compare/${basehead}`;
  return { url, html_url: html, permalink_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` };
}
