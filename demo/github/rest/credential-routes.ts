// Where credentials live: deploy keys, hooks, secrets, variables, environments, alerts.
import { addDeployKey, addHook, createEnvironment, deleteDeployKey, deleteHook } from '../acts/credentials.ts';
import type { DeployKey, Hook, SecretAlert } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { environment } from '../vault.ts';
import { deployKey, environment as environmentView, hook, runner, secretAlert } from '../views/credentials.ts';
import { repository } from '../views/repositories.ts';
import { workflowRun } from '../views/runs.ts';
import { found } from '../world.ts';
import type { Answer, Call, Routes } from './call.ts';
import { page } from './pages.ts';

export const credentialRoutes: Routes = {
  'GET /repos/{owner}/{repo}/keys': [
    'administration:read',
    (call) => page(call, call.repository.keys, (one) => deployKey(call.world, call.repository, one)),
  ],
  'POST /repos/{owner}/{repo}/keys': ['administration:write', createKey, 201],
  'GET /repos/{owner}/{repo}/keys/{key_id}': [
    'administration:read',
    (call) => deployKey(call.world, call.repository, keyOf(call)),
  ],
  'DELETE /repos/{owner}/{repo}/keys/{key_id}': [
    'administration:write',
    (call) => deleteDeployKey(call.world, call.repository, call.actor, keyOf(call)),
    204,
  ],

  'GET /repos/{owner}/{repo}/hooks': [
    'repository_hooks:read',
    (call) => page(call, call.repository.hooks, (one) => hook(call.world, call.repository, one)),
  ],
  'POST /repos/{owner}/{repo}/hooks': ['repository_hooks:write', createHook, 201],
  'GET /repos/{owner}/{repo}/hooks/{hook_id}': [
    'repository_hooks:read',
    (call) => hook(call.world, call.repository, hookOf(call)),
  ],
  'DELETE /repos/{owner}/{repo}/hooks/{hook_id}': [
    'repository_hooks:write',
    (call) => deleteHook(call.world, call.repository, call.actor, hookOf(call)),
    204,
  ],

  'DELETE /orgs/{org}/hooks/{hook_id}': ['organization_hooks:write', dropOrganizationHook, 204],
  'DELETE /orgs/{org}/credential-authorizations/{credential_id}': [
    'organization_administration:write',
    dropAuthorization,
    204,
  ],

  'GET /repos/{owner}/{repo}/actions/runners': [
    'administration:read',
    (call) => page(call, call.repository.runners, runner, 'runners'),
  ],
  'GET /repos/{owner}/{repo}/actions/runners/{runner_id}': [
    'administration:read',
    (call) => runner(byId(call.repository.runners, call.id('runner_id'))),
  ],

  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': ['actions:read', listRuns],

  'GET /repos/{owner}/{repo}/environments': ['actions:read', listEnvironments],
  'GET /repos/{owner}/{repo}/environments/{environment_name}': [
    'actions:read',
    (call) => environmentView(call.world, environmentOf(call)),
  ],
  'PUT /repos/{owner}/{repo}/environments/{environment_name}': ['administration:write', putEnvironment],

  'GET /repos/{owner}/{repo}/secret-scanning/alerts': ['secret_scanning_alerts:read', listAlerts],
  'PATCH /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}': ['secret_scanning_alerts:write', patchAlert],
  'GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}': ['secret_scanning_alerts:read', showAlert],
  'GET /orgs/{org}/secret-scanning/alerts': ['secret_scanning_alerts:read', listOrganizationAlerts],
};

const environmentOf = (call: Call) => environment(call.repository, call.param('environment_name'));

const keyOf = (call: Call): DeployKey => byId(call.repository.keys, call.id('key_id'));

const hookOf = (call: Call): Hook => byId(call.repository.hooks, call.id('hook_id'));

const byId = <T extends { id: number }>(all: readonly T[], id: number): T => found(all.find((one) => one.id === id));

/** By the name of the file, as the App asks. */
function listRuns(call: Call): Answer {
  const path = `.github/workflows/${call.param('workflow_id')}`;
  const runs = call.world.workflowRuns.filter((run) => run.repository === call.repository && run.path === path);
  return page(call, runs.toReversed(), (run) => workflowRun(call.world, run), 'workflow_runs');
}

function createKey(call: Call): unknown {
  const { world, actor, repository: place } = call;
  const given = { readOnly: call.body['read_only'] === true };
  return deployKey(
    world,
    place,
    addDeployKey(world, place, actor, call.text('title') ?? '', call.text('key') ?? '', given),
  );
}

function createHook(call: Call): unknown {
  const config = call.body['config'] as { url?: string } | undefined;
  const events = (call.body['events'] ?? ['push']) as string[];
  return hook(call.world, call.repository, addHook(call.world, call.repository, call.actor, config?.url ?? '', events));
}

function listEnvironments(call: Call): Answer {
  return page(call, call.repository.environments, (one) => environmentView(call.world, one), 'environments');
}

function putEnvironment(call: Call): unknown {
  const name = call.param('environment_name');
  const known = call.repository.environments.find((one) => one.name === name);
  return environmentView(call.world, known ?? createEnvironment(call.world, call.repository, call.actor, name));
}

const wantedAlerts = (call: Call, alerts: SecretAlert[]): SecretAlert[] =>
  alerts.filter((one) => call.query['state'] === undefined || one.state === call.query['state']);

const hidden = (call: Call): boolean => call.query['hide_secret'] === 'true';

function listAlerts(call: Call): Answer {
  const { alerts } = call.repository;
  if (!alerts) throw new Refusal(404, 'Secret scanning is disabled on this repository.');
  return page(call, wantedAlerts(call, alerts), (one) => secretAlert(call.world, call.repository, one, hidden(call)));
}

function showAlert(call: Call): unknown {
  const alert = (call.repository.alerts ?? []).find((one) => one.number === call.id('alert_number'));
  return secretAlert(call.world, call.repository, found(alert), hidden(call));
}

function listOrganizationAlerts(call: Call): Answer {
  const places = call.world.repositoriesOf(call.organization).filter((one) => call.sees(one));
  const all = places.flatMap((place) => wantedAlerts(call, place.alerts ?? []).map((alert) => ({ place, alert })));
  const show = ({ place, alert }: (typeof all)[number]): unknown => ({
    ...secretAlert(call.world, place, alert, hidden(call)),
    repository: repository(call.world, place),
  });
  return page(call, all, show);
}

function patchAlert(call: Call): unknown {
  const alert = found(call.repository.alerts?.find(({ number }) => number === call.id('alert_number')));
  const state = call.text('state');
  const comment = call.text('resolution_comment');
  if (state === 'resolved' && call.text('resolution') === undefined)
    throw new Refusal(422, 'A resolution is required to resolve an alert.');
  if (state === 'open' || state === 'resolved') alert.state = state;
  if (comment !== undefined) alert.comment = comment;
  return secretAlert(call.world, call.repository, alert, hidden(call));
}

function dropOrganizationHook(call: Call): void {
  const { world, actor, organization } = call;
  deleteHook(world, organization, actor, byId(organization.hooks, call.id('hook_id')));
}

function dropAuthorization(call: Call): void {
  const { organization: org } = call;
  const one = byId(org.ssoAuthorizations, call.id('credential_id'));
  org.ssoAuthorizations = org.ssoAuthorizations.filter((other) => other !== one);
  call.world.audit(org, 'org_credential_authorization.revoke', call.actor, { user: one.login });
}
