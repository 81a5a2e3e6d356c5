import type { Commit } from '../../git/changes.ts';
import { coAuthor, type GitPerson, instant } from '../../git/people.ts';
import { readObjects } from '../scan/git-objects.ts';

/** Which kind of signature a commit carries. Whether it is good, and whose it is, is for others to ask. */
type SignatureKind = 'none' | 'openpgp' | 'ssh' | 'x509' | 'unknown';

export interface SignedCommit extends Commit {
  readonly signature: SignatureKind;
}

export async function readCommits(repository: string, ids: readonly string[]): Promise<Map<string, SignedCommit>> {
  const commits = new Map<string, SignedCommit>();
  for await (const { id, type, bytes } of readObjects(repository, ids)) {
    if (type === 'commit') commits.set(id, parseCommit(id, bytes.toString('utf8')));
  }
  return commits;
}

/**
 * A commit object: header lines, where a line that begins with a space goes on with the one
 * before; an empty line; the message.
 */
function parseCommit(sha: string, text: string): SignedCommit {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const header = (name: string): string => new RegExp(`^${name} (.*)$`, 'm').exec(head)?.[1] ?? '';
  return {
    sha,
    author: parsePerson(header('author')),
    committer: parsePerson(header('committer')),
    coAuthors: coAuthorsIn(end < 0 ? '' : text.slice(end)),
    signature: signatureKind(head),
  };
}

/** `Name <address> seconds zone`. */
function parsePerson(line: string): GitPerson {
  const [, name = '', email = '', seconds = '0'] = /^([^<]*?) ?<([^>]*)>(?: (-?\d+))?/.exec(line) ?? [];
  return { name, email, at: instant(seconds) };
}

const CO_AUTHOR = 'co-authored-by:';

function coAuthorsIn(message: string): Omit<GitPerson, 'at'>[] {
  const lines = message.split(/[\r\n]/);
  const trailers = lines.filter((line) => line.slice(0, CO_AUTHOR.length).toLowerCase() === CO_AUTHOR);
  return trailers.flatMap((line) => coAuthor(line.slice(CO_AUTHOR.length)));
}

function signatureKind(head: string): SignatureKind {
  const armour = /^gpgsig(?:-sha256)? -----BEGIN ([A-Z ]+)-----/m.exec(head)?.[1];
  if (armour === undefined) return /^gpgsig/m.test(head) ? 'unknown' : 'none';
  if (armour.startsWith('PGP')) return 'openpgp';
  if (armour.startsWith('SSH')) return 'ssh';
  return armour.startsWith('SIGNED') ? 'x509' : 'unknown';
}
