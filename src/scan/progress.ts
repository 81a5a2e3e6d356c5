import { SingleBar } from 'cli-progress';

export interface Progress {
  at(done: number, of: number): void;
  end(): void;
}

export const NO_PROGRESS: Progress = { at() {}, end() {} };

/** Work that ends sooner shows no bar. */
const PATIENCE_MS = 800;

/** Between two lines in a log. */
const LINE_MS = 30_000;

/** A bar with the time left on a terminal, a line now and then in the log of a build. */
export function progressBar(stream: NodeJS.WriteStream, what: string, now: () => number): Progress {
  if (!stream.isTTY) return progressLines(stream, what, now);
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

function progressLines(stream: NodeJS.WriteStream, what: string, now: () => number): Progress {
  const started = now();
  let last = started;
  return {
    at(done, of) {
      if (now() - last < LINE_MS) return;
      last = now();
      const left = Math.round(((last - started) / Math.max(1, done)) * (of - done) * 1e-3);
      stream.write(`${what}: ${Math.floor((done / of) * 100)} %, about ${left} s left\n`);
    },
    end() {},
  };
}
