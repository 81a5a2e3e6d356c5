// Histories that once went wrong, each in the shortest form that was found.
import { afterAll, beforeAll, test } from 'vitest';
import type { Act } from './acts.ts';
import { comeToRest, play } from './history.ts';
import { agreesWithTheWorld, holdsAtRest } from './invariants.ts';
import { type Ledger, openLedger } from './ledger.ts';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.close());

const HISTORIES: Readonly<Record<string, readonly Act[]>> = {
  'being added is told only after the person has left again, and after the sweep that saw it': [
    { do: 'add-key', who: 0, where: 0, again: false },
    { do: 'join', who: 0 },
    { do: 'lose', which: 1 },
    { do: 'leave', who: 0 },
    { do: 'settle' },
    { do: 'sweep' },
    { do: 'settle' },
    { do: 'again', which: 0 },
    { do: 'again', which: 1 },
    { do: 'again', which: 2 },
  ],
  'the end of a block is told only after the next block': [
    { do: 'add-key', who: 0, where: 0, again: false },
    { do: 'block', who: 0 },
    { do: 'settle' },
    { do: 'unblock', who: 0 },
    { do: 'block', who: 0 },
    { do: 'deliver', which: 1 },
    { do: 'settle' },
  ],
  'somebody is blocked, freed and let in again, all told at once': [
    { do: 'block', who: 0 },
    { do: 'unblock', who: 0 },
    { do: 'give', who: 0, where: 0 },
    { do: 'settle' },
  ],
  'somebody is blocked, freed and let in again, and only the block is told before the sweep': [
    { do: 'block', who: 0 },
    { do: 'deliver', which: 0 },
    { do: 'unblock', who: 0 },
    { do: 'give', who: 0, where: 0 },
    { do: 'lose', which: 1 },
    { do: 'sweep' },
    { do: 'settle' },
  ],
  'a block is told only after its own end, when they are let in again': [
    { do: 'add-key', who: 0, where: 0, again: false },
    { do: 'block', who: 0 },
    { do: 'unblock', who: 0 },
    { do: 'give', who: 0, where: 0 },
    { do: 'deliver', which: 2 },
    { do: 'deliver', which: 2 },
    { do: 'settle' },
  ],
  'nobody tells of a block, nor of its end': [
    { do: 'block', who: 0 },
    { do: 'lose', which: 0 },
    { do: 'sweep' },
    { do: 'settle' },
    { do: 'unblock', who: 0 },
    { do: 'lose', which: 0 },
    { do: 'give', who: 0, where: 0 },
    { do: 'settle' },
  ],
  'the look for a former run of the first check is refused': [
    { do: 'open-pull', who: 0, where: 0, leaks: false },
    { do: 'trouble', trouble: ['refused'] },
    { do: 'settle' },
  ],
  'the answer to a check that is made anew is lost, and the next look for it refused': [
    { do: 'open-pull', who: 0, where: 0, leaks: false },
    { do: 'settle' },
    { do: 'touch-check', which: 0 },
    { do: 'trouble', trouble: ['fine', 'lost', 'refused'] },
    { do: 'settle' },
  ],
  'the first check is refused': [
    { do: 'open-pull', who: 0, where: 0, leaks: false },
    { do: 'trouble', trouble: ['fine', 'refused'] },
    { do: 'settle' },
  ],
};

test.each(Object.entries(HISTORIES))('%s', async (_, acts) => {
  const machine = await play(ledger.store, ledger.nextOrganization(), '1', acts);
  await comeToRest(machine);
  await holdsAtRest(machine);
  await agreesWithTheWorld(machine);
});
