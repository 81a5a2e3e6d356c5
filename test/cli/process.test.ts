import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { credentialId } from '../../src/model/credential.ts';
import { policySchema } from '../../src/policy/schema.ts';
import { openStore } from '../../src/store/open.ts';
import { makeCredential } from '../support/make-facts.ts';
import { install } from './handback.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'process-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('as a process of its own, in a folder without .env', () => {
  const run = (...args: string[]) => runOn(join(home, 'own'), ...args);
  const runOn = (dataDir: string, ...args: string[]): Promise<{ code: number; out: string; errors: string }> =>
    new Promise((resolve) => {
      const options = { cwd: home, env: { PATH: process.env['PATH'], DATA_DIR: dataDir } };
      execFile(process.execPath, [CLI, ...args], options, (error, out, errors) =>
        resolve({ code: error ? Number(error.code) : 0, out, errors }),
      );
    });

  it('prints the schema of the policy, and needs nothing for it', async () => {
    const { code, out } = await run('schema');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(policySchema());
  });

  it('says what git said of a repository that is broken, and how to look further', async () => {
    const repository = join(home, 'broken');
    execFileSync('git', ['init', '--quiet', '--initial-branch=main', repository]);
    writeFileSync(join(repository, '.git/index'), 'nonsense');
    const { code, errors } = await run('scan', repository);
    expect(code).toBe(2);
    expect(errors).toMatch(
      /^git ls-files failed [^\n]*index[^\n]*`git fsck` says whether the repository is whole\.\n$/,
    );
  });

  it('fails with 2 in words, without a stack, when a person can mend it', async () => {
    const { code, errors } = await run('plan');
    expect(code).toBe(2);
    expect(errors).toMatch(/^There is no ledger in .*own that this user may see\. .*set DATA_DIR or DATABASE_URL/);
    expect(errors).not.toMatch(/\n\s+at /);
    expect(existsSync(join(home, 'own')), 'it only looked').toBe(false);
  });

  it('fails in words where its .env cannot be read', async () => {
    mkdirSync(join(home, '.env'));
    const { code, errors } = await run('plan');
    rmdirSync(join(home, '.env'));
    expect({ code, errors }).toEqual({
      code: 2,
      errors: expect.stringMatching(/^The file \.env cannot be read \(EISDIR\)/),
    });
  });

  it('does not serve without its configuration, and names what is missing', async () => {
    const { code, errors } = await run('serve');
    expect(code).toBe(2);
    for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']) expect(errors).toContain(`${name}: `);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  it('says that a folder is no audit log', async () => {
    const { code, errors } = await run('import', 'audit-log', home);
    expect(code).toBe(2);
    expect(errors).toMatch(/is a folder\. Give the file that GitHub exported\.\n$/);
  });

  it('says which version it is', async () => {
    const { code, out } = await run('--version');
    expect({ code, out }).toEqual({ code: 0, out: `${manifest.version}\n` });
  });

  it.runIf(existsSync('/dev/full'))('says once that the disk is full, however many lines are left', async () => {
    const dataDir = join(home, 'full');
    await install(dataDir, 'acme');
    const store = await openStore({ dataDir });
    // They are read and printed in several portions.
    const many = Array.from({ length: 5000 }, (_, at) => makeCredential({ id: credentialId('deploy-key', 1, at) }));
    await store.credentials.save(1, many, 1);
    await store.close();
    const full = openSync('/dev/full', 'w');
    const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'plan', '--json'], {
      cwd: home,
      env,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'Standard output cannot be written (ENOSPC), so what it got is not all.\n',
    });
  });

  it('refuses a command that it does not know, and offers help', async () => {
    const { code, errors } = await run('nonsense');
    expect(code).toBe(2);
    expect(errors).toContain('handback --help');
  });
});
