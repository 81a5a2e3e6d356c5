// Every REST operation once, judged by GitHub's own description.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../demo/github/rest/routes.ts';
import { newPublicKey, startAcme } from './acme.ts';
import { furnish } from './furnish.ts';

const everything = [
  'agent_secrets',
  'agent_variables',
  'organization_agent_secrets',
  'organization_agent_variables',
  'organization_private_registries',
  'organization_self_hosted_runners',
  'organization_user_blocking',
  'actions',
  'actions_variables',
  'administration',
  'checks',
  'codespaces_secrets',
  'contents',
  'dependabot_secrets',
  'environments',
  'issues',
  'members',
  'organization_actions_variables',
  'organization_administration',
  'organization_dependabot_secrets',
  'organization_hooks',
  'organization_personal_access_token_requests',
  'organization_personal_access_tokens',
  'organization_secrets',
  'pull_requests',
  'repository_hooks',
  'secret_scanning_alerts',
  'secrets',
];

const permissions = Object.fromEntries(everything.map((name) => [name, 'write' as const]));

let world: Awaited<ReturnType<typeof startAcme>>;
let values: Record<string, string>;
const tokens: Record<string, string | undefined> = {};

beforeAll(async () => {
  world = await startAcme({ permissions });
  values = await furnish(world);
  tokens['app'] = world.jwt();
  tokens['user'] = `token ${world.github.createPersonalAccessToken(world.alice)}`;
  tokens['installation'] = await world.newToken();
});

afterAll(() => world.github.close());

const bodies: Record<string, unknown> = {
  'POST /repos/{owner}/{repo}/keys': { title: 'second', key: newPublicKey(), read_only: true },
  'POST /repos/{owner}/{repo}/hooks': {
    config: { url: 'https://hooks.example/3', content_type: 'json' },
    events: ['push'],
  },
  'POST /repos/{owner}/{repo}/actions/variables': { name: 'NEW', value: 'v' },
  'POST /repos/{owner}/{repo}/environments/{environment_name}/variables': { name: 'NEW', value: 'v' },
  'POST /orgs/{org}/actions/variables': { name: 'NEW', value: 'v', visibility: 'all' },
  'POST /repos/{owner}/{repo}/issues': { title: 'T', body: 'B', labels: ['fresh'], assignees: ['mallory'] },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': { state: 'closed', state_reason: 'not_planned', title: 'New' },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': { body: 'hello' },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': { body: 'hello again' },
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': { content: 'eyes' },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': { labels: ['one'] },
  'PUT /repos/{owner}/{repo}/issues/{issue_number}/labels': { labels: ['bug', 'two'] },
  'POST /repos/{owner}/{repo}/labels': { name: 'handback', color: 'ff0000', description: 'd' },
  'PATCH /repos/{owner}/{repo}/labels/{name}': { new_name: 'bug', color: 'd73a4a' },
  'POST /repos/{owner}/{repo}/pulls': { title: 'Other', head: 'other', base: 'main' },
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': { title: 'Fix it' },
  'POST /repos/{owner}/{repo}/check-runs': { name: 'handback', head_sha: 'HEAD', status: 'queued' },
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': {
    conclusion: 'failure',
    output: { title: 't', summary: 's' },
  },
  'POST /orgs/{org}/personal-access-tokens/{pat_id}': { action: 'revoke' },
  'POST /credentials/revoke': { credentials: ['nothing'] },
  'PATCH /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}': {
    state: 'resolved',
    resolution: 'revoked',
    resolution_comment: 'proved',
  },
  'PUT /repos/{owner}/{repo}/collaborators/{username}': { permission: 'push' },
  'PATCH /repos/{owner}/{repo}': { description: 'A shop' },
};

/** Settings are variables and labels: what {name} means depends on where it stands. */
const nameIn = (path: string): string => (path.includes('labels') ? 'bug' : 'REGION');

/** A comment on a line of a pull request is another thing than one on an issue. */
const keyIn = (path: string, key: string): string =>
  key === 'comment_id' && path.includes('/pulls/') ? 'review_comment_id' : key;

const queries: Record<string, string> = {
  'GET /search/issues': '?q=repo:acme/shop+is:issue+author:alice+label:bug',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': '?recursive=1',
};

const sealed = { encrypted_value: 'c2VhbGVk', key_id: '012345678912345678' };

function bodyOf(name: string): unknown {
  if (name.startsWith('PUT ') && name.includes('/orgs/') && name.includes('secrets'))
    return { ...sealed, visibility: 'all' };
  if (name.startsWith('PUT ') && name.includes('secrets')) return sealed;
  if (name.startsWith('PATCH ') && name.endsWith('variables/{name}')) return { value: 'new' };
  const body = bodies[name];
  return name.endsWith('/check-runs') && body ? { ...body, head_sha: values['commit_sha'] } : body;
}

// What takes things away comes last, and the installation's own token at the very end.
const order = (name: string): number =>
  name === 'DELETE /installation/token'
    ? 4
    : name.startsWith('DELETE')
      ? 3
      : name.includes('personal-access-tokens/{')
        ? 2
        : name.startsWith('GET')
          ? 0
          : 1;
const inOrder = Object.keys(routes).toSorted((a, b) => order(a) - order(b));

// Merging is refused here, by the ruleset; merges.test.ts has it.
const refused = new Set(['PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge']);

test('every webhook of a furnished organisation is as GitHub describes it', () => {
  expect(world.github.problems).toEqual([]);
});

test.each(inOrder)('%s answers as GitHub describes it', async (name) => {
  const [method = '', template = ''] = name.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) =>
    key === 'name' ? nameIn(template) : (values[keyIn(template, key)] ?? ''),
  );
  const orgRule = path.includes('/orgs/')
    ? path.replace(/rulesets\/(\d+)/, (_, id: string) => `rulesets/${Number(id) + 1_000_000}`)
    : path;
  const need = routes[name]?.[0] ?? '';
  const as = need === 'nobody' ? undefined : (tokens[need] ?? tokens['installation']);
  const body = bodyOf(name);
  const before = world.github.requests.length;
  const problemsBefore = world.github.problems.length;
  const reply = await world.client(method, orgRule + (queries[name] ?? ''), {
    ...(as ? { as } : {}),
    ...(body ? { body } : {}),
  });
  const judged = world.github.requests[before];
  expect(judged?.path).toBe(orgRule);
  if (refused.has(name)) expect(reply.status).toBe(405);
  else expect(reply.status, reply.text).toBeLessThan(400);
  expect(world.github.problems.slice(problemsBefore)).toEqual([]);
});
