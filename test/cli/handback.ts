import { Command } from 'commander';
import { vi } from 'vitest';
import { registerCertificate } from '../../src/cli/certificate.ts';
import { registerDepart } from '../../src/cli/depart.ts';
import { registerExplain } from '../../src/cli/explain.ts';
import { registerExport } from '../../src/cli/export.ts';
import { registerPlan } from '../../src/cli/plan.ts';
import { registerRetry } from '../../src/cli/retry.ts';
import { registerUses } from '../../src/cli/uses.ts';
import { registerVerify } from '../../src/cli/verify.ts';
import { openStore } from '../../src/store/open.ts';
import { makePerson } from '../support/make-facts.ts';

/**
 * Runs a command in this process and gives what it prints; throws what it throws. A process
 * of its own for each would take seconds.
 */
export async function handback(dataDir: string, ...args: string[]): Promise<string> {
  const printed: string[] = [];
  vi.stubEnv('DATA_DIR', dataDir);
  vi.stubEnv('DATABASE_URL', '');
  const log = vi.spyOn(console, 'log').mockImplementation((line: unknown) => {
    printed.push(String(line));
  });
  try {
    const program = new Command('handback').exitOverride();
    const commands = [
      registerDepart,
      registerPlan,
      registerExplain,
      registerCertificate,
      registerExport,
      registerVerify,
      registerUses,
      registerRetry,
    ];
    for (const register of commands) register(program);
    await program.parseAsync(args, { from: 'user' });
  } finally {
    log.mockRestore();
    vi.unstubAllEnvs();
  }
  return printed.join('\n');
}

/** Makes a data directory in which these organisations have installed Handback. */
export async function install(dataDir: string, ...logins: string[]): Promise<void> {
  const store = await openStore({ dataDir });
  for (const [index, login] of logins.entries()) {
    await store.organizations.save({ id: index + 1, login, installationId: index + 10, state: 'active' });
    await store.people.save(index + 1, [makePerson({ id: 7, login: 'mallory' })]);
  }
  await store.close();
}
