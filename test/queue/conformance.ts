import { describe } from 'vitest';
import { addingContract } from './contract/adding.ts';
import { backgroundContract } from './contract/background.ts';
import type { Engine } from './contract/bench.ts';
import { coalescingContract } from './contract/coalescing.ts';
import { failingContract } from './contract/failing.ts';
import { laneContract } from './contract/lanes.ts';
import { scheduleContract } from './contract/schedules.ts';
import { turnContract } from './contract/turns.ts';

/**
 * The definition of the queue: whatever passes is one. What kill -9 may do to it is in
 * `kill.test.ts`, for both drivers too.
 */
export function queueConformance(name: string, engine: Engine): void {
  describe(`the queue of ${name}`, () => {
    addingContract(engine);
    coalescingContract(engine);
    laneContract(engine);
    backgroundContract(engine);
    failingContract(engine);
    scheduleContract(engine);
    turnContract(engine);
  });
}
