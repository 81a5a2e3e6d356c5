// Histories after which an App that sees only the end once came to another answer: played
// first, each in its shortest form.
import type { Act } from './acts.ts';

type Example = [acts: Act[], seed: number];

/** The roster names a leaver by login before any event does by id: what was heard first names the case. */
const HEARD_FIRST: Example = [
  [
    { do: 'add-key', who: 0, where: 0, again: false },
    { do: 'delete-key', which: 0 },
    { do: 'trouble', trouble: ['fine', 'fine', 'lost', 'fine'] },
    { do: 'roster', who: 0, day: -1 },
    { do: 'join', who: 0 },
    { do: 'delete-secret', which: 5 },
    { do: 'close-pull', which: 3 },
    { do: 'push-pull', which: 4 },
    { do: 'work', turns: 1 },
    { do: 'delete-key', which: 5 },
    { do: 'lose-answers', count: 2 },
    { do: 'prove' },
    { do: 'wait', ms: 1 },
  ],
  606286835,
];

/** A key pair is deleted and added again by somebody else: only who saw the first key knows whose it was. */
const SAME_KEY_AGAIN: Example = [
  [
    { do: 'add-key', who: 0, where: 0, again: true },
    { do: 'leave', who: 0 },
    { do: 'settle' },
    { do: 'delete-key', which: 1 },
    { do: 'add-key', who: 1, where: 0, again: true },
  ],
  1223500087,
];

/** Somebody who was seen out comes back, while the roster goes on saying that they left. */
const OUT_AND_IN: Example = [
  [
    { do: 'roster', who: 0, day: -1 },
    { do: 'leave', who: 0 },
    { do: 'settle' },
    { do: 'join', who: 0 },
    { do: 'push-pull', which: 0 },
    { do: 'give', who: 0, where: 0 },
    { do: 'kill', who: 0 },
  ],
  0,
];

export const examples: Example[] = [HEARD_FIRST, SAME_KEY_AGAIN, OUT_AND_IN];
