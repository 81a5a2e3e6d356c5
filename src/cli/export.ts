import { type Command, Option } from 'commander';
import { everyCredential } from '../jobs/reading/every-credential.ts';
import { openLedger } from '../main.ts';
import { endOfDay } from '../model/departure-word.ts';
import { DAY, type Instant } from '../model/time.ts';
import { asDocument, exportLines } from '../store/export.ts';
import type { Store } from '../store/store.ts';
import { CommandError } from './command-error.ts';
import { chooseOrganization } from './organization.ts';
import { writeLines } from './output.ts';

interface Options {
  readonly org?: string;
  readonly all?: boolean;
  readonly format: 'jsonl' | 'json';
  readonly since?: string;
  readonly output?: string;
}

export function registerExport(program: Command): void {
  program
    .command('export')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--all', 'the facts too: credentials without values, evidence, observations, decisions, departures')
    .addOption(
      new Option('--format <format>', 'one JSON object a line, or one document')
        .choices(['jsonl', 'json'])
        .default('jsonl'),
    )
    .option('--since <date>', 'from the first entry of that day on, YYYY-MM-DD (UTC)')
    .option('--output <file>', 'a new file, readable for you alone; standard output without it')
    .description('print the journal with its hash chain, for an auditor; `handback verify` checks it')
    .action(run);
}

async function run({ org, all, format, since, output }: Options): Promise<void> {
  const from = since === undefined ? 0 : firstMoment(since);
  const { store, close } = await openLedger();
  try {
    const { id, login } = await chooseOrganization(store, org);
    const about = { organization: { id, login }, exportedAt: new Date().toISOString() };
    const lines = exportLines(about, store.journal.links(id), all ? facts(store, id, from) : [], from);
    await writeLines(format === 'json' ? asDocument(lines) : lines, output);
  } finally {
    await close();
  }
}

function firstMoment(day: string): Instant {
  const end = endOfDay(day);
  if (end === undefined)
    throw new CommandError(`--since ${day} is not a date. Write it as YYYY-MM-DD, such as --since 2026-01-31.`);
  return end - DAY;
}

/**
 * What happened since that moment; what stands (credentials, policy, places looked at) is
 * given whole. None of it is kept: there may be millions.
 */
async function* facts(store: Store, org: number, since: Instant): AsyncGenerator<object> {
  const policy = await store.policies.read(org);
  if (policy !== undefined) yield { policy };
  for (const departure of await store.departures.list(org)) if (departure.learnedAt >= since) yield { departure };
  for (const decision of await store.decisions.list(org)) if (decision.at >= since) yield { decision };
  for await (const credential of everyCredential(store, org)) yield { credential };
  for await (const evidence of store.evidence.inTurn(org, since)) yield { evidence };
  for await (const observation of store.observations.inTurn(org, since)) yield { observation };
  for await (const coverage of store.coverage.inTurn(org)) yield { coverage };
}
