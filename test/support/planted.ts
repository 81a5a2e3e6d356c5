import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rules } from '../../src/detect/rules/index.ts';
import { expand } from './fake-tokens.ts';

export interface Planted {
  readonly rule: string;
  /** An example of the rule written out: the secret with what makes it one. */
  readonly text: string;
  readonly secret: string;
}

/** A token of every rule; other ones for another seed. */
export function plant(seed: number): readonly Planted[] {
  return rules.flatMap(({ id, examples }) => {
    const [example] = examples;
    if (example === undefined) return [];
    const { text, secret } = expand(example, seed);
    return [{ rule: id, text, secret }];
  });
}

/** Where any of the secrets can be read: "where: rule", and never the secret itself. */
export function leaks(planted: readonly Planted[], texts: Iterable<readonly [where: string, text: string]>): string[] {
  const needles = planted.map(({ rule, secret }) => ({ rule, needle: longestWord(secret) }));
  return [...texts].flatMap(([where, text]) => {
    // The same words come again and again in a ledger, so each is searched through once.
    const words = [...new Set(text.match(WORD))].join(' ');
    return needles.filter(({ needle }) => words.includes(needle)).map(({ rule }) => `${where}: ${rule}`);
  });
}

const WORD = /[A-Za-z0-9+/=_-]{8,}/g;

/** Whatever is quoted, escaped or broken into lines around it: one long random word of a secret tells. */
function longestWord(secret: string): string {
  return (secret.match(WORD) ?? [secret]).reduce((a, b) => (b.length > a.length ? b : a));
}

/** Every file below a directory but those in directories called `except`, as the bytes that they are. */
export async function filesBelow(directory: string, except: string): Promise<[string, string][]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const wanted = files.filter((path) => !path.slice(directory.length).split('/').includes(except));
  return Promise.all(wanted.map(async (path) => [path.slice(directory.length), await readFile(path, 'latin1')]));
}
