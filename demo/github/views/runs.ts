import type { WorkflowRun } from '../workflow-run.ts';
import { fullName, type World } from '../world.ts';
import { account } from './people.ts';
import { repository } from './repositories.ts';
import { iso, links, nodeId, type View } from './view.ts';

export const workflowRun = (world: World, run: WorkflowRun): View => {
  const base = `${world.api}/repos/${fullName(run.repository)}/actions`;
  const url = `${base}/runs/${run.id}`;
  const html = `${world.web}/${fullName(run.repository)}/actions/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.path,
    path: run.path,
    run_number: 1,
    head_branch: run.repository.defaultBranch,
    head_sha: run.sha,
    event: 'push',
    status: 'completed',
    conclusion: 'success',
    workflow_id: 1,
    display_title: run.path,
    pull_requests: [],
    url,
    html_url: html,
    ...links(url, 'jobs logs artifacts cancel rerun'),
    previous_attempt_url: null,
    check_suite_url: `${world.api}/check-suites/1`,
    workflow_url: `${base}/workflows/1`,
    created_at: iso(run.createdAt),
    updated_at: iso(run.createdAt),
    run_started_at: iso(run.createdAt),
    actor: account(world, run.actor),
    triggering_actor: account(world, run.actor),
    head_commit: null,
    repository: repository(world, run.repository),
    head_repository: repository(world, run.repository),
  };
};
