import { SingleBar } from 'cli-progress';

export interface Progress {
  at(done: number, of: number): void;
  end(): void;
}

export const NO_PROGRESS: Progress = { at() {}, end() {} };

/** Work that ends sooner shows no bar. */
const PATIENCE_MS = 800;

/** A bar with the time left, on a terminal only. */
export function progressBar(stream: NodeJS.WriteStream, what: string, now: () => number): Progress {
  if (!stream.isTTY) return NO_PROGRESS;
  const started = now();
  const format = `${what} {bar} {percentage}% | {eta_formatted} left`;
  let bar: SingleBar | undefined;
  return {
    at(done, of) {
      if (now() - started < PATIENCE_MS) return;
      if (bar === undefined) {
        bar = new SingleBar({ stream, format, clearOnComplete: true, hideCursor: true, etaBuffer: 50, barsize: 30 });
        bar.start(of, done);
      }
      bar.setTotal(of);
      bar.update(done);
    },
    end: () => bar?.stop(),
  };
}
