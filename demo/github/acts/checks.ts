// Check runs: apps write them, people ask for them again, rulesets require them.
import { emit } from '../emit.ts';
import type { App, CheckRun, Repository } from '../model.ts';
import type { RequiredCheck, Ruleset, User } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { checkRun, checkSuite } from '../views/issues.ts';
import { fullRuleset } from '../views/repositories.ts';
import type { View } from '../views/view.ts';
import { found, type World } from '../world.ts';
import { advanceQueue } from './merge-queue.ts';
import { suiteOf } from './suites.ts';

/** The members of a check run as the REST API names them. */
export interface CheckChange {
  name?: string;
  head_sha?: string;
  status?: string;
  conclusion?: string | null;
  external_id?: string;
  details_url?: string;
  started_at?: string;
  completed_at?: string;
  output?: { title?: string; summary?: string; text?: string; annotations?: Record<string, unknown>[] };
  actions?: CheckRun['actions'];
}

export async function createCheck(
  world: World,
  repository: Repository,
  app: App,
  given: CheckChange,
): Promise<CheckRun> {
  const sha = await repository.git.resolve(given.head_sha ?? '');
  if (!sha) throw new Refusal(422, `No commit found for SHA: ${given.head_sha}`);
  const run: CheckRun = {
    id: world.nextId(),
    suite: suiteOf(world, repository, app, sha),
    app,
    sha,
    name: given.name ?? '',
    status: 'queued',
    conclusion: null,
    externalId: '',
    startedAt: world.now(),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
  apply(world, run, given);
  repository.checks.push(run);
  emitRun(world, repository, app.bot, 'created', run);
  await completed(world, repository, run, false);
  return run;
}

export async function updateCheck(
  world: World,
  repository: Repository,
  run: CheckRun,
  change: CheckChange,
): Promise<CheckRun> {
  const wasCompleted = run.status === 'completed';
  apply(world, run, change);
  await completed(world, repository, run, wasCompleted);
  return run;
}

const mostAnnotations = 50;

function apply(world: World, run: CheckRun, change: CheckChange): void {
  const { annotations = [], ...output } = change.output ?? {};
  if (annotations.length > mostAnnotations) {
    throw new Refusal(
      422,
      `Invalid request.\n\nNo more than ${mostAnnotations} items are allowed; ${annotations.length} were supplied.`,
    );
  }
  run.name = change.name ?? run.name;
  run.externalId = change.external_id ?? run.externalId;
  if (change.details_url) run.detailsUrl = change.details_url;
  if (change.started_at) run.startedAt = Date.parse(change.started_at);
  run.actions = change.actions ?? run.actions;
  run.output = { ...run.output, ...output };
  run.annotations.push(...annotations);
  run.status = change.conclusion ? 'completed' : (change.status ?? run.status);
  run.conclusion = run.status === 'completed' ? (change.conclusion ?? run.conclusion) : null;
  run.completedAt =
    run.status === 'completed' ? Date.parse(change.completed_at ?? new Date(world.now()).toISOString()) : null;
}

async function completed(world: World, repository: Repository, run: CheckRun, before: boolean): Promise<void> {
  if (run.status !== 'completed') return;
  if (!before) emitRun(world, repository, run.app.bot, 'completed', run);
  await advanceQueue(world, repository);
}

/** Webhooks tell more of the suite than the API does. */
function shownToApps(world: World, repository: Repository, run: CheckRun): View {
  return { ...checkRun(world, repository, run), check_suite: checkSuite(world, repository, run.suite) };
}

function emitRun(world: World, repository: Repository, sender: User, action: string, run: CheckRun): void {
  emit(world, 'check_run', repository, sender, { action, check_run: shownToApps(world, repository, run) });
}

/**
 * "Re-run" on the website: only the app that owns the run is told. The run stays as it is,
 * until the app changes it or makes another.
 */
export function rerequestCheck(world: World, repository: Repository, actor: User, run: CheckRun): void {
  emit(
    world,
    'check_run',
    repository,
    actor,
    { action: 'rerequested', check_run: shownToApps(world, repository, run) },
    run.app,
  );
}

/** A button that the app put on its run. */
export function requestAction(
  world: World,
  repository: Repository,
  actor: User,
  run: CheckRun,
  identifier: string,
): void {
  found(run.actions.find((action) => action.identifier === identifier));
  const shown = { check_run: shownToApps(world, repository, run), requested_action: { identifier } };
  emit(world, 'check_run', repository, actor, { action: 'requested_action', ...shown }, run.app);
}

export interface Requirement extends RequiredCheck {
  branches?: string[];
  mergeQueue?: boolean;
}

/** A ruleset that wants this check on the default branch. */
export function requireCheck(world: World, repository: Repository, actor: User, wanted: Requirement): Ruleset {
  const { branches = ['~DEFAULT_BRANCH'], mergeQueue = false, ...check } = wanted;
  const at = world.now();
  const ruleset: Ruleset = {
    id: world.nextId(),
    name: `require ${check.context}`,
    createdAt: at,
    updatedAt: at,
    enforcement: 'active',
    branches,
    checks: [check],
    mergeQueue,
  };
  repository.rulesets.push(ruleset);
  emitRuleset(world, repository, actor, 'created', ruleset);
  return ruleset;
}

export function deleteRuleset(world: World, repository: Repository, actor: User, ruleset: Ruleset): void {
  repository.rulesets = repository.rulesets.filter((one) => one !== ruleset);
  emitRuleset(world, repository, actor, 'deleted', ruleset);
}

function emitRuleset(world: World, repository: Repository, actor: User, action: string, ruleset: Ruleset): void {
  world.audit(repository, action === 'created' ? 'repository_ruleset.create' : 'repository_ruleset.destroy', actor);
  emit(world, 'repository_ruleset', repository, actor, {
    action,
    repository_ruleset: fullRuleset(world, repository, ruleset),
  });
}
