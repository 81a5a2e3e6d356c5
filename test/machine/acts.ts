// What may happen, as data: fast-check makes histories of it and shrinks them, and a counterexample reads like a story.
import fc from 'fast-check';
import type { Trouble } from './world.ts';

export type Act =
  | { readonly do: 'join' | 'leave' | 'block' | 'unblock' | 'kill'; readonly who: number }
  | { readonly do: 'give' | 'take'; readonly who: number; readonly where: number }
  | { readonly do: 'roster'; readonly who: number; readonly day: number | null }
  | { readonly do: 'add-key'; readonly who: number; readonly where: number; readonly again: boolean }
  | { readonly do: 'delete-key' | 'delete-secret' | 'push-pull' | 'close-pull' | 'touch-check'; readonly which: number }
  | { readonly do: 'set-secret' | 'push-secret'; readonly who: number; readonly where: number }
  | { readonly do: 'open-pull'; readonly who: number; readonly where: number; readonly leaks: boolean }
  | {
      readonly do: 'policy';
      readonly mode: 'observe' | 'warn' | 'block';
      readonly grace: number;
      readonly spare: boolean;
    }
  | { readonly do: 'close-case' | 'reopen-case' | 'edit-case'; readonly which: number }
  | { readonly do: 'deliver' | 'lose' | 'again'; readonly which: number }
  | { readonly do: 'lose-answers'; readonly count: number }
  | { readonly do: 'work'; readonly turns: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'trouble'; readonly trouble: readonly Trouble[] }
  | { readonly do: 'restart' | 'sweep' | 'prove' | 'settle' };

const who = fc.nat(1);
const where = fc.nat(1);
const which = fc.nat(7);

function one<Name extends Act['do']>(name: Name) {
  return fc.constant(name);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const ofPeople = fc.oneof(
  fc.record({ do: fc.constantFrom('join' as const, 'leave' as const), who }),
  { arbitrary: fc.record({ do: one('leave'), who }), weight: 2 },
  fc.record({ do: fc.constantFrom('block' as const, 'unblock' as const), who }),
  fc.record({ do: fc.constantFrom('give' as const, 'take' as const), who, where }),
  fc.record({ do: one('roster'), who, day: fc.option(fc.integer({ min: -3, max: 20 })) }),
);

const ofCredentials = fc.oneof(
  { arbitrary: fc.record({ do: one('add-key'), who, where, again: fc.boolean() }), weight: 2 },
  fc.record({ do: fc.constantFrom('delete-key' as const, 'delete-secret' as const), which }),
  fc.record({ do: fc.constantFrom('set-secret' as const, 'push-secret' as const), who, where }),
  fc.record({ do: one('kill'), who: which }),
);

const ofWork = fc.oneof(
  { arbitrary: fc.record({ do: one('open-pull'), who, where, leaks: fc.boolean() }), weight: 2 },
  fc.record({ do: fc.constantFrom('push-pull' as const, 'close-pull' as const, 'touch-check' as const), which }),
  fc.record({
    do: one('policy'),
    mode: fc.constantFrom('observe' as const, 'warn' as const, 'block' as const),
    grace: fc.constantFrom(0, 0, 5),
    spare: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('close-case' as const, 'reopen-case' as const, 'edit-case' as const), which }),
);

const ofTheWires = fc.oneof(
  { arbitrary: fc.record({ do: one('deliver'), which }), weight: 3 },
  fc.record({ do: fc.constantFrom('lose' as const, 'again' as const), which }),
  fc.record({ do: one('lose-answers'), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: one('work'), turns: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ do: one('wait'), ms: fc.constantFrom(1, 700, HOUR, DAY, 8 * DAY, 40 * DAY) }),
  fc.record({
    do: one('trouble'),
    trouble: fc.array(
      fc.oneof(
        { arbitrary: fc.constant<Trouble>('fine'), weight: 6 },
        fc.constantFrom<Trouble>('limit', 'down', 'lost', 'refused'),
      ),
      { maxLength: 30 },
    ),
  }),
  // A permission that is taken away for a while.
  fc.record({
    do: one('trouble'),
    trouble: fc.array(fc.constant<Trouble>('refused'), { minLength: 1, maxLength: 12 }),
  }),
  fc.record({ do: fc.constantFrom('restart' as const, 'sweep' as const, 'prove' as const) }),
  { arbitrary: fc.record({ do: one('settle') }), weight: 2 },
);

/** Everything there is, in the weight that makes histories in which something happens. */
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { arbitrary: ofPeople, weight: 2 },
  { arbitrary: ofCredentials, weight: 3 },
  { arbitrary: ofWork, weight: 2 },
  { arbitrary: ofTheWires, weight: 3 },
);
