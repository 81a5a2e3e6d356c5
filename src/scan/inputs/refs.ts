import { text } from 'node:stream/consumers';
import { exit, GitError, git, start } from '../../git/run.ts';
import type { Unread } from '../input.ts';
import { asMissing, type LocalRepository } from '../repository.ts';

interface Refs {
  /** The objects that refs lead to; undefined where all of them are here, and git may take them by itself. */
  readonly tips: readonly string[] | undefined;
  readonly broken: readonly Unread[];
}

interface Ref {
  readonly name: string;
  readonly id: string;
}

/** Git looks at nothing where one ref leads to nothing: the others still do. */
export async function readRefs({ gitDirectory }: LocalRepository): Promise<Refs> {
  const child = start(gitDirectory, ['for-each-ref', '--format=%(objectname) %(refname)']);
  const [out, warnings, code] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)]);
  if (code !== 0) throw new GitError(['for-each-ref'], code, warnings);
  const listed = out.split('\n').filter((line) => line !== '');
  const refs = listed.map(
    (line): Ref => ({ id: line.slice(0, line.indexOf(' ')), name: line.slice(line.indexOf(' ') + 1) }),
  );
  const all = [...refs, ...(await detachedHead(gitDirectory))];
  const ends = await endsOf(gitDirectory, all);
  const lost = all.flatMap(({ name, id }, at) => (ends[at] === undefined ? [{ path: name, unread: leadsTo(id) }] : []));
  const unreadable = Array.from(warnings.matchAll(UNREADABLE), ([, path = '']): Unread => ({ path, unread: NO_NAME }));
  const broken = [...unreadable, ...lost];
  const here = ends.filter((end) => end !== undefined);
  return { tips: broken.length === 0 ? undefined : [...new Set(here)], broken };
}

/** Git only warns of these, and goes on without them. */
const UNREADABLE = /^warning: ignoring (?:broken ref|ref with broken name) (.+)$/gm;

const NO_NAME = 'git cannot read what it leads to, so nothing is known of what only it led to';

function leadsTo(id: string): string {
  return `it leads to ${id}, which is not all here, so nothing is known of what only it led to (git fetch may bring it)`;
}

async function detachedHead(gitDirectory: string): Promise<readonly Ref[]> {
  if ((await git(gitDirectory, ['symbolic-ref', '--quiet', 'HEAD']).catch(asMissing)) !== undefined) return [];
  const id = (await git(gitDirectory, ['rev-parse', '--verify', '--quiet', 'HEAD']).catch(asMissing))?.trim();
  return id === undefined ? [] : [{ name: 'HEAD', id }];
}

/** What each leads to behind tags, in the same order. */
async function endsOf(gitDirectory: string, refs: readonly Ref[]): Promise<(string | undefined)[]> {
  const input = refs.map(({ id }) => `${id}^{}\n`).join('');
  const out = await git(gitDirectory, ['cat-file', '--batch-check=%(objectname)', '--buffer'], { input });
  const answers = out.split('\n');
  return refs.map((_, at) => (answers[at]?.includes(' ') === false ? answers[at] : undefined));
}
