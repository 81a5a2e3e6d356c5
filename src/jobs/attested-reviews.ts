import { z } from 'zod';
import { directory } from '../attribute/people.ts';
import { NotVisible, ownerAndName } from '../github/github.ts';
import { campaigns } from '../policy/reviews.ts';
import type { Context, Site } from './context.ts';
import { noRight } from './rights.ts';

const Issue = z.object({
  state: z.string(),
  closed_at: z.coerce.date().nullish(),
  closed_by: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
});

/** Whoever may decide and closed the running review has attested it. Anybody else's closing is none, and the issue opens again. */
export async function keepAttested(context: Context, { organization, github }: Site): Promise<void> {
  const { store, now } = context;
  const { id: org, login } = organization;
  const policy = (await store.policies.read(org))?.policy;
  const key = policy && campaigns(policy, now())?.running.key;
  if (policy?.cases === undefined || key === undefined) return;
  const outcome = await store.outcomes.read(org, `case-issue:${key}`);
  if (outcome?.state !== 'open' || (await store.records.read(org, 'reviews', key)) !== undefined) return;
  const wanted = `${login}/${policy.cases.repository}`;
  const home = (await store.repositories.list(org)).find(({ fullName }) => fullName === wanted);
  if (home === undefined) return;
  try {
    const where = { ...ownerAndName(home.fullName), issue_number: outcome.remote };
    const issue = await github.find('GET /repos/{owner}/{repo}/issues/{issue_number}', where, Issue);
    const closer = issue?.closed_by;
    if (issue?.state !== 'closed' || !closer || closer.type === 'Bot') return;
    const people = directory(await store.people.list(org));
    if ((await noRight({ organization, github }, policy, home, closer, people)) !== undefined) return;
    const at = issue.closed_at?.getTime() ?? now();
    const attested = { by: { id: closer.id, login: closer.login }, at, said: `${home.fullName}#${outcome.remote}` };
    await store.transaction(async (inside) => {
      await inside.records.save(org, 'reviews', new Map([[key, attested]]));
      const about = `${key} (${attested.said})`;
      await inside.journal.append(org, [{ at, actor: `@${closer.login}`, did: 'attested an access review', about }]);
    });
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    context.log.warn({ gap: error.gap.says }, 'whether a review was attested is not visible');
  }
}
