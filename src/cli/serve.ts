import type { Command } from 'commander';
import { build, type Handback, listen, work } from '../main.ts';
import { sayProxy } from '../model/proxy.ts';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('take webhooks in and work on them, in one process')
    .action(() => run(true));
}

export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('only work: a further process beside `serve`, which needs PostgreSQL')
    .action(() => run(false));
}

/**
 * Runs until SIGTERM or SIGINT, or until the database is another one, or a newer version's;
 * then takes nothing new, finishes what is under way, and ends.
 */
async function run(isListening: boolean): Promise<void> {
  // From the start on: what is begun is ended, not cut off.
  const stopped = stopSignal();
  const handback = await build();
  const { log, config, proxy } = handback;
  let server: Awaited<ReturnType<typeof listen>> | undefined;
  let worker: Awaited<ReturnType<typeof work>> | undefined;
  try {
    // First, because a process that works and hears nothing looks well to whoever watches it.
    server = isListening ? await listen(handback) : undefined;
    worker = await work(handback);
    log.info(
      {
        port: server?.port,
        store: config.DATABASE_URL ? 'postgres' : 'sqlite',
        working: true,
        ...(proxy ? { proxy: sayProxy(proxy) } : {}),
      },
      'handback is running',
    );
    const why = await Promise.race([stopped, worker.ended]);
    if (why !== undefined) throw why;
    log.info('stopping: nothing new is taken, what is under way is finished');
  } finally {
    // At once: a stranger may hold a request open for a minute.
    await Promise.all([server?.close(), worker?.stop()]);
    await close(handback);
  }
}

/**
 * A second SIGTERM comes where a whole group is told, and what started us passes it on: it
 * changes nothing. A second Ctrl-C is impatience.
 */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}

async function close(handback: Handback): Promise<void> {
  await handback.close();
  handback.log.info('stopped');
}
