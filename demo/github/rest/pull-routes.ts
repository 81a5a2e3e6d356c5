// Pull requests and check runs.
import { type CheckChange, createCheck, rerequestCheck, updateCheck } from '../acts/checks.ts';
import { mergePull } from '../acts/merges.ts';
import { closePull, editPull, fullPull, openPull, reopenPull } from '../acts/pulls.ts';
import type { CheckRun, PullRequest } from '../model.ts';
import type { ReviewComment } from '../pull-records.ts';
import { invalid, Refusal } from '../refusal.ts';
import { commit, file } from '../views/code.ts';
import { checkRun, pull } from '../views/issues.ts';
import { reviewComment } from '../views/review-comment.ts';
import { found, isPull } from '../world.ts';
import type { Answer, Call, Routes } from './call.ts';
import { listed } from './listed.ts';
import { page } from './pages.ts';

export const pullRoutes: Routes = {
  'GET /repos/{owner}/{repo}/pulls/comments': ['pull_requests:read', listReviewComments],
  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}': ['pull_requests:read', showReviewComment],
  'GET /repos/{owner}/{repo}/pulls': ['pull_requests:read', listPulls],
  'POST /repos/{owner}/{repo}/pulls': ['pull_requests:write', createPull, 201],
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': ['pull_requests:read', (call) => fullPull(call.world, pullOf(call))],
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': ['pull_requests:write', patchPull],
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge': ['contents:write', merge],
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': ['pull_requests:read', pullFiles],
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits': ['pull_requests:read', pullCommits],

  'POST /repos/{owner}/{repo}/check-runs': ['checks:write', makeCheck, 201],
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': [
    'checks:read',
    (call) => checkRun(call.world, call.repository, runOf(call)),
  ],
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': ['checks:write', patchCheck],
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': ['checks:read', listAnnotations],
  'POST /repos/{owner}/{repo}/check-runs/{check_run_id}/rerequest': ['checks:write', askAgain, 201],
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': ['checks:read', listChecks],
};

function listReviewComments(call: Call): Answer {
  const since = Date.parse(call.query['since'] ?? '1970-01-01');
  const wanted = reviewComments(call).filter(({ one }) => one.updatedAt >= since);
  return page(call, wanted, ({ on, one }) => reviewComment(call.world, on, one));
}

function showReviewComment(call: Call): unknown {
  const id = call.id('comment_id');
  const { on, one } = found(reviewComments(call).find((each) => each.one.id === id));
  return reviewComment(call.world, on, one);
}

function reviewComments(call: Call): readonly { readonly on: PullRequest; readonly one: ReviewComment }[] {
  return call.repository.issues.filter(isPull).flatMap((on) => on.pull.comments.map((one) => ({ on, one })));
}

const pullOf = (call: Call): PullRequest => call.world.pull(call.repository, call.param('pull_number'));

function listPulls(call: Call): Answer {
  const { head, base } = call.query;
  const wanted = ({ pull: one }: PullRequest): boolean =>
    (head === undefined || head === `${one.head.repository.owner.login}:${one.head.ref}`) &&
    (base === undefined || base === one.base.ref);
  return page(call, listed(call, call.repository.issues.filter(isPull).filter(wanted)), (one) => pull(call.world, one));
}

async function createPull(call: Call): Promise<unknown> {
  const { world, repository } = call;
  const [owner, branch] = (call.text('head') ?? '').includes(':') ? (call.text('head') ?? '').split(':', 2) : [];
  const from =
    owner &&
    world.repositories.find((one) => one.owner.login === owner && (one === repository || one.parent === repository));
  if (owner && !from) throw invalid('PullRequest', 'head');
  const made = await openPull(world, repository, call.actor, {
    title: call.text('title') ?? '',
    head: branch ?? call.text('head') ?? '',
    body: call.text('body') ?? '',
    base: call.text('base') ?? repository.defaultBranch,
    ...(from ? { from } : {}),
  });
  return fullPull(world, made);
}

async function patchPull(call: Call): Promise<unknown> {
  const one = pullOf(call);
  const [title, body] = [call.text('title'), call.text('body')];
  if (title !== undefined || body !== undefined) {
    await editPull(call.world, one, call.actor, {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
    });
  }
  const state = call.text('state');
  if (state === 'closed' && one.state === 'open') await closePull(call.world, one, call.actor);
  if (state === 'open' && one.state === 'closed') await reopenPull(call.world, one, call.actor);
  return fullPull(call.world, one);
}

async function merge(call: Call): Promise<unknown> {
  const one = pullOf(call);
  const expected = call.text('sha');
  if (expected !== undefined && expected !== one.pull.head.sha) {
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  }
  const method = call.text('merge_method') === 'squash' ? 'squash' : 'merge';
  const sha = await mergePull(call.world, one, call.actor, { method });
  return { sha, merged: true, message: 'Pull Request successfully merged' };
}

const mostFiles = 3000;
const mostCommits = 250;

async function pullFiles(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const { base, head } = pullOf(call).pull;
  const files = await repository.git.files(await repository.git.mergeBase(base.sha, head.sha), head.sha);
  return page(call, files.slice(0, mostFiles), (one) => file(world, repository, head.sha, one));
}

async function pullCommits(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const { base, head } = pullOf(call).pull;
  const commits = (await repository.git.log([`${base.sha}..${head.sha}`])).reverse();
  return page(call, commits.slice(0, mostCommits), (one) => commit(world, repository, one));
}

const runOf = (call: Call): CheckRun => found(call.repository.checks.find((run) => run.id === call.id('check_run_id')));

/** Only apps write checks, and each only its own. */
function ownRun(call: Call): CheckRun {
  const run = runOf(call);
  if (run.app !== call.app)
    throw new Refusal(
      403,
      `Invalid app_id \`${call.app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  return run;
}

async function makeCheck(call: Call): Promise<unknown> {
  const { world, repository, app } = call;
  return checkRun(world, repository, await createCheck(world, repository, app, call.body as CheckChange));
}

async function patchCheck(call: Call): Promise<unknown> {
  const { world, repository } = call;
  return checkRun(world, repository, await updateCheck(world, repository, ownRun(call), call.body as CheckChange));
}

function askAgain(call: Call): unknown {
  rerequestCheck(call.world, call.repository, call.actor, runOf(call));
  return {};
}

function listAnnotations(call: Call): Answer {
  return page(call, runOf(call).annotations, (one) => ({
    blob_href: call.world.web,
    title: null,
    raw_details: null,
    start_column: null,
    end_column: null,
    ...one,
  }));
}

async function listChecks(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const sha = await repository.git.resolve(call.param('ref'));
  if (!sha) throw new Refusal(422, `No commit found for SHA: ${call.param('ref')}`);
  const { check_name: name, status, app_id: appId, filter = 'latest' } = call.query;
  const runs = repository.checks.filter(
    (run) =>
      run.sha === sha &&
      (name === undefined || run.name === name) &&
      (status === undefined || run.status === status) &&
      (appId === undefined || run.app.id === Number(appId)),
  );
  const newest = runs.filter(
    (run) => runs.findLast((other) => other.name === run.name && other.app === run.app) === run,
  );
  return page(call, filter === 'all' ? runs : newest, (run) => checkRun(world, repository, run), 'check_runs');
}
