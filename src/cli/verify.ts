import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { openLedger } from '../main.ts';
import { certificateHash } from '../policy/certificate.ts';
import { count, plain } from '../scan/reports/text.ts';
import { BrokenExport, exportedLines, type NumberedLine } from '../store/export-lines.ts';
import { type Verification, verifyExport, verifyJournal } from '../store/verify.ts';
import { CommandError } from './command-error.ts';
import { chooseOrganization } from './organization.ts';

interface Options {
  readonly org?: string;
  readonly head?: string;
}

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .argument('[file]', 'an export or a certificate in JSON; - reads what is piped in; the ledger itself without it')
    .option('--head <hash>', 'a head that you noted earlier: it must still be in the chain')
    .option('--org <login>', 'organisation of the ledger, when several have installed Handback')
    .description('check that nothing was changed, taken out or moved; exit 0: intact, 1: not intact, 2: cannot be read')
    .action(run);
}

async function run(file: string | undefined, { head, org }: Options): Promise<void> {
  const noted = head?.trim().toLowerCase();
  if (noted !== undefined && !/^[\da-f]{64}$/.test(noted))
    throw new CommandError(
      `--head ${plain(head ?? '')} is no hash. It has 64 hexadecimal digits; \`handback verify\` prints it.`,
    );
  if (file === undefined) await ledger(org, noted);
  else await verifyFile(file, noted);
}

async function ledger(org: string | undefined, noted: string | undefined): Promise<void> {
  const { store, close } = await openLedger();
  try {
    const { id, login } = await chooseOrganization(store, org);
    // Before the chain is read: what is written meanwhile only adds to it.
    const { entries } = await store.journal.tip(id);
    tell(`The journal of ${login}`, await verifyJournal(store.journal.links(id), entries, noted));
  } finally {
    await close();
  }
}

async function verifyFile(file: string, noted: string | undefined): Promise<void> {
  const name = file === '-' ? 'What was piped in' : file;
  try {
    const lines = exportedLines(file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 }));
    const first = await lines.next();
    const isCertificate = first.done !== true && first.value.text === '{';
    if (isCertificate && noted !== undefined)
      throw new CommandError(
        plain(
          `${name} has no chain in which --head could be. Give it with an export, or without a file for the ledger itself.`,
        ),
      );
    if (first.done !== true && isCertificate) await verifyCertificate(name, first.value, lines);
    else tell(name, await verifyExport(first.done === true ? lines : behind(first.value, lines), noted));
  } catch (error) {
    if (error instanceof BrokenExport)
      return tell(name, { is: 'broken', at: `line ${error.line ?? 1}`, says: error.message });
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    throw new CommandError(
      `${plain(name)} cannot be read (${String(error.code)}). Give the file that \`handback export\` wrote.`,
    );
  }
}

async function* behind(first: NumberedLine, rest: AsyncIterable<NumberedLine>): AsyncGenerator<NumberedLine> {
  yield first;
  yield* rest;
}

function tell(name: string, result: Verification): void {
  if (result.is === 'foreign')
    throw new CommandError(
      plain(`${name} cannot be checked: ${result.says}. Give an export or a certificate in JSON.`),
    );
  if (result.is === 'broken') {
    console.log(plain(`${name} is NOT intact. ${result.at}: ${result.says}.`));
    process.exitCode = 1;
    return;
  }
  const { sum, header } = result;
  const lines = [
    `${name} is intact: ${count(sum.entries, 'entry', 'entries')}${header ? ` of ${header.organization.login}, exported ${header.exportedAt}` : ''}.`,
    `head: ${sum.head || 'none'}`,
    ...(sum.facts > 0 ? [`${count(sum.facts, 'fact')}; seal: ${sum.seal}`] : []),
    ...(header && header.from > 0 ? [`It begins with entry ${header.from}: what came before is not in it.`] : []),
    result.noted
      ? `The head that you noted is ${result.noted.of}; ${count(result.noted.later, 'entry', 'entries')} came after it.`
      : 'Whether entries were taken from its end, or all of it was written anew, it cannot show by itself: note the head, and give it next time with --head.',
  ];
  console.log(lines.map(plain).join('\n'));
}

const Certificate = z.object({
  handback: z.literal('certificate'),
  sha256: z.string(),
  content: z.looseObject({ title: z.string() }),
});
const LONGEST = 64 * 1024 * 1024;

async function verifyCertificate(name: string, first: NumberedLine, rest: AsyncIterable<NumberedLine>): Promise<void> {
  const certificate = Certificate.safeParse(await readWhole(first, rest)).data;
  if (certificate === undefined)
    throw new CommandError(plain(`${name} cannot be checked: it is neither an export nor a certificate of Handback.`));
  const { content, sha256 } = certificate;
  if (certificateHash(content) === sha256) {
    const lines = [
      `${name} is as it was issued: ${content.title}`,
      `sha256: ${sha256}`,
      'That Handback issued it, its journal says: look for this hash in `handback export`.',
    ];
    console.log(lines.map(plain).join('\n'));
    return;
  }
  console.log(plain(`${name} is NOT intact: its content does not have the hash that it names.`));
  process.exitCode = 1;
}

async function readWhole(first: NumberedLine, rest: AsyncIterable<NumberedLine>): Promise<unknown> {
  let text = first.text;
  for await (const line of rest) {
    text += `\n${line.text}`;
    // No certificate is as long.
    if (text.length > LONGEST) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
