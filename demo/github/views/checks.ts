import type { CheckRun, CheckSuite, Repository } from '../model.ts';
import { fullName, isPull, type World } from '../world.ts';
import { app } from './apps.ts';
import { iso, isoOrNull, nodeId, type View } from './view.ts';

export const checkRun = (world: World, place: Repository, one: CheckRun): View => ({
  id: one.id,
  name: one.name,
  node_id: nodeId('CheckRun', one.id),
  head_sha: one.sha,
  external_id: one.externalId,
  url: `${world.api}/repos/${fullName(place)}/check-runs/${one.id}`,
  html_url: `${world.web}/${fullName(place)}/runs/${one.id}`,
  details_url: one.detailsUrl ?? world.web,
  status: one.status,
  conclusion: one.conclusion,
  started_at: iso(one.startedAt),
  completed_at: isoOrNull(one.completedAt),
  output: {
    ...one.output,
    annotations_count: one.annotations.length,
    annotations_url: `${world.api}/repos/${fullName(place)}/check-runs/${one.id}/annotations`,
  },
  check_suite: { id: one.suite.id },
  app: app(world, one.app),
  pull_requests: pullsAt(world, place, one.sha),
});

/** Pull requests from forks are not named: their commits came without a push here. */
const pullsAt = (world: World, place: Repository, sha: string): View[] =>
  place.issues
    .filter(isPull)
    .filter((one) => one.state === 'open' && one.pull.head.sha === sha && one.pull.head.repository === place)
    .map((one) => {
      const repo = { id: place.id, url: `${world.api}/repos/${fullName(place)}`, name: place.name };
      const { head, base } = one.pull;
      const sides = { head: { ref: head.ref, sha: head.sha, repo }, base: { ref: base.ref, sha: base.sha, repo } };
      return { id: one.id, number: one.number, url: `${repo.url}/pulls/${one.number}`, ...sides };
    });

export const checkSuite = (world: World, place: Repository, one: CheckSuite): View => {
  const runs = place.checks.filter((run) => run.suite === one);
  const url = `${world.api}/repos/${fullName(place)}/check-suites/${one.id}`;
  return {
    id: one.id,
    node_id: nodeId('CheckSuite', one.id),
    head_branch: one.branch,
    head_sha: one.sha,
    status: 'queued',
    conclusion: null,
    url,
    before: one.before,
    after: one.sha,
    pull_requests: pullsAt(world, place, one.sha),
    app: app(world, one.app),
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
};
