import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/model/decision.ts';
import type { Ruling } from '../../../src/policy/commands/desk.ts';
import { asRuled, reactionTo, reply } from '../../../src/policy/commands/words.ts';

const decision: Decision = {
  id: 'c0ffee',
  at: 0,
  by: { id: 1, login: 'alice' },
  said: 'acme/security#7, comment 12',
  decides: 'claim',
  case: 'case',
};
const DONE: Ruling = { is: 'done', decision };
const WAITING: Ruling = { is: 'waiting', decision, says: 'A second person …' };
const REFUSED: Ruling = { is: 'refused', says: 'Not done: why.' };

describe('what was ruled on when nobody could be told stands', () => {
  it.each<[string, Ruling['is'], Ruling | undefined, string | undefined, string | undefined]>([
    ['done, and still known', 'done', DONE, '+1', undefined],
    ['done, where nobody decides any more', 'done', REFUSED, '+1', undefined],
    ['done, in a comment that is read otherwise now', 'done', undefined, '+1', undefined],
    ['waiting, and still so', 'waiting', WAITING, 'eyes', 'A second person …'],
    ['waiting, and approved meanwhile', 'waiting', DONE, 'eyes', undefined],
    ['refused, and still so', 'refused', REFUSED, 'confused', 'Not done: why.'],
    ['refused, and possible by now', 'refused', DONE, 'confused', 'say it again'],
    ['help', 'help', { is: 'help' }, undefined, '/handback claim'],
  ])('%s', (_, before, today, reaction, says) => {
    const receipts = asRuled([before], today === undefined ? [] : [today]);
    expect(reactionTo(receipts)).toBe(reaction);
    if (says === undefined) expect(reply(receipts)).toBeUndefined();
    else expect(reply(receipts)).toContain(says);
  });
});
