// One long-lived `git cat-file --batch` answers every read of an object: a process for each would cost 5 ms a read.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { gitEnvironment } from './run.ts';

export interface GitObject {
  sha: string;
  type: string;
  size: number;
  body: Buffer;
}

export class ObjectReader {
  readonly #dir: string;
  readonly #waiting: ((found: GitObject | undefined) => void)[] = [];
  #child: ChildProcessWithoutNullStreams | undefined;
  #have: Buffer = Buffer.alloc(0);

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The object that any git name ("main:README.md", a sha) stands for. */
  read(name: string): Promise<GitObject | undefined> {
    if (name === '' || /[\n\0]/.test(name)) return Promise.resolve(undefined);
    this.#child ??= this.#start();
    const { stdin } = this.#child;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      stdin.write(`${name}\n`);
    });
  }

  close(): void {
    this.#child?.stdin.end();
    this.#child = undefined;
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn('git', ['--git-dir', this.#dir, 'cat-file', '--batch'], { env: gitEnvironment() });
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => {
      this.#have = this.#have.length > 0 ? Buffer.concat([this.#have, chunk]) : chunk;
      while (this.#take());
    });
    return child;
  }

  #take(): boolean {
    const lineEnd = this.#have.indexOf(10);
    if (lineEnd < 0) return false;
    const header = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(this.#have.subarray(0, lineEnd).toString());
    const size = Number(header?.[3] ?? -1);
    const end = lineEnd + 1 + (header ? size + 1 : 0);
    if (this.#have.length < end) return false;
    const body = Buffer.from(this.#have.subarray(lineEnd + 1, Math.max(lineEnd + 1, end - 1)));
    this.#have = this.#have.subarray(end);
    this.#waiting.shift()?.(header ? { sha: header[1] ?? '', type: header[2] ?? '', size, body } : undefined);
    return true;
  }
}
