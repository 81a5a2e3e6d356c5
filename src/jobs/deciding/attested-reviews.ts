import { z } from 'zod';
import { GitHubFailure, NotVisible, ownerAndName } from '../../github/github.ts';
import { isIssueAt } from '../../github/issue-place.ts';
import { identity } from '../../model/identity.ts';
import { type Repository, shownAs } from '../../model/organization.ts';
import { judgeAttest } from '../../policy/commands/reviews.ts';
import { type Campaign, campaigns } from '../../policy/reviews.ts';
import type { Context, Site } from '../context.ts';
import { openDesk } from './desk.ts';

const Issue = z.object({
  url: z.string(),
  state: z.string(),
  closed_at: z.coerce.date().nullish(),
  closed_by: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
});

/**
 * Closing a review before it ends says the same as `/handback attest`, and is judged by the
 * same rules. Where these refuse it, it is no attestation, and the issue opens again. The
 * last review may have been closed in time, and nobody was here to see it.
 */
export async function keepAttested(context: Context, site: Site): Promise<void> {
  const { store, now } = context;
  const { id: org, login } = site.organization;
  const policy = (await store.policies.read(org))?.policy;
  const rounds = policy && campaigns(policy, now());
  if (policy?.cases === undefined || rounds === undefined) return;
  const wanted = `${login}/${policy.cases.repository}`;
  for (const campaign of [rounds.before, rounds.running]) {
    if (campaign === undefined) continue;
    const outcome = await store.outcomes.read(org, `case-issue:${campaign.key}`);
    if (outcome?.state !== 'open' || (await store.records.read(org, 'reviews', campaign.key)) !== undefined) continue;
    const home = shownAs(await store.repositories.list(org), wanted);
    if (home !== undefined) await keepOne(context, site, campaign, home, outcome.remote);
  }
}

async function keepOne(
  context: Context,
  { organization, github }: Site,
  { key, end }: Campaign,
  home: Repository,
  number: number,
): Promise<void> {
  const { store, now } = context;
  const { id: org } = organization;
  try {
    const where = { ...ownerAndName(home.fullName), issue_number: number };
    const issue = await github.find('GET /repos/{owner}/{repo}/issues/{issue_number}', where, Issue);
    const closer = issue?.closed_by;
    // Elsewhere others may close it, and edit what it says.
    if (issue !== undefined && !isIssueAt(issue, home.fullName, number)) return;
    if (issue?.state !== 'closed' || !closer || closer.type === 'Bot') return;
    const at = issue.closed_at?.getTime() ?? now();
    if (at >= end) return;
    const said = `${home.fullName}#${number}`;
    const comment = { repositoryId: home.id, issue: number, id: 0 };
    const words = { comment, speaker: closer, where: said };
    const desk = await openDesk(context, { organization, github }, home, words, []);
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
