import type { Organization } from '../../model/organization.ts';
import type { KeyedOutcome } from '../../model/outcome.ts';
import { NO_FILE, type Policy } from '../../model/policy.ts';
import type { Records } from '../../model/records.ts';
import { caseHome } from '../../policy/case-home.ts';
import { afterMove, type LeftIssue, leaveSteps, leftIssues, stayingBehind } from '../../policy/former-home.ts';
import type { Store } from '../../store/store.ts';
import type { Context, Site } from '../context.ts';
import { ISSUE_ACTIONS, type IssueStep } from './carry-out.ts';

/**
 * Cases are kept elsewhere than they were, or nowhere: what is remembered of the issues is put
 * aside with the repository that they are in, so that nobody takes a number there for one here.
 */
export async function moveHome({ store, now, log }: Context, { organization }: Site): Promise<void> {
  const { id: org, login } = organization;
  const policy = await writtenPolicy(store, org);
  const before = await store.records.read(org, 'case-home', 'home');
  const home = policy && (await homeOf(store, org, login, policy, before?.repositoryId));
  if (home === undefined || before?.repositoryId === home) return;
  await store.transaction(async (inside) => {
    await inside.records.save(org, 'case-home', new Map([['home', { repositoryId: home }]]));
    if (before === undefined || before.repositoryId === 0) return;
    const parts = await inside.records.list(org, 'issue-parts');
    for (const { key, former, outcome } of stayingBehind(
      await inside.outcomes.list(org, ISSUE_ACTIONS),
      before.repositoryId,
    )) {
      // Who was reminded stays reminded; the pages are comments of the old issue.
      const { pages, reminded, settles } = parts.get(key) ?? {};
      await inside.outcomes.save(org, former, { ...outcome, hash: '' });
      await inside.outcomes.save(org, key, { hash: '', remote: 0, state: 'closed' });
      const here: Records['issue-parts'] = {
        ...(reminded === undefined ? {} : { reminded }),
        ...(settles === undefined ? {} : { settles }),
      };
      const there: Records['issue-parts'] = pages === undefined ? {} : { pages };
      await inside.records.save(org, 'issue-parts', new Map().set(key, here).set(former, there));
    }
    const did = home === 0 ? 'keeps no cases from now on' : 'keeps cases in another repository from now on';
    await inside.journal.append(org, [
      { at: now(), actor: 'handback', did, about: policy?.cases?.repository ?? login },
    ]);
  });
  log.info({ organization: login, repositoryId: home }, 'the repository of the cases is known');
}

/** Closes what stands where no cases are kept any more, as far as it can be reached. */
export async function stepsToLeave(
  { store }: Context,
  { organization }: Site,
  outcomes: readonly KeyedOutcome[],
): Promise<readonly IssueStep[]> {
  const policy = await writtenPolicy(store, organization.id);
  return closing(store, organization, policy, await leftAmong(store, organization.id, policy, outcomes));
}

/**
 * The same of what the next pass would leave, once it had moved the cases to where the
 * policy names: of it nothing is done here.
 */
export async function stepsToLeaveNext(store: Store, organization: Organization): Promise<readonly IssueStep[]> {
  const { id: org, login } = organization;
  const policy = await writtenPolicy(store, org);
  if (policy === undefined) return [];
  const before = (await store.records.read(org, 'case-home', 'home'))?.repositoryId;
  const home = (await homeOf(store, org, login, policy, before)) ?? before;
  const outcomes = await store.outcomes.list(org, ISSUE_ACTIONS);
  const moved = before === undefined || before === 0 || before === home ? outcomes : afterMove(outcomes, before);
  return closing(store, organization, policy, leftIssues(moved, policy, home));
}

async function closing(
  store: Store,
  { id: org, login }: Organization,
  policy: Policy | undefined,
  left: readonly LeftIssue[],
): Promise<readonly IssueStep[]> {
  if (policy === undefined || left.length === 0) return [];
  const repositories = new Map((await store.repositories.list(org)).map((each) => [each.id, each]));
  const issueless = await store.records.read(org, 'without-issues', 'repositories');
  return leaveSteps(left, login, policy, (id) => {
    const repository = repositories.get(id);
    const isShut = repository?.goneAt !== undefined || repository?.archived || issueless?.repositoryIds.includes(id);
    return isShut ? undefined : repository;
  });
}

/** Issues of ours that are still open where Handback keeps none any more. */
export async function allLeft(store: Store, org: number): Promise<readonly LeftIssue[]> {
  return leftAmong(store, org, await writtenPolicy(store, org), await store.outcomes.list(org, ISSUE_ACTIONS));
}

async function leftAmong(
  store: Store,
  org: number,
  policy: Policy | undefined,
  outcomes: readonly KeyedOutcome[],
): Promise<readonly LeftIssue[]> {
  if (policy === undefined) return [];
  const home = await store.records.read(org, 'case-home', 'home');
  return leftIssues(outcomes, policy, home?.repositoryId);
}

/**
 * A file that is gone, or that GitHub does not show, does not say that cases are kept no
 * more: what stands goes on standing.
 */
async function writtenPolicy(store: Store, org: number): Promise<Policy | undefined> {
  const reading = await store.policies.read(org);
  return reading?.origin === NO_FILE ? undefined : reading?.policy;
}

/**
 * Its id; 0 where the policy names none; undefined while the one that it names is not seen, or is no place for cases.
 */
async function homeOf(
  store: Store,
  org: number,
  login: string,
  { cases }: Policy,
  before: number | undefined,
): Promise<number | undefined> {
  if (cases === undefined) return 0;
  const name = `${login}/${cases.repository}`;
  // Mostly it is where it was, and there may be thousands.
  const known = before === undefined ? undefined : await store.repositories.byId(org, before);
  const home = caseHome(name, known ? [known] : []) ?? caseHome(name, await store.repositories.list(org));
  return home?.id;
}
