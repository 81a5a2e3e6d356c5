import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ without: ['organization_hooks'] });
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
});
afterAll(() => scene.close());

async function doctor(env: Record<string, string> = {}, ...more: string[]): Promise<{ code: number; said: string }> {
  const given = { PATH: process.env['PATH'], ...scene.settings, ...env };
  const running = promisify(execFile)(process.execPath, [CLI, 'doctor', ...more], { env: given, cwd: scene.dataDir });
  return running.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
}

test('what is wrong is told with what to do, and what is well is told too', async () => {
  const before = scene.github.requests.length;
  const { code, said } = await doctor();
  expect(code).toBe(1);
  expect(said).toContain(`ok       GitHub knows the App as handback (${scene.appId})`);
  expect(said).toMatch(/warning {2}not granted: organization_hooks: read\n +→ An owner of acme accepts/);
  expect(said).toMatch(/ok {7}git \d+\.\d+\S* reads acme\/\S+/);
  expect(said).toMatch(/ok {7}differs from GitHub’s by \d\.\d s/);
  expect(said).toMatch(/ok {7}the code of all \d+ repositories has been read/);
  expect(said).toMatch(/ok {7}of the last \d+ none is lost/);
  expect(said).toMatch(/ok {7}acme\/\.github-private:\.github\/handback\.yml@[\da-f]{40}, mode block/);
  expect(said).toContain('webhook: not visible: needs organization_hooks: read (one place)');
  expect(said).toMatch(/WRONG {4}no rule requires it, so it stops no merge: .*\n +→ Add a ruleset/);
  const writes = scene.github.requests
    .slice(before)
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('tokens'));
  expect(writes).toEqual([]);
});

test('a required check counts only where it is bound to this App', async () => {
  const { github, alice, repositories, appId } = scene;
  for (const repository of Object.values(repositories)) {
    const app = repository.name === 'shop' ? {} : { integrationId: appId };
    github.requireCheck(repository, alice, { context: 'handback', ...app });
  }
  const { code, said } = await doctor({}, '--json');
  const gate = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { about: string; state: string; says: string })
    .filter(({ about }) => about === 'the required check');
  expect(code).toBe(1);
  expect(gate.map(({ state, says }) => `${state}: ${says}`)).toEqual([
    expect.stringMatching(/^well: rules require it: .*acme\/infra/),
    expect.stringMatching(/^ill: required, but from any App: .*: acme\/shop$/),
  ]);
});

test('where no ledger is, none is made, and all else is told', async () => {
  const none = join(scene.dataDir, 'none');
  const { said } = await doctor({ DATA_DIR: none });
  expect(said).toMatch(new RegExp(`^ledger\n {2}warning {2}There is no ledger in ${none}.*\n +→ .*handback serve`));
  expect(said).toContain(`ok       GitHub knows the App as handback (${scene.appId})`);
  expect(existsSync(none)).toBe(false);
});

test('an App that GitHub does not know, and a configuration that is not complete, are told in words', async () => {
  const stranger = await doctor({ APP_ID: '999' });
  expect(stranger).toMatchObject({
    code: 1,
    said: expect.stringMatching(/WRONG {4}GET \/app: .*401.*\n +→ Check APP_ID/),
  });
  const incomplete = await doctor({ WEBHOOK_SECRET: '' });
  expect(incomplete.code).toBe(2);
  expect(incomplete.said).toContain('WEBHOOK_SECRET: is missing');
});

test('an installation that is suspended, or gone, is told in words, with what is well', async () => {
  const { github, alice, app, installationId } = scene;
  const state = async (wanted: string) => (await app.store.organizations.list())[0]?.state === wanted;
  github.suspend(installationId, alice);
  await until('the suspension', () => state('suspended'));
  const suspended = await doctor();
  expect(suspended.code).toBe(1);
  expect(suspended.said).toMatch(
    /WRONG {4}acme has suspended the installation.*\n +→ An owner of acme lifts that at http/,
  );
  expect(suspended.said).toContain('ok       GitHub knows the App as handback');
  github.uninstall(installationId, alice);
  await until('the end', () => state('removed'));
  expect((await doctor()).said).toMatch(/WRONG {4}acme has no installation any more\n +→ Install it again/);
});
