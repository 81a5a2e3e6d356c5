import { z } from 'zod';
import { type GitHub, isRefusal, ownerAndName } from '../../github/github.ts';
import type { CaseItem } from '../../model/case.ts';
import { DAY } from '../../model/time.ts';
import { MOST_NAMED } from '../../policy/words/uses.ts';
import { isWorkflow } from '../../workflows/called.ts';
import type { Context, Site } from '../context.ts';
import { oneByOne } from './one-by-one.ts';
import { answered } from './visible.ts';

/** https://docs.github.com/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow */
const Runs = z.object({ workflow_runs: z.array(z.object({ created_at: z.coerce.date() })) });

/** Questions in one go, so that one credential that everybody uses does not use up the hour. */
const MOST_ASKED = 300;

/** When the workflows ran last that need a credential of an open case: asked once a day, and for nothing else. */
export async function askRuns(
  context: Context,
  { organization: { id: org }, github }: Site,
  items: readonly CaseItem[],
) {
  const { store, now } = context;
  const named = items.flatMap(({ uses }) => uses?.dependents.slice(0, MOST_NAMED) ?? []);
  const byRepository = Map.groupBy(named, ({ repositoryId }) => repositoryId);
  let asked = 0;
  let isRefused = false;
  const questions = [...byRepository].map(([repositoryId, dependents]) => async () => {
    const known = (await store.records.read(org, 'runs', String(repositoryId)))?.asked ?? {};
    const fresh = (path: string) => now() - (known[path]?.at ?? 0) < DAY;
    const paths = dependents.map(({ workflow }) => workflow).filter(isWorkflow);
    const wanted = [...new Set(paths)].filter((path) => !fresh(path));
    const [{ repository } = { repository: '' }] = dependents;
    if (isRefused || wanted.length === 0 || asked + wanted.length > MOST_ASKED) return;
    asked += wanted.length;
    const answers = await answered(context, org, 'workflow-run', { repositoryId, repository }, () =>
      Promise.all(wanted.map(async (path) => [path, await lastRun(github, repository, path, now())] as const)).catch(
        (error: unknown) => {
          // What one repository refuses, all do: the permission is the organisation's.
          isRefused = isRefusal(error);
          throw error;
        },
      ),
    );
    if (answers === undefined) return;
    const record = { asked: { ...known, ...Object.fromEntries(answers) } };
    await store.records.save(org, 'runs', new Map([[String(repositoryId), record]]));
  });
  await oneByOne(questions);
  return asked > 0;
}

/** GitHub knows a workflow by the name of its file. */
async function lastRun(github: GitHub, repository: string, path: string, at: number) {
  const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
  const workflow = { ...ownerAndName(repository), workflow_id: path.split('/').at(-1), per_page: 1 };
  const answer = await github.find(route, workflow, Runs);
  // A workflow of which GitHub knows nothing is not one that never ran.
  return answer === undefined ? { at } : { at, lastRunAt: answer.workflow_runs[0]?.created_at.getTime() ?? null };
}
