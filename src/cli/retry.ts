import type { Command } from 'commander';
import { openLedger } from '../main.ts';
import { count } from '../policy/words/markdown.ts';
import { plain } from '../scan/reports/text.ts';

export function registerRetry(program: Command): void {
  program.command('retry').description('run again what failed for good: `handback doctor` tells of it').action(retry);
}

async function retry(): Promise<void> {
  const { queue, close } = await openLedger();
  try {
    const dead = await queue.dead();
    // In the order in which they failed: one may need what another one does.
    for (const { id, type, error } of dead.toReversed()) {
      await queue.revive(id);
      console.log(plain(`${type}: ${error.slice(0, 200)}`));
    }
    console.log(
      dead.length === 0
        ? 'No job has failed for good.'
        : `${count(dead.length, 'job')} will be tried again by \`handback serve\`, as new ones are.`,
    );
  } finally {
    await close();
  }
}
