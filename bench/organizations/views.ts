import { alertsOf } from './alerts.ts';
import { ENVIRONMENT } from './audit-log.ts';
import { nodeOf, openedAt } from './edits.ts';
import type { MadeRepository } from './git-repository.ts';
import type { Key, Made } from './keys.ts';
import type { MadeUpOrganization, MadeUpRepository, Text } from './organization.ts';
import type { Setting } from './settings.ts';
import { day, shown } from './shapes.ts';

/** GitHub's log of activity, newest first. */
export function activity({ book }: MadeUpRepository, { sha }: MadeRepository, ref: unknown): readonly object[] {
  const nothing = '0'.repeat(40);
  const lines = book.updates.map(({ branch, before, after, at, type, actor }, index) => ({
    id: index + 1,
    before: before === undefined ? nothing : sha(before),
    after: after === undefined ? nothing : sha(after),
    ref: `refs/heads/${branch}`,
    timestamp: day(at),
    activity_type: type,
    actor: shown(actor),
  }));
  return lines.toReversed().filter((line) => ref === undefined || line.ref === ref);
}

/** What each list of credentials holds; a list that is missing here is empty. */
export function stores(
  organization: MadeUpOrganization,
  repository: MadeUpRepository | undefined,
): Readonly<Record<string, readonly object[]>> {
  if (repository === undefined) {
    return {
      'GET /orgs/{org}/actions/variables': organization.repositories.flatMap(({ settings }) =>
        variables(settings, 'organization'),
      ),
      'GET /orgs/{org}/secret-scanning/alerts': organization.repositories.flatMap(alertsOf),
      'GET /orgs/{org}/actions/secrets': organization.repositories.flatMap(({ settings }) =>
        secrets(settings, 'organization', 'actions'),
      ),
      'GET /orgs/{org}/personal-access-tokens': organization.tokens.filter(({ by }) => !by.gone).map(token),
      'GET /orgs/{org}/credential-authorizations': organization.authorizations.map(authorization),
    };
  }
  const { settings, keys, hooks, texts } = repository;
  return {
    'GET /repos/{owner}/{repo}/keys': keys.map(deployKey),
    'GET /repos/{owner}/{repo}/hooks': hooks.map(hook),
    'GET /repos/{owner}/{repo}/actions/secrets': secrets(settings, 'repository', 'actions'),
    'GET /repos/{owner}/{repo}/dependabot/secrets': secrets(settings, 'repository', 'dependabot'),
    'GET /repos/{owner}/{repo}/codespaces/secrets': secrets(settings, 'repository', 'codespaces'),
    'GET /repos/{owner}/{repo}/environments': [{ name: ENVIRONMENT }],
    'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets': secrets(settings, 'environment', 'actions'),
    'GET /repos/{owner}/{repo}/actions/variables': variables(settings, 'repository'),
    'GET /repos/{owner}/{repo}/environments/{environment_name}/variables': variables(settings, 'environment'),
    'GET /repos/{owner}/{repo}/issues': texts.map((text) => issue(repository.id, text)),
  };
}

function secrets(
  settings: readonly Setting[],
  level: Setting['level'],
  product: Setting['product'],
): readonly object[] {
  return settings
    .filter((one) => one.what === 'secret' && one.level === level && one.product === product)
    .map(({ name, created, again }) => ({
      name,
      created_at: day(created.at),
      updated_at: day(again.at(-1)?.at ?? created.at),
    }));
}

function variables(settings: readonly Setting[], level: Setting['level']): readonly object[] {
  return settings
    .filter((one) => one.what === 'variable' && one.level === level)
    .map(({ name, value, created, again }) => ({ name, value, updated_at: day(again.at(-1)?.at ?? created.at) }));
}

/** In every second somebody closed it, or the like, since. */
function issue(repositoryId: number, text: Text): object {
  const { id, at, author, body } = text;
  const dates = { created_at: day(openedAt(text)), updated_at: day(at + (id % 2)) };
  const what = { number: id, title: 'It fails', body, comments: 0, user: shown(author) };
  return { ...what, ...dates, node_id: nodeOf(repositoryId, text) };
}

function deployKey({ id, key, title, at, by }: Key): object {
  return { id, key, title, created_at: day(at), read_only: id % 2 === 0, added_by: by.gone ? null : by.login };
}

function hook({ id, at }: Made): object {
  const config = { url: 'https://hooks.example/in', insecure_ssl: '0' };
  return { id, active: true, events: ['push'], config, created_at: day(at), updated_at: day(at) };
}

function token({ id, at, by }: Made): object {
  return {
    id,
    token_id: id + 5000,
    token_name: `token ${id}`,
    owner: shown(by),
    repository_selection: 'all',
    permissions: {},
    token_expired: false,
    access_granted_at: day(at),
  };
}

function authorization({ id, at, by }: Made): object {
  return { login: by.login, credential_id: id, credential_type: 'SSH key', credential_authorized_at: day(at) };
}

/** The webhook's `deploy_key` events that reached the App. */
export function keyEvents({ id: repositoryId, keys }: MadeUpRepository): readonly object[] {
  return keys
    .filter(({ told }) => told)
    .map(({ id, at, by }) => ({
      action: 'created',
      key: { id, created_at: day(at) },
      repository: { id: repositoryId },
      sender: { id: by.id, login: by.login, type: 'User' },
    }));
}
