import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { manifest, type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

async function planOf({ dataDir }: Scene): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'plan'], { env, cwd: dataDir });
  return stdout;
}

/** Who leaves when the organisation does not grant a permission: the case must say what was not seen. */
async function leaveWithout(...without: string[]): Promise<Scene> {
  const scene = await startScene({ without });
  const { github, alice, mallory, repositories, app } = scene;
  await until('the inventory', () => app.facts());
  await app.idle();
  for (const repository of [repositories.infra, repositories.shop])
    github.removeCollaborator(repository, alice, mallory);
  await github.settled();
  await app.idle();
  return scene;
}

const SEEN_THROUGH: readonly (readonly [permission: string, needs: string, where: string])[] = [
  ['administration', 'administration: read', '(?:\\S+ )*acme/shop(?:, \\S+)*'],
  ['secrets', 'secrets: read', '(?:\\S+ )*acme/shop(?:, \\S+)*'],
  ['actions_variables', 'actions_variables: read', '(?:\\S+ )*acme/shop(?:, \\S+)*'],
  ['organization_secrets', 'organization_secrets: read', 'the organisation'],
  ['organization_user_blocking', 'organization_user_blocking: read', 'the organisation'],
  ['environments', 'environments: read', '(?:\\S+ )*acme/shop(?:, \\S+)*'],
  ['pull_requests', 'pull_requests: read', '(?:\\S+ )*acme/shop(?:, \\S+)*'],
];

test('each permission that is not granted shows as "not visible: needs X" in plan and case, never as "none"', async () => {
  const scene = await leaveWithout(...SEEN_THROUGH.map(([name]) => name));
  const plan = await planOf(scene);
  const [issue] = await until('the case', () => {
    const { issues } = scene.repositories.security;
    return issues.length > 0 && issues;
  });
  const notCovered = issue?.body?.split('### Not visible, so not covered')[1]?.replaceAll('&#95;', '_');
  for (const [, needs, where] of SEEN_THROUGH) {
    expect(plan).toMatch(new RegExp(`not seen: \\S+ of ${where}: not visible: needs ${needs}`));
    expect(notCovered).toContain(`not visible: needs ${needs}`);
  }
  expect(await scene.app.dead()).toEqual([]);
  await scene.close();
});

test('without members nobody is known to have left for good, and nothing breaks', async () => {
  const scene = await leaveWithout('members');
  const plan = await planOf(scene);
  expect(plan).toMatch(/not visible: needs members: read/);
  expect(await scene.app.dead()).toEqual([]);
  await scene.close();
});

test('without issues no case can be opened, and checks appear all the same', async () => {
  const scene = await leaveWithout('issues');
  const { github, bob, repositories } = scene;
  const sha = await github.push(repositories.shop, bob, [{ branch: 'fix', message: 'Fix', files: { 'a.txt': 'a\n' } }]);
  await github.openPull(repositories.shop, bob, { title: 'Fix', head: 'fix' });
  await until('a verdict', () => repositories.shop.checks.find((run) => run.sha === sha)?.conclusion);
  expect(repositories.security.issues).toEqual([]);
  expect(scene.app.log.map(({ msg }) => msg)).toContain('a step is refused');
  expect(await scene.app.dead()).toEqual([]);
  await scene.close();
});

test('without contents nothing is scanned, and plan says so for code, policy and every repository', async () => {
  const scene = await leaveWithout('contents');
  const plan = await planOf(scene);
  expect(plan).toMatch(/policy problem: .*handback\.yml: .*not visible: needs contents: read/);
  expect(plan).toMatch(/not seen: code of (?:\S+, )*acme\/shop(?:, \S+)*: /);
  expect(await scene.app.dead()).toEqual([]);
  await scene.close();
});

test('without any permission but the one that every App has, it still runs and says all that it lacks', async () => {
  const scene = await leaveWithout(...Object.keys(manifest.default_permissions).filter((name) => name !== 'metadata'));
  expect(await planOf(scene)).toMatch(/not visible: needs administration: read/);
  expect(await scene.app.dead()).toEqual([]);
  await scene.close();
});

test('what an owner grants later is seen at once, because GitHub tells of it', async () => {
  const scene = await startScene({ without: ['administration'] });
  const { github, acme, alice, app, installationId } = scene;
  const keys = async () => (await app.store.credentials.list(acme.id)).filter(({ kind }) => kind === 'deploy-key');
  await until('the inventory', () => app.facts());
  await app.idle();
  expect(await keys()).toEqual([]);
  github.acceptPermissions(installationId, alice, { administration: 'read' });
  await until('the key', async () => (await keys()).length === 1);
  expect(github.problems).toEqual([]);
  await scene.close();
});
