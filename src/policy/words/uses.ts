import type { Owner } from '../../model/owner.ts';
import { isoDay } from '../../model/time.ts';
import { type CredentialUses, type Dependent, isDependabot } from '../../model/use.ts';
import { code, count, plain, someOf } from './markdown.ts';

/** Workflows that are named; the rest is counted. `jobs/asking/last-runs.ts` asks about no others. */
export const MOST_NAMED = 5;

/** Jobs and environments that one line names. */
const MOST_PARTS = 3;

/** Who fails without it, one line a workflow. Lines of Markdown, below the item of a case. */
export function usesLines(uses: CredentialUses): string {
  const { dependents } = uses;
  const more = dependents.length - MOST_NAMED;
  let text = `  - ${headline(uses)}`;
  for (const dependent of dependents.slice(0, MOST_NAMED)) text += `\n    - ${sayDependent(dependent)}`;
  if (more > 0) text += `\n    - … and ${more} more; \`handback uses\` shows all of them.`;
  return text;
}

/** GitHub's own words for a person, a team or an address, waking nobody. */
export function sayOwner(owner: Owner | null): string {
  if (owner === null) return 'nobody (unowned: name one in the policy under `owners`, or in CODEOWNERS)';
  if (owner.by === 'unseen') return plain(owner.says);
  return `${owner.names.map(code).join(', ')} (${plain(owner.says)})`;
}

function headline({ state, dependents, unread, beyond }: CredentialUses): string {
  const sure = dependents.filter((each) => each.sure);
  const unseen = unread > 0 ? `${count(unread, 'file')} could not be read` : '';
  const doubts = unseen && beyond ? `${unseen}; ${beyond}` : unseen || (beyond ?? '');
  const caveat = doubts && `; ${doubts}`;
  switch (state) {
    case 'used': {
      const last = Math.max(...sure.map(({ lastRunAt }) => lastRunAt ?? 0));
      const ran = last > 0 ? `; last ran ${isoDay(last)}` : '';
      return `**${count(sure.length, nounFor(sure))} will fail without it**${ran}${caveat}`;
    }
    case 'unused':
      return 'Used by no workflow';
    case 'unknown':
      return dependents.length > 0
        ? `May be used by ${count(dependents.length, nounFor(dependents))}, which ${handOn(dependents)}${caveat}`
        : `Not known to be used: ${doubts}`;
  }
}

function handOn({ length }: readonly Dependent[]): string {
  return length === 1
    ? 'hands on every secret, computes its name or calls a workflow that may take it'
    : 'hand on every secret, compute its name or call a workflow that may take it';
}

/** Dependabot's configuration is no workflow, and fails all the same. */
function nounFor(dependents: readonly Dependent[]): string {
  return dependents.some(({ workflow }) => isDependabot(workflow)) ? 'configuration' : 'workflow';
}

const STARTED = { dependabot: 'when Dependabot starts it', agents: 'when an agent sets up its machine' };

function sayDependent(dependent: Dependent): string {
  const { repository, workflow, jobs, environments, lastRunAt, startedBy, sure } = dependent;
  const parts = [
    `${isDependabot(workflow) ? 'registry' : 'job'} ${some(jobs)}`,
    ...(startedBy === undefined ? [] : [STARTED[startedBy]]),
    ...(environments.length > 0 ? [`environment ${some(environments)}`] : []),
    ...(lastRunAt === undefined ? [] : [lastRunAt === null ? 'never ran' : `last ran ${isoDay(lastRunAt)}`]),
    ...(sure ? [] : ['perhaps']),
  ];
  return `${code(workflow)} of ${code(repository)}: ${parts.join(', ')}`;
}

function some(names: readonly string[]): string {
  return someOf(names, MOST_PARTS, (name) => (name === '*' ? 'any' : code(name)));
}
