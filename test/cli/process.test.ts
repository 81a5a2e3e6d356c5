import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policySchema } from '../../src/policy/schema.ts';

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

  it('refuses a command that it does not know, and offers help', async () => {
    const { code, errors } = await run('nonsense');
    expect(code).toBe(2);
    expect(errors).toContain('handback --help');
  });
});
