import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { QueueError } from './queue-error.ts';

const FILE = 'worker.lock';

/**
 * Makes this process the only worker of a data directory. The kernel gives the lock back
 * when the process dies, however it dies.
 */
export function takeOwnership(dataDir: string): { release(): void } {
  const path = join(dataDir, FILE);
  closeSync(openSync(path, 'a', 0o600));
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    throw new QueueError(
      `Another Handback process works on ${dataDir} already. The embedded database has room for one worker; others may add ` +
        'jobs and read. Stop the other process, or set DATABASE_URL so that several workers can share the work on PostgreSQL.',
      { cause: error },
    );
  }
  return { release: () => file.close() };
}
