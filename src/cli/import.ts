import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type Imported, importAuditLog, isAuditLog } from '../jobs/audit/import.ts';
import { openLedger } from '../main.ts';
import { NO_PROGRESS, progressBar } from '../scan/progress.ts';
import { plain } from '../scan/reports/text.ts';
import { CommandError } from './command-error.ts';
import { chooseOrganization } from './organization.ts';

interface Options {
  readonly org?: string;
  readonly progress: boolean;
}

export function registerImport(program: Command): void {
  program
    .command('import')
    .argument('<what>', 'audit-log: GitHub’s log of who did what in the organisation')
    .argument('<file>', 'exported JSON, JSON lines or CSV, gzipped or not; - reads what is piped in')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .addOption(new Option('--no-progress', 'no progress bar'))
    .description(
      'learn from an exported file who made credentials; exit 0: done, 1: parts were unreadable, 2: no audit log',
    )
    .action(run);
}

async function run(what: string, file: string, { org, progress }: Options): Promise<void> {
  if (what !== 'audit-log') throw new CommandError(`${what} cannot be imported. What can: audit-log.`);
  const size = await sizeOf(file);
  const { store, queue, close } = await openLedger();
  const bar = progress && size !== undefined ? progressBar(process.stderr, file, Date.now) : NO_PROGRESS;
  try {
    const organization = await chooseOrganization(store, org);
    const source: AsyncIterable<Uint8Array> =
      file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
    const imported = await importAuditLog({ store, queue }, organization, source, (done) => bar.at(done, size ?? done));
    bar.end();
    if (!isAuditLog(imported)) throw new CommandError(notALog(file, imported));
    tell(file, organization.login, imported);
    const { unreadable, damage } = imported;
    if (unreadable.length > 0 || damage !== undefined) process.exitCode = 1;
  } finally {
    bar.end();
    await close();
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  if (file === '-') return undefined;
  try {
    await access(file, constants.R_OK);
    const found = await stat(file);
    if (!found.isDirectory()) return found.size;
  } catch (error) {
    throw new CommandError(plain(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`));
  }
  throw new CommandError(plain(`${file} is a folder. Give the file that GitHub exported.`));
}

function notALog(file: string, { read, unreadable, damage }: Imported): string {
  const [first] = unreadable;
  const seen = damage ?? (first === undefined ? 'It is empty' : `Line ${first.line}: ${first.why}`);
  const what = read === 0 ? 'holds no entries' : 'is not an audit log: no entry in it can be read';
  const advice = "Export it on GitHub: the organisation's Settings, Logs, Audit log, Export, JSON or CSV.";
  return `${plain(`${file} ${what}. ${seen}.`)}\nNothing was imported. ${advice}`;
}

function tell(file: string, organization: string, imported: Imported): void {
  const { read, understood, added, unknown, other, foreign, unreadable, unreadableMore, damage } = imported;
  const lines = [
    `${file}: ${many(read, 'entry', 'entries')} read.`,
    `  ${understood} understood: who made or changed a credential, who came or left; ${added} of them new to the ledger.`,
    `  ${unknown} of these about credentials that Handback does not know. They are kept, and count as soon as it does.`,
    `  ${other} about other things.`,
    ...(foreign > 0 ? [`  ${foreign} not of ${organization}: left out.`] : []),
    ...(unreadable.length > 0
      ? [`  ${many(unreadable.length + unreadableMore, 'entry', 'entries')} skipped as unreadable:`]
      : []),
    ...unreadable.map(({ line, why }) => `    line ${line}: ${why}`),
    ...(unreadableMore > 0 ? [`    and ${unreadableMore} more`] : []),
    ...(damage === undefined ? [] : [`  ${damage}. What stands before that was imported.`]),
    ...(added > 0 ? ['The server takes it from here; `handback plan` shows what it will do.'] : []),
  ];
  console.log(lines.map(plain).join('\n'));
}

function many(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}
