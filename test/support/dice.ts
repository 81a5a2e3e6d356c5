// What made-up ledgers are made of: a few people, places and names, so that everything meets everything.
import { DAY } from '../../src/model/time.ts';
import { NOW } from './make-facts.ts';
import type { Random } from './random.ts';

export const REPOSITORIES = 6;
export const PEOPLE = 6;
export const NAMES = ['TOKEN', 'NPM_TOKEN', 'KEY'];
export const ENVIRONMENTS = [undefined, undefined, 'production'];

export type Dice = ReturnType<typeof makeDice>;

export function makeDice(random: Random) {
  const pick = <T>(all: readonly T[]): T => all[random.below(all.length)] as T;
  const some = <T>(most: number, make: (at: number) => T) =>
    Array.from({ length: random.below(most + 1) }, (_, at) => make(at));
  const chance = (of: number) => random.below(of) === 0;
  const day = () => NOW - random.below(60) * DAY;
  const person = () => 1 + random.below(PEOPLE);
  const place = () => {
    const id = 1 + random.below(REPOSITORIES);
    return { repositoryId: id, repository: `acme/service-${id}` };
  };
  return { pick, some, chance, day, person, place };
}

export function login(id: number): string {
  return `person-${id}`;
}
