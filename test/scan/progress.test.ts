import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { NO_PROGRESS, progressBar } from '../../src/scan/progress.ts';

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

it('shows nothing where nobody looks', () => {
  expect(progressBar(terminal(false).stream, 'scanning', () => 0)).toBe(NO_PROGRESS);
});
