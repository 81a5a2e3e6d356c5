// Secrets and variables, of repositories, environments and organisations.
import { deleteSecret, deleteVariable, type NewSetting, setSecret, setVariable, shelfOf } from '../acts/credentials.ts';
import type { Place, Repository, Setting } from '../model.ts';
import type { StoreName } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { environment } from '../vault.ts';
import { setting } from '../views/credentials.ts';
import { repository } from '../views/repositories.ts';
import { found } from '../world.ts';
import { Answer, type Call, type Route, type Routes } from './call.ts';
import { page } from './pages.ts';

export const settingRoutes: Routes = {
  ...store('/repos/{owner}/{repo}/actions', 'secrets', 'secrets'),
  ...store('/repos/{owner}/{repo}/actions', 'variables', 'actions_variables'),
  ...store('/repos/{owner}/{repo}/dependabot', 'secrets', 'dependabot_secrets'),
  ...store('/repos/{owner}/{repo}/codespaces', 'secrets', 'codespaces_secrets', 'write'),
  ...reading(store('/repos/{owner}/{repo}/agents', 'secrets', 'agent_secrets')),
  ...reading(store('/repos/{owner}/{repo}/agents', 'variables', 'agent_variables')),
  ...store('/repos/{owner}/{repo}/environments/{environment_name}', 'secrets', 'environments'),
  ...store('/repos/{owner}/{repo}/environments/{environment_name}', 'variables', 'environments'),
  ...store('/orgs/{org}/actions', 'secrets', 'organization_secrets'),
  ...store('/orgs/{org}/actions', 'variables', 'organization_actions_variables'),
  ...store('/orgs/{org}/dependabot', 'secrets', 'organization_dependabot_secrets'),
  ...reading(store('/orgs/{org}/agents', 'secrets', 'organization_agent_secrets')),
  ...reading(store('/orgs/{org}/agents', 'variables', 'organization_agent_variables')),
  // GitHub's description keeps this list from Apps.
  'GET /orgs/{org}/codespaces/secrets': [
    'user',
    (call) => page(call, [...shelfOf(call.organization, 'secret', 'codespaces').values()], codespaces(call), 'secrets'),
  ],
  'GET /orgs/{org}/actions/secrets/{secret_name}/repositories': [
    'organization_secrets:read',
    (call) => selected(call, call.organization.vault.secrets.actions, 'secret_name'),
  ],
  'GET /orgs/{org}/actions/variables/{name}/repositories': [
    'organization_actions_variables:read',
    (call) => selected(call, call.organization.vault.variables, 'name'),
  ],
  'GET /orgs/{org}/dependabot/secrets/{secret_name}/repositories': [
    'organization_dependabot_secrets:read',
    (call) => selected(call, call.organization.vault.secrets.dependabot, 'secret_name'),
  ],
  'GET /orgs/{org}/agents/secrets/{secret_name}/repositories': [
    'organization_agent_secrets:read',
    (call) => selected(call, call.organization.vault.secrets.agents, 'secret_name'),
  ],
  'GET /repos/{owner}/{repo}/actions/organization-secrets': ['secrets:read', inheritedSecrets],
  'GET /repos/{owner}/{repo}/actions/organization-variables': ['actions_variables:read', inheritedVariables],
};

const codespaces = (call: Call) => (each: Setting) =>
  setting(call.world, call.organization, each, 'secrets', 'codespaces');

/** What only lists, shows and deletes: nobody here saves to these stores over the API. */
function reading(routes: Routes): Routes {
  return Object.fromEntries(Object.entries(routes).filter(([name]) => /^(?:GET |DELETE .*secrets)/.test(name)));
}

/** The routes of one store: list, get one, save, delete. */
function store(base: string, kind: 'secrets' | 'variables', permission: string, toRead = 'read'): Routes {
  const one = kind === 'variables' ? `${base}/variables/{name}` : `${base}/secrets/{secret_name}`;
  const name = kind === 'variables' ? 'name' : 'secret_name';
  const product = (/\/(actions|dependabot|codespaces|agents)$/.exec(base)?.[1] ?? 'actions') as StoreName;
  const shelf = (call: Call): Map<string, Setting> =>
    shelfOf(placeOf(call), kind === 'variables' ? 'variable' : 'secret', product);
  const show = (call: Call) => (each: Setting) => setting(call.world, placeOf(call), each, kind, product);
  // GitHub gives variables in smaller pages than anything else.
  const sizes = kind === 'variables' ? { key: kind, most: 30, usual: 10 } : { key: kind };
  const routes: Routes = {
    [`GET ${base}/${kind}`]: [
      `${permission}:${toRead}`,
      (call) => page(call, [...shelf(call).values()], show(call), sizes),
    ],
    [`GET ${one}`]: [
      `${permission}:${toRead}`,
      (call) => show(call)(found(shelf(call).get(call.param(name).toUpperCase()))),
    ],
    [`DELETE ${one}`]: [`${permission}:write`, (call) => drop(call, kind, name, product), 204],
  };
  const save: Route = [`${permission}:write`, (call) => put(call, shelf(call), product), 201];
  return kind === 'secrets'
    ? { ...routes, [`PUT ${one}`]: save }
    : { ...routes, ...variableWrites(base, one, permission) };
}

function variableWrites(base: string, one: string, permission: string): Routes {
  const write = (call: Call, name: string): void =>
    void setVariable(call.world, placeOf(call), call.actor, name, call.text('value') ?? '', visibilityOf(call));
  return {
    [`POST ${base}/variables`]: [`${permission}:write`, (call) => write(call, call.text('name') ?? ''), 201],
    [`PATCH ${one}`]: [`${permission}:write`, (call) => write(call, call.param('name')), 204],
  };
}

/** The value came sealed for GitHub's key: the stand-in keeps nothing of it. */
function put(call: Call, shelf: Map<string, Setting>, product: StoreName): Answer {
  const had = shelf.has(call.param('secret_name').toUpperCase());
  setSecret(call.world, placeOf(call), call.actor, call.param('secret_name'), {
    store: product,
    ...visibilityOf(call),
  });
  return had ? new Answer(204) : new Answer(201, {});
}

function visibilityOf(call: Call): NewSetting {
  const visibility = call.text('visibility');
  if (visibility !== 'all' && visibility !== 'private' && visibility !== 'selected') return {};
  const ids = (call.body['selected_repository_ids'] ?? []) as (number | string)[];
  const repositories = call.world.repositories.filter((one) => ids.map(Number).includes(one.id));
  return { visibility, repositories };
}

function drop(call: Call, kind: 'secrets' | 'variables', name: string, product: StoreName): void {
  const { world, actor } = call;
  const place = placeOf(call);
  const had =
    kind === 'variables'
      ? deleteVariable(world, place, actor, call.param(name))
      : deleteSecret(world, place, actor, call.param(name), product);
  if (!had) throw new Refusal(404, 'Not Found');
}

function placeOf(call: Call): Place {
  if (call.params['org'] !== undefined) return call.organization;
  return call.params['environment_name'] === undefined
    ? call.repository
    : environment(call.repository, call.param('environment_name'));
}

function selected(call: Call, shelf: Map<string, Setting>, name: string): Answer {
  const one = found(shelf.get(call.param(name).toUpperCase()));
  return page(call, one.repositories, (each) => repository(call.world, each), 'repositories');
}

const reaches = (place: Repository, { visibility, repositories }: Setting): boolean =>
  visibility === 'all' || (visibility === 'private' && place.private) || repositories.includes(place);

function inherited(call: Call, kind: 'secrets' | 'variables', sizes: { most?: number; usual?: number } = {}): Answer {
  const { owner } = call.repository;
  const vault = owner.type === 'Organization' ? owner.vault : undefined;
  const shelf = kind === 'secrets' ? vault?.secrets.actions : vault?.variables;
  const all = [...(shelf?.values() ?? [])].filter((one) => reaches(call.repository, one));
  const show = ({ visibility: _, ...one }: Setting): unknown => setting(call.world, call.repository, one, kind);
  return page(call, all, show, { key: kind, ...sizes });
}

function inheritedSecrets(call: Call): Answer {
  return inherited(call, 'secrets');
}

function inheritedVariables(call: Call): Answer {
  return inherited(call, 'variables', { most: 30, usual: 10 });
}
