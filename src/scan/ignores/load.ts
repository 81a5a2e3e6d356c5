import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule } from '../../detect/rule.ts';
import type { NotScanned } from '../found.ts';
import type { Complain } from '../gitleaks/config.ts';
import type { CustomRules } from '../gitleaks/custom-rules.ts';
import { readPiece } from '../inputs/read-file.ts';
import { committedFile, type LocalRepository } from '../repository.ts';
import { ScanError } from '../scan-error.ts';
import { comments } from './comments.ts';
import { gitleaksIgnore } from './gitleaks-ignore.ts';
import { handbackIgnore } from './handback-ignore.ts';
import type { Ignorer } from './ignorer.ts';

export interface Beside {
  /** The folder that the files of the scan lie in; left out for what is piped in. */
  readonly root?: string;
  /** A bare repository has the files in HEAD. */
  readonly repository?: LocalRepository | undefined;
}

export interface IgnoreOptions {
  readonly ignoreFile?: string | undefined;
  readonly baseline?: string | undefined;
  readonly now: number;
}

export interface Gitleaks {
  readonly rules: readonly Rule[];
  readonly admits: CustomRules['admits'];
  readonly allowlists: readonly Ignorer[];
  readonly notes: readonly string[];
  /** What is not searched for because the file is not understood. */
  readonly lost: readonly NotScanned[];
}

const CONFIG = '.gitleaks.toml';

/** The rules and allowlists that people bring along. */
export async function loadGitleaks(beside: Beside): Promise<Gitleaks> {
  const notes: string[] = [];
  const lost: NotScanned[] = [];
  const { text, unread } = await readBeside(beside, CONFIG);
  if (unread !== undefined) lost.push({ path: CONFIG, reason: unread });
  if (text === undefined) return { rules: [], admits: () => () => true, allowlists: [], notes, lost };
  const complain: Complain = (line, problem, isLost = false) => {
    if (isLost) lost.push({ path: `${CONFIG}:${line}`, reason: problem });
    else notes.push(`${CONFIG}:${line}: ${problem}`);
  };
  // Loaded for those who have such a file: a hook should not wait for what it does not need.
  const { readGitleaksConfig } = await import('../gitleaks/config.ts');
  const { customRules } = await import('../gitleaks/custom-rules.ts');
  const { allowlists } = await import('../gitleaks/allowlist.ts');
  const config = readGitleaksConfig(text, complain);
  const custom = customRules(config.rules, complain);
  return { ...custom, allowlists: [allowlists(CONFIG, config, complain)], notes, lost };
}

/** Everything else by which people have said that a finding is accepted. */
export async function loadIgnorers(beside: Beside, { ignoreFile, baseline, now }: IgnoreOptions): Promise<Ignorer[]> {
  const ignorers: Ignorer[] = [comments];
  const add = (name: string, { text, unread }: BesideText, read: (text: string) => Ignorer): void => {
    if (unread !== undefined) ignorers.push(nothingOf(name, unread));
    if (text !== undefined) ignorers.push(read(text));
  };
  const own =
    ignoreFile === undefined
      ? await readBeside(beside, '.handbackignore')
      : { text: await readNamed(ignoreFile, '--ignore-file') };
  const ownName = ignoreFile ?? '.handbackignore';
  add(ownName, own, (text) => handbackIgnore(ownName, text, now));
  add('.gitleaksignore', await readBeside(beside, '.gitleaksignore'), (text) =>
    gitleaksIgnore('.gitleaksignore', text),
  );
  if (baseline !== undefined) {
    const { readBaseline } = await import('./baseline.ts');
    ignorers.push(readBaseline(baseline, await readNamed(baseline, '--baseline')));
  }
  return ignorers;
}

function nothingOf(name: string, unread: string): Ignorer {
  return { name, problems: [`${name}: ${unread}`], ignores: () => false, unused: () => [] };
}

/** One of the two, or neither where there is no such file. */
interface BesideText {
  readonly text?: string | undefined;
  readonly unread?: string;
}

/**
 * Whoever wrote the repository chose what stands there: a link could lead to what is no
 * file of theirs, or to what never ends.
 */
async function readBeside({ root, repository }: Beside, name: string): Promise<BesideText> {
  if (repository !== undefined && repository.workTree === undefined)
    return { text: await committedFile(repository, name) };
  const file = root === undefined ? undefined : join(root, name);
  const found = file && (await lstat(file).catch(() => undefined));
  if (file === undefined || found === undefined) return {};
  const piece = await readPiece(file, name);
  if (piece === undefined)
    return { unread: 'it is a link or no regular file, so nothing of it is used: put the file itself there' };
  return 'unread' in piece
    ? { unread: `${piece.unread}, so nothing of it is used` }
    : { text: Buffer.from(piece.bytes).toString() };
}

async function readNamed(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new ScanError(`${option} ${path} cannot be read. Check the path.`);
  }
}
