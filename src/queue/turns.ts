import { HELD, type Hold } from '../model/job.ts';

/** Runs work of one key one after the other, and of different keys at once. */
export type InTurn = <T>(key: string, work: (hold: Hold) => Promise<T>) => Promise<T>;

/** The turns of one process. `last`: the end of each line in which somebody stands, and no other. */
export function turns(last = new Map<string, Promise<unknown>>()): InTurn {
  return <T>(key: string, work: (hold: Hold) => Promise<T>): Promise<T> => {
    const begin = () => work(HELD);
    const turn = (last.get(key) ?? Promise.resolve()).then(begin, begin);
    last.set(key, turn);
    const forget = () => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
