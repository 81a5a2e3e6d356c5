import { parentPort, workerData } from 'node:worker_threads';
import { createLane, type LaneSetup, type Task } from './lane.ts';
import type { Answer } from './pool.ts';

/** Entry of a scan worker: one lane behind a message port. */
const lane = createLane(workerData as LaneSetup);
const say = (answer: Answer): void => parentPort?.postMessage(answer);

parentPort?.on('message', (task: Task) => {
  lane
    .run(task, (batch) => say({ kind: 'batch', batch }))
    .then((outcome) => say({ kind: 'done', outcome }))
    .catch((error: unknown) =>
      say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
});
