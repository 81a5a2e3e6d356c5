import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule } from '../../detect/rule.ts';
import type { NotScanned } from '../found.ts';
import type { Complain } from '../gitleaks/config.ts';
import type { CustomRules } from '../gitleaks/custom-rules.ts';
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
  readonly accepts: CustomRules['accepts'];
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
  const text = await readBeside(beside, CONFIG);
  if (text === undefined) return { rules: [], accepts: () => true, allowlists: [], notes, lost };
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
  const own =
    ignoreFile === undefined
      ? await readBeside(beside, '.handbackignore')
      : await readNamed(ignoreFile, '--ignore-file');
  if (own !== undefined) ignorers.push(handbackIgnore(ignoreFile ?? '.handbackignore', own, now));
  const gitleaks = await readBeside(beside, '.gitleaksignore');
  if (gitleaks !== undefined) ignorers.push(gitleaksIgnore('.gitleaksignore', gitleaks));
  if (baseline !== undefined) {
    const { readBaseline } = await import('./baseline.ts');
    ignorers.push(readBaseline(baseline, await readNamed(baseline, '--baseline')));
  }
  return ignorers;
}

async function readBeside({ root, repository }: Beside, name: string): Promise<string | undefined> {
  if (repository !== undefined && repository.workTree === undefined) return committedFile(repository, name);
  return root === undefined ? undefined : readFile(join(root, name), 'utf8').catch(() => undefined);
}

async function readNamed(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new ScanError(`${option} ${path} cannot be read. Check the path.`);
  }
}
