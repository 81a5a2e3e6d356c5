import type { IssuerAnswer } from '../../model/issuer.ts';
import type { Asked, Observation } from '../../model/proof.ts';
import type { Seen } from './entry.ts';

/** What an issuer can be asked about a value with something that stands beside it: a key ID, an account. */
export interface Question {
  /** A look saw that the two go together: the issuer took them. */
  readonly isProved: boolean;
  ask(): Promise<Told>;
}

export interface Told {
  readonly verdict: IssuerAnswer['verdict'];
  readonly asked: Asked;
}

export interface Words {
  readonly live: string;
  readonly dead: string;
  readonly unclear: string;
  /** Nothing beside it, or too much. */
  readonly alone: string;
  /** Refused with the one thing beside it; the issuer was never seen to take it, with that or with anything else. */
  readonly perhaps: Seen;
}

/** A file with more of them is a list of them. */
const MOST = 4;

/**
 * Whoever may push chooses what stands beside a value. So a refusal is the value's own only where the issuer took the two together before; that it takes
 * them now is true whoever put them there.
 */
export async function askBeside(
  questions: readonly Question[],
  words: Words,
  before: readonly Observation[],
): Promise<{ readonly seen: Seen; readonly asked: Asked }> {
  const proved = questions.find(({ isProved }) => isProved);
  if (proved !== undefined) {
    const { verdict, asked } = await proved.ask();
    return { asked, seen: judge(verdict, words) };
  }
  if (questions.length === 0 || questions.length > MOST)
    return { asked: NOTHING, seen: { result: 'unknown', says: words.alone } };
  let told: Told = { verdict: 'unclear', asked: NOTHING };
  for (const question of questions) {
    told = await question.ask();
    if (told.verdict === 'live') break;
  }
  const { verdict, asked } = told;
  if (verdict !== 'dead') return { asked, seen: judge(verdict, words) };
  const isPerhaps = questions.length === 1 && !before.some(({ result }) => result === 'alive');
  return { asked, seen: isPerhaps ? words.perhaps : judge('unclear', words) };
}

/** Nobody could be asked. */
export const NOTHING: Asked = { request: 'nothing', status: 0 };

function judge(verdict: Told['verdict'], { live, dead, unclear }: Words): Seen {
  switch (verdict) {
    case 'live':
      return { result: 'alive', says: live };
    case 'dead':
      return { result: 'gone', grade: 'P4', says: dead };
    case 'unclear':
      return { result: 'unknown', says: unclear };
  }
}
