import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyAct } from './acts.ts';
import { examples } from './examples.ts';
import { comeToRest, fresh, play, standing } from './history.ts';
import { agreesWithTheWorld, holdsAtRest } from './invariants.ts';
import { type Ledger, openLedger } from './ledger.ts';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.close());

const history = fc.array(anyAct, { minLength: 4, maxLength: 30, size: 'max' });
/** Also bounds the search for the shortest history that fails; a busy machine plays fewer. */
const BUDGET = { numRuns: 150, interruptAfterTimeLimit: 20_000 };

describe('whatever happens, in whatever order', () => {
  test('what must hold at rest holds, and a sweep brings the App to agree with the world', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), async (acts, seed) => {
        const machine = await play(ledger.store, ledger.nextOrganization(), String(seed), acts);
        await comeToRest(machine);
        await holdsAtRest(machine);
        await agreesWithTheWorld(machine);
      }),
      BUDGET,
    );
  });

  // What nobody who comes later can know is handed over (fresh() in history.ts); all else is looked at and proved anew.
  test('the same stands in the end as for an App that sees only the end', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), async (acts, seed) => {
        const machine = await play(ledger.store, ledger.nextOrganization(), String(seed), acts);
        await comeToRest(machine);
        const other = await fresh(machine, ledger.nextOrganization(), `${seed} again`);
        expect(await standing(machine, other.world.org)).toEqual(await standing(other, other.world.org));
      }),
      { ...BUDGET, examples },
    );
  });
});
