// Required checks: what still stands between a commit and a protected branch.
import type { CheckRun, Repository } from './model.ts';
import type { RequiredCheck, Ruleset } from './records.ts';
import { fullName, type World } from './world.ts';

const satisfying = new Set(['success', 'neutral', 'skipped']);

export const rulesetsFor = (repository: Repository, branch: string): Ruleset[] => {
  const inherited = repository.owner.type === 'Organization' ? repository.owner.rulesets : [];
  const covers = (pattern: string): boolean =>
    pattern === '~ALL' || (pattern === '~DEFAULT_BRANCH' ? branch === repository.defaultBranch : pattern === branch);
  return [...repository.rulesets, ...inherited].filter(
    (one) => one.enforcement === 'active' && one.branches.some(covers),
  );
};

export const usesMergeQueue = (repository: Repository, branch: string): boolean =>
  rulesetsFor(repository, branch).some((ruleset) => ruleset.mergeQueue);

export interface Unmet {
  check: RequiredCheck;
  /** GitHub's word: nothing reported, still running, or failed. */
  state: 'expected' | 'pending' | 'failing';
}

/** A check counts on the very commit only, and only from the app it is bound to. */
export function unmetChecks(repository: Repository, branch: string, sha: string): Unmet[] {
  const required = rulesetsFor(repository, branch).flatMap((ruleset) => ruleset.checks);
  const once = new Map(required.map((check) => [`${check.context} ${check.integrationId ?? ''}`, check]));
  return [...once.values()].flatMap((check) => {
    const run = latestRun(repository, check, sha);
    if (run?.status === 'completed' && satisfying.has(run.conclusion ?? '')) return [];
    const state = run === undefined ? 'expected' : run.status === 'completed' ? 'failing' : 'pending';
    return [{ check, state }];
  });
}

export const unmetMessage = (unmet: Unmet[]): string => {
  const [first] = unmet;
  const what =
    unmet.length === 1 && first
      ? `Required status check "${first.check.context}" is ${first.state}.`
      : `${unmet.length} of the required status checks have not succeeded.`;
  return `Repository rule violations found\n\n${what}\n\n`;
};

function latestRun(repository: Repository, check: RequiredCheck, sha: string): CheckRun | undefined {
  const counts = ({ sha: on, name, app }: CheckRun): boolean =>
    on === sha && name === check.context && (check.integrationId === undefined || app.id === check.integrationId);
  return repository.checks.findLast(counts);
}

/** Whether a push may move these refs; the message that git shows when it may not. */
export function pushRefusal(
  world: World,
  repository: Repository,
  updates: { ref: string; after: string }[],
): string | undefined {
  for (const { ref, after } of updates) {
    if (!/^refs\/(heads|tags)\//.test(ref)) return `error: GH: ${ref} is a hidden ref and cannot be changed.`;
    const unmet = ref.startsWith('refs/heads/') ? unmetChecks(repository, ref.slice(11), after) : [];
    if (unmet.length > 0) {
      const page = `${world.web}/${fullName(repository)}/rules`;
      const rule = unmetMessage(unmet).split('\n')[2] ?? '';
      return `error: GH013: Repository rule violations found for ${ref}.\nReview all repository rules at ${page}\n\n- ${rule}`;
    }
  }
  return undefined;
}
