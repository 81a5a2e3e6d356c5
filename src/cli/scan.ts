import { fstatSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { FindingConfidence } from '../model/finding.ts';
import { CONFIDENCES, type Report } from '../scan/found.ts';
import { type LocalScan, localScan } from '../scan/local-scan.ts';
import { NO_PROGRESS, progressBar } from '../scan/progress.ts';
import { FORMATS, type Format, reporters } from '../scan/reports/index.ts';
import type { About } from '../scan/reports/reporter.ts';
import { plain } from '../scan/reports/text.ts';
import { CommandError } from './command-error.ts';
import { listRules } from './list-rules.ts';
import { checkWritable, unwritable } from './output.ts';
import { replaceFile } from './whole-file.ts';

interface Options {
  readonly history?: boolean;
  readonly staged?: boolean;
  readonly range?: string;
  readonly format: Format;
  readonly output?: string;
  readonly confidence: FindingConfidence;
  readonly baseline?: string;
  readonly ignoreFile?: string;
  readonly strict?: boolean;
  readonly rules?: boolean;
  readonly indexFile?: string;
  readonly progress: boolean;
}

export function registerScan(program: Command): void {
  program
    .command('scan')
    .argument('[path]', 'folder, file or repository; - reads what is piped in', '.')
    .option('--history', 'every version of every file, in every branch and tag')
    .option('--range <A..B>', 'every version of a file that these commits bring')
    .option('--staged', 'what the next commit would bring: for a pre-commit hook')
    .addOption(new Option('--format <format>', 'how to report').choices(FORMATS).default('human'))
    .option('--output <file>', 'write the report there')
    .addOption(new Option('--confidence <least>', 'least certainty to report').choices(CONFIDENCES).default('medium'))
    .option('--baseline <file>', 'accept what an earlier report (JSON, JSON lines or SARIF) shows')
    .option('--ignore-file <file>', 'accepted fingerprints, in place of .handbackignore')
    .option('--strict', 'exit with 2 when anything could not be scanned')
    .option('--rules', 'list what is looked for, and how to rotate each; scan nothing')
    .addOption(new Option('--index-file <file>', 'with --staged: the index that git names').env('GIT_INDEX_FILE'))
    .option('--no-progress', 'no progress bar')
    .description('look for secrets here, without GitHub; exit 0: clean, 1: findings, 2: could not scan')
    .action(run);
}

async function run(path: string, options: Options): Promise<void> {
  if (options.rules) return void process.stdout.write(listRules(options.format));
  if (options.output !== undefined) await checkWritable(options.output);
  const { report, rules } = await localScan(requestOf(path, options));
  const toFile = options.output !== undefined;
  const paint: About['paint'] = (style, text) =>
    toFile || options.format !== 'human' ? text : styleText(style, text, { stream: process.stdout });
  const about: About = { rules, now: Date.now(), version: manifest.version, paint };
  const text = reporters[options.format](report, about);
  if (options.output === undefined) process.stdout.write(text);
  else await replaceFile(options.output, text).catch(unwritable(options.output));
  if (options.format !== 'human' || toFile) tellBeside(report);
  if (report.findings.length > 0) process.exitCode = 1;
  else if (report.files === 0 && report.notScanned.some(({ isElsewhere }) => !isElsewhere)) process.exitCode = 2;
  else if (options.strict && report.notScanned.length > 0) process.exitCode = 2;
}

function requestOf(path: string, options: Options): LocalScan {
  const { history, staged, range, confidence, baseline, ignoreFile, indexFile, progress } = options;
  if ([history, staged, range].filter((each) => each !== undefined).length > 1) {
    throw new CommandError('Choose one of --history, --staged and --range.');
  }
  const mode = history ? 'history' : staged ? 'staged' : range === undefined ? 'files' : { range };
  if (path === '-' && mode !== 'files') throw new CommandError('What is piped in has no history, index or range.');
  // Node reads nothing from one, and says nothing.
  if (path === '-' && fstatSync(0).isDirectory())
    throw new CommandError('A folder is piped in. Name it: handback scan FOLDER');
  return {
    path,
    mode,
    least: confidence,
    baseline,
    ignoreFile,
    indexFile,
    now: Date.now(),
    stdin: process.stdin,
    workers: Math.min(8, availableParallelism() - 1),
    progress: (what) => (progress ? progressBar(process.stderr, what, Date.now) : NO_PROGRESS),
  };
}

/** Formats for machines have no room for what was not looked at; nobody may miss it. */
function tellBeside({ notes, notScanned }: Report): void {
  for (const note of notes) console.error(plain(note));
  for (const { path, reason } of notScanned) console.error(plain(`NOT SCANNED: ${path}: ${reason}`));
}
