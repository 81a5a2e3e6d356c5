import { z } from 'zod';
import { GitHubFailure, NotVisible, ownerAndName } from '../github/github.ts';
import { isIssueAt } from '../github/issue-place.ts';
import { identity } from '../model/identity.ts';
import { isSameRepository } from '../model/organization.ts';
import { judgeAttest } from '../policy/commands/reviews.ts';
import { campaigns } from '../policy/reviews.ts';
import type { Context, Site } from './context.ts';
import { openDesk } from './desk.ts';

const Issue = z.object({
  url: z.string(),
  state: z.string(),
  closed_at: z.coerce.date().nullish(),
  closed_by: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
});

/**
 * Closing the running review says the same as `/handback attest`, and is judged by the same rules. Where these refuse it, it is no attestation, and the
 * issue opens again.
 */
export async function keepAttested(context: Context, { organization, github }: Site): Promise<void> {
  const { store, now } = context;
  const { id: org, login } = organization;
  const policy = (await store.policies.read(org))?.policy;
  const key = policy && campaigns(policy, now())?.running.key;
  if (policy?.cases === undefined || key === undefined) return;
  const outcome = await store.outcomes.read(org, `case-issue:${key}`);
  if (outcome?.state !== 'open' || (await store.records.read(org, 'reviews', key)) !== undefined) return;
  const wanted = `${login}/${policy.cases.repository}`;
  const home = (await store.repositories.list(org)).find(
    (each) => each.goneAt === undefined && isSameRepository(each.fullName, wanted),
  );
  if (home === undefined) return;
  try {
    const where = { ...ownerAndName(home.fullName), issue_number: outcome.remote };
    const issue = await github.find('GET /repos/{owner}/{repo}/issues/{issue_number}', where, Issue);
    const closer = issue?.closed_by;
    // Elsewhere others may close it, and edit what it says.
    if (issue !== undefined && !isIssueAt(issue, home.fullName, outcome.remote)) return;
    if (issue?.state !== 'closed' || !closer || closer.type === 'Bot') return;
    const said = `${home.fullName}#${outcome.remote}`;
    const comment = { repositoryId: home.id, issue: outcome.remote, id: 0 };
    const words = { comment, speaker: closer, where: said };
    const desk = await openDesk(context, { organization, github }, home, words, []);
    const at = issue.closed_at?.getTime() ?? now();
    const by = { id: closer.id, login: closer.login };
    if (desk === undefined || judgeAttest(desk, { id: identity('closed', key), at, by, said }).is !== 'done') return;
    await store.transaction(async (inside) => {
      await inside.records.save(org, 'reviews', new Map([[key, { by, at, said }]]));
      const about = `${key} (${said})`;
      await inside.journal.append(org, [{ at, actor: `@${closer.login}`, did: 'attested an access review', about }]);
    });
  } catch (error) {
    // The next pass asks again, and what stands elsewhere does not wait for it.
    if (!(error instanceof NotVisible || error instanceof GitHubFailure)) throw error;
    context.log.warn({ says: error.message }, 'whether a review was attested is not visible');
  }
}
