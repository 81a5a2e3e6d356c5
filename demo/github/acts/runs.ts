// A workflow of a repository runs; what it does is not played.
import type { Repository } from '../model.ts';
import type { User } from '../records.ts';
import type { WorkflowRun } from '../workflow-run.ts';
import type { World } from '../world.ts';

export async function runWorkflow(
  world: World,
  repository: Repository,
  actor: User,
  path: string,
  createdAt = world.now(),
): Promise<WorkflowRun> {
  const sha = (await repository.git.commit(repository.defaultBranch))?.sha ?? '0'.repeat(40);
  const run = { id: world.nextId(), repository, path, sha, actor, createdAt };
  world.workflowRuns.push(run);
  return run;
}
