// People's commits with dates in the past, written by one `git fast-import`.
import { type BareRepository, noCommit } from './bare-repository.ts';

export interface CommitToWrite {
  author: string;
  email: string;
  date?: string | number | Date;
  message: string;
  /** Path -> new text; null deletes the path. */
  files: Record<string, string | Buffer | null>;
  branch?: string;
  /** Where a new branch starts; the default branch without it. */
  from?: string;
  committer?: string;
  committerEmail?: string;
}

/** Writes the commits in order and returns the branches that moved, each with its tip before and after. */
export async function writeCommits(git: BareRepository, commits: CommitToWrite[], mainBranch: string, now: number) {
  const tips = await git.refs(['refs/heads']);
  const script = new Script();
  for (const commit of commits) {
    const ref = `refs/heads/${commit.branch ?? mainBranch}`;
    const start = `refs/heads/${commit.from ?? mainBranch}`;
    const parent = script.tip(ref) ?? tips.get(ref) ?? script.tip(start) ?? tips.get(start);
    script.commit(ref, commit, parent, now);
  }
  await git.run(['fast-import', '--quiet', '--done', '--date-format=raw', '--force'], script.end());
  const after = await git.refs(['refs/heads']);
  return script.refs().map((ref) => ({ ref, before: tips.get(ref) ?? noCommit, after: after.get(ref) ?? noCommit }));
}

class Script {
  readonly #parts: Buffer[] = [];
  readonly #marks = new Map<string, number>();
  #count = 0;

  tip(ref: string): string | undefined {
    const mark = this.#marks.get(ref);
    return mark === undefined ? undefined : `:${mark}`;
  }

  refs(): string[] {
    return [...this.#marks.keys()];
  }

  commit(ref: string, commit: CommitToWrite, parent: string | undefined, now: number): void {
    const mark = ++this.#count;
    const time = `${Math.floor(new Date(commit.date ?? now).getTime() / 1000)} +0000`;
    this.#line(`commit ${ref}\nmark :${mark}\nauthor ${commit.author} <${commit.email}> ${time}`);
    this.#line(`committer ${commit.committer ?? commit.author} <${commit.committerEmail ?? commit.email}> ${time}`);
    this.#data(commit.message);
    if (parent) this.#line(`from ${parent}`);
    for (const [path, content] of Object.entries(commit.files)) {
      if (content === null) this.#line(`D ${path}`);
      else {
        this.#line(`M 100644 inline ${path}`);
        this.#data(content);
      }
    }
    this.#marks.set(ref, mark);
  }

  end(): Buffer {
    return Buffer.concat([...this.#parts, Buffer.from('done\n')]);
  }

  #line(text: string): void {
    this.#parts.push(Buffer.from(`${text}\n`));
  }

  #data(content: string | Buffer): void {
    const bytes = Buffer.from(content as string);
    this.#parts.push(Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n'));
  }
}
