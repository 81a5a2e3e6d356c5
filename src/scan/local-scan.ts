import { realpath } from 'node:fs/promises';
import { createDetector } from '../detect/detector.ts';
import type { Rule } from '../detect/rule.ts';
import { rules as ownRules } from '../detect/rules/index.ts';
import type { FindingConfidence } from '../model/finding.ts';
import type { Looking } from './examine.ts';
import { createFingerprints, type LocalFingerprints } from './fingerprints.ts';
import type { Found, Report } from './found.ts';
import type { Ignorer } from './ignores/ignorer.ts';
import { type Beside, loadGitleaks, loadIgnorers } from './ignores/load.ts';
import type { Input } from './input.ts';
import { folderInput, rootOf } from './inputs/folder.ts';
import { rangeInput } from './inputs/range.ts';
import { stagedInput } from './inputs/staged.ts';
import { stdinInput } from './inputs/stdin.ts';
import type { Progress } from './progress.ts';
import { findRepository, type LocalRepository } from './repository.ts';
import { scan } from './scan.ts';
import { ScanError } from './scan-error.ts';

export interface LocalScan {
  /** `-` is what is piped in. */
  readonly path: string;
  readonly mode: 'files' | 'history' | 'staged' | { readonly range: string };
  readonly least: FindingConfidence;
  readonly baseline?: string | undefined;
  readonly ignoreFile?: string | undefined;
  readonly now: number;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** The index that git names to its hooks. */
  readonly indexFile?: string | undefined;
  readonly workers: number;
  readonly progress: (what: string) => Progress;
}

export interface LocalReport {
  readonly report: Report;
  /** Those of the user among them. */
  readonly rules: readonly Rule[];
}

/** `handback scan`: finds out what is there, what is accepted already, looks, and says since when. */
export async function localScan(request: LocalScan): Promise<LocalReport> {
  const place = request.path === '-' ? {} : await openPlace(request.path);
  const gitleaks = await loadGitleaks(place);
  const rules = [...ownRules, ...gitleaks.rules];
  const ignorers = [...(await loadIgnorers(place, request)), ...gitleaks.allowlists];
  const prints = createFingerprints(ownRules);
  const input = await openInput(request, place.repository, rules);
  const { admits, lost } = gitleaks;
  const looking = { detector: createDetector(rules), admits, prints, ignorers, least: request.least };
  const seen = await scanWithBar(input, looking, request.progress('scanning'));
  const findings = await datedFindings(request, place.repository, seen.findings, rules, prints);
  const allNotes = [...gitleaks.notes, ...notes(request, ignorers)];
  return { report: { ...seen, findings, notScanned: [...lost, ...seen.notScanned], notes: allNotes }, rules };
}

async function scanWithBar(input: Input, looking: Looking, bar: Progress): Promise<Report> {
  const { unit, all } = input.size ?? { unit: 'pieces', all: 0 };
  try {
    return await scan(input, {
      ...looking,
      onProgress: (done) => {
        if (all > 0) bar.at(done[unit], all);
      },
    });
  } finally {
    bar.end();
  }
}

async function openPlace(path: string): Promise<Beside> {
  const repository = await findRepository(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error)
      throw new ScanError(`${path} cannot be read (${String(error.code)}).`);
    throw error;
  });
  const root = repository?.workTree ?? (await rootOf(path));
  return { root, repository };
}

async function openInput(
  request: LocalScan,
  repository: LocalRepository | undefined,
  rules: readonly Rule[],
): Promise<Input> {
  const { path, mode, least, workers } = request;
  if (path === '-') return stdinInput(request.stdin);
  // A file or folder in a bare repository is no history: whoever names it means what lies there.
  const isHistory = repository?.workTree === undefined && repository?.gitDirectory === (await realpath(path));
  if (mode === 'files' && !isHistory) return folderInput(path, repository);
  if (repository === undefined)
    throw new ScanError(`${path} is in no git repository, so it has no history, index or range.`);
  if (mode === 'staged') return stagedInput(repository, request.indexFile);
  if (typeof mode === 'object') return rangeInput(repository, mode.range);
  const { historyInput } = await import('./inputs/history.ts');
  const reading = request.progress('reading the history');
  const input = await historyInput(repository, { rules, least, workers, onProgress: reading.at });
  reading.end();
  return input;
}

async function datedFindings(
  { mode }: LocalScan,
  repository: LocalRepository | undefined,
  findings: readonly Found[],
  rules: readonly Rule[],
  prints: LocalFingerprints,
): Promise<readonly Found[]> {
  if (mode !== 'files' || repository?.workTree === undefined || findings.length === 0) return findings;
  // Loaded when there is something to date: most scans find nothing, and a hook should not wait.
  const { withOrigins } = await import('./origins.ts');
  return withOrigins(repository, findings, rules, prints);
}

/** Entries that met nothing are only named by scans that look at everything: a range would find most of them idle. */
function notes({ mode }: LocalScan, ignorers: readonly Ignorer[]): string[] {
  const problems = ignorers.flatMap(({ problems: found }) => found);
  if (mode !== 'files' && mode !== 'history') return problems;
  const unused = ignorers.flatMap((ignorer) => ignorer.unused());
  if (unused.length === 0) return problems;
  const where =
    mode === 'history'
      ? 'no version of any file'
      : 'these files (a secret of the past may still need it: --history tells)';
  return [...problems, ...unused.map((entry) => `${entry}: unused, it meets nothing in ${where}`)];
}
