import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { progressBar } from '../../src/scan/progress.ts';

function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; shown: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { stream: stream as unknown as NodeJS.WriteStream, shown: () => text };
}

it('shows what is done, and the time that is left, once the work takes a while', () => {
  const { stream, shown } = terminal(true);
  let now = 0;
  const progress = progressBar(stream, 'scanning', () => now);
  progress.at(1, 100);
  expect(shown()).toBe('');
  now = 1000;
  progress.at(50, 100);
  progress.end();
  expect(shown()).toContain('scanning');
  expect(shown()).toContain('50%');
  expect(shown()).toContain('left');
});

it('writes a line now and then where nobody looks, as in the log of a build', () => {
  const { stream, shown } = terminal(false);
  let now = 0;
  const progress = progressBar(stream, 'reading the history', () => now);
  for (now = 0; now <= 70_000; now += 1000) progress.at(now / 1000, 100);
  progress.end();
  expect(shown()).toBe('reading the history: 30 %, about 70 s left\nreading the history: 60 %, about 40 s left\n');
});
