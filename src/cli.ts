#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { keepHeapSmall } from './cli/heap.ts';
import { mindOutput } from './cli/output.ts';

/** Loaded when they are asked for: a scan in a hook does not wait for the parts of a server. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  serve: async () => (await import('./cli/serve.ts')).registerServe,
  worker: async () => (await import('./cli/serve.ts')).registerWorker,
  scan: async () => (await import('./cli/scan.ts')).registerScan,
  register: async () => (await import('./cli/register.ts')).registerRegister,
  depart: async () => (await import('./cli/depart.ts')).registerDepart,
  import: async () => (await import('./cli/import.ts')).registerImport,
  doctor: async () => (await import('./cli/doctor.ts')).registerDoctor,
  retry: async () => (await import('./cli/retry.ts')).registerRetry,
  plan: async () => (await import('./cli/plan.ts')).registerPlan,
  explain: async () => (await import('./cli/explain.ts')).registerExplain,
  uses: async () => (await import('./cli/uses.ts')).registerUses,
  certificate: async () => (await import('./cli/certificate.ts')).registerCertificate,
  export: async () => (await import('./cli/export.ts')).registerExport,
  verify: async () => (await import('./cli/verify.ts')).registerVerify,
  schema: async () => (await import('./cli/schema.ts')).registerSchema,
};

// A scan has no ledger to pass over, and is to be as fast as it can.
if (process.argv[2] !== 'scan') keepHeapSmall();

mindOutput(process.stdout, 'Standard output');
mindOutput(process.stderr, 'Standard error');

const program = new Command('handback')
  .description(
    'Finds the credentials that leavers made, blocks merges while they live, and closes the case only on proof.',
  )
  .version(manifest.version, '-V, --version', 'print the version')
  .showHelpAfterError('Run "handback --help" to see the commands.')
  .exitOverride();

const asked = Object.entries(COMMANDS).filter(([name]) => name === process.argv[2]);
for (const [, load] of asked.length > 0 ? asked : Object.entries(COMMANDS)) (await load())(program);

try {
  await program.parseAsync();
} catch (error) {
  // The parser has said in words what is wrong with the command line; help is no failure.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else tell(error);
}

/** What a person can mend is told in words; what they cannot is a bug, and the stack helps whoever mends it. */
function tell(error: unknown): void {
  const known =
    error instanceof Error &&
    /^(ConfigError|StoreError|QueueError|ListenError|CommandError|ScanError|GitHubFailure|GitMissing)$/.test(
      error.name,
    );
  const isOfGit = error instanceof Error && error.name === 'GitError';
  console.error(
    isOfGit ? `${error.message}. \`git fsck\` says whether the repository is whole.` : known ? error.message : error,
  );
  process.exitCode = 2;
}
