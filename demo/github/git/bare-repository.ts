// What GitHub knows of a repository's files and commits, asked of a real bare git repository.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChangedFile, changedFiles } from './changed-files.ts';
import { type GitObject, ObjectReader } from './object-reader.ts';
import { git, gitText } from './run.ts';

export const noCommit = '0'.repeat(40);
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export interface Signature {
  name: string;
  email: string;
  date: string;
}

export interface GitCommit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

export interface TreeEntry {
  path: string;
  mode: string;
  type: string;
  sha: string;
  size?: number;
}

const config = `[core]
\trepositoryformatversion = 0
\tbare = true
\tfsync = none
[http]
\treceivepack = true
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
[receive]
\tadvertisePushOptions = true
[gc]
\tauto = 0
`;

/** Writes by hand what `git init --bare` would: a process less for each repository. */
export async function createBareRepository(dir: string, branch: string): Promise<BareRepository> {
  await mkdir(join(dir, 'objects/pack'), { recursive: true });
  await Promise.all([mkdir(join(dir, 'objects/info')), mkdir(join(dir, 'refs/heads'), { recursive: true })]);
  await writeFile(join(dir, 'HEAD'), `ref: refs/heads/${branch}\n`);
  await writeFile(join(dir, 'config'), config);
  return new BareRepository(dir);
}

export class BareRepository {
  readonly dir: string;
  readonly #objects: ObjectReader;
  readonly #files = new Map<string, Promise<ChangedFile[]>>();

  constructor(dir: string) {
    this.dir = dir;
    this.#objects = new ObjectReader(dir);
  }

  run(args: string[], input?: string | Buffer): Promise<Buffer> {
    return git(this.dir, args, input);
  }

  text(args: string[], input?: string | Buffer): Promise<string> {
    return gitText(this.dir, args, input);
  }

  object(name: string): Promise<GitObject | undefined> {
    return this.#objects.read(name);
  }

  close(): void {
    this.#objects.close();
  }

  /** The commit that a sha, a branch or a tag stands for. */
  async resolve(name: string): Promise<string | undefined> {
    if (name.startsWith('-')) return undefined;
    return (await this.object(`refs/heads/${name}^{commit}`))?.sha ?? (await this.object(`${name}^{commit}`))?.sha;
  }

  /** Branches and tags: full name -> sha. */
  async refs(under: string[] = ['refs/heads', 'refs/tags']): Promise<Map<string, string>> {
    const out = await this.text(['for-each-ref', '--format=%(objectname) %(refname)', ...under]);
    const lines = out.split('\n').filter(Boolean);
    return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]));
  }

  async setRef(ref: string, sha: string): Promise<void> {
    await this.run(sha === noCommit ? ['update-ref', '-d', ref] : ['update-ref', ref, sha]);
  }

  async isAncestor(older: string, newer: string): Promise<boolean> {
    return this.run(['merge-base', '--is-ancestor', older, newer]).then(
      () => true,
      () => false,
    );
  }

  mergeBase(a: string, b: string): Promise<string | undefined> {
    return this.text(['merge-base', a, b]).catch(() => undefined);
  }

  async commit(name: string): Promise<GitCommit | undefined> {
    const found = await this.object(name);
    return found?.type === 'commit' ? parseCommit(found.sha, found.body.toString()) : undefined;
  }

  /** Commits, newest first; `range` is what `git log` takes. */
  async log(range: string[], paths: string[] = []): Promise<GitCommit[]> {
    const out = await this.text(['log', '--format=%H', '--max-count=5000', ...range, '--', ...paths]);
    const found = await Promise.all(
      out
        .split('\n')
        .filter(Boolean)
        .map((sha) => this.commit(sha)),
    );
    return found.filter((commit) => commit !== undefined);
  }

  async tree(name: string, recursive: boolean): Promise<TreeEntry[]> {
    const out = await this.run(['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), name]);
    const lines = out.toString().split('\0').filter(Boolean);
    return lines.map((line) => {
      const [, mode = '', type = '', sha = '', size = '', path = ''] =
        /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(line) ?? [];
      return { path, mode, type, sha, ...(type === 'blob' ? { size: Number(size) } : {}) };
    });
  }

  /** What two commits differ by never changes: asked of git once. */
  files(from: string | undefined, to: string): Promise<ChangedFile[]> {
    const key = `${from ?? emptyTree} ${to}`;
    const known = this.#files.get(key) ?? changedFiles(this.dir, from ?? emptyTree, to);
    this.#files.set(key, known);
    return known;
  }

  /** The tree of a merge of two commits, or undefined when they conflict. */
  mergeTree(ours: string, theirs: string): Promise<string | undefined> {
    return this.text(['merge-tree', '--write-tree', ours, theirs]).catch(() => undefined);
  }
}

function parseCommit(sha: string, text: string): GitCommit {
  const cut = text.indexOf('\n\n');
  const head = text.slice(0, cut).split('\n');
  const fields = (key: string): string[] =>
    head.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    sha,
    tree: fields('tree')[0] ?? '',
    parents: fields('parent'),
    author: parseSignature(fields('author')[0] ?? ''),
    committer: parseSignature(fields('committer')[0] ?? ''),
    message: text.slice(cut + 2).trimEnd(),
  };
}

function parseSignature(line: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*)> (\d+) [+-]\d{4}$/.exec(line) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') };
}
