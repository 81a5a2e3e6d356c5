import { expect, test } from 'vitest';
import { MINUTE } from '../../src/model/time.ts';
import { healthOf } from '../../src/web/health.ts';

const COUNTS = { waiting: 1, running: 0, dead: 2 };

/** A ledger that can be broken and mended, and what was written to it and told of it. */
function patient() {
  const state = { isFull: false, at: 0, written: 0, told: [] as string[] };
  const health = healthOf({
    notes: {
      save: async () => {
        if (state.isFull) throw new Error('The disk that holds /srv/handback is full.');
        state.written += 1;
      },
    },
    queue: { counts: async () => COUNTS },
    now: () => state.at,
    onError: (error, where) => state.told.push(`${where}: ${String(error)}`),
  });
  return { state, health };
}

test('while the ledger can be written it is well, and says how much work there is', async () => {
  expect(await patient().health()).toEqual({ ok: true, ...COUNTS });
});

test('it writes once a minute, however often somebody asks', async () => {
  const { state, health } = patient();
  for (state.at = 0; state.at < 3 * MINUTE; state.at += MINUTE / 20) await health();
  expect(state.written).toBe(3);
});

test('a clock that was set back does not keep it from looking', async () => {
  const { state, health } = patient();
  state.at = 60 * MINUTE;
  await health();
  state.at = 0;
  await health();
  expect(state.written).toBe(2);
});

test('a full disk is told within the minute, the cause in the log and once', async () => {
  const { state, health } = patient();
  await health();
  state.isFull = true;
  state.at = MINUTE;
  const answers = [await health(), await health()];
  expect(answers).toEqual([expect.objectContaining({ ok: false }), expect.objectContaining({ ok: false })]);
  expect(JSON.stringify(answers)).not.toContain('/srv/handback');
  expect(state.told).toEqual(['GET /healthz: Error: The disk that holds /srv/handback is full.']);
});

test('as soon as there is room again it is well', async () => {
  const { state, health } = patient();
  state.isFull = true;
  await health();
  state.isFull = false;
  expect(await health()).toEqual({ ok: true, ...COUNTS });
});
