#!/usr/bin/env node
import { Command } from 'commander';
import { registerDepart } from './cli/depart.ts';
import { registerDoctor } from './cli/doctor.ts';
import { registerImport } from './cli/import.ts';
import { registerPlan } from './cli/plan.ts';
import { registerRegister } from './cli/register.ts';
import { registerScan } from './cli/scan.ts';
import { registerSchema } from './cli/schema.ts';
import { registerServe } from './cli/serve.ts';
import { ConfigError } from './config.ts';

const program = new Command('handback')
  .description(
    'Finds the credentials that leavers made, blocks merges while they live, and closes the case only on proof.',
  )
  .showHelpAfterError('Run "handback --help" to see the commands.');

for (const register of [
  registerServe,
  registerScan,
  registerRegister,
  registerDepart,
  registerImport,
  registerPlan,
  registerDoctor,
  registerSchema,
])
  register(program);

try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is told in words; what they cannot is a bug, and the stack helps whoever mends it.
  const known =
    error instanceof ConfigError ||
    (error instanceof Error && /^(StoreError|QueueError|CommandError|ScanError|GitHubFailure)$/.test(error.name));
  console.error(known ? error.message : error);
  process.exitCode = 2;
}
