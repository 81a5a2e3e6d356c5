import { observation } from '../../github/observation.ts';
import type { IssuerAnswer, Probe } from '../../model/issuer.ts';
import type { Asked, Observation } from '../../model/proof.ts';
import type { Secret } from '../../model/secret.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { ProofWorld } from '../proof-kind.ts';
import type { Seen } from './entry.ts';

/** What its issuer can be asked about a value with something that stands beside it: a key ID, an account, a client. */
export interface Question {
  /** A look saw that the two go together: the issuer took them. */
  readonly isProved: boolean;
  ask(): Promise<Told>;
}

export interface Told {
  readonly verdict: IssuerAnswer['verdict'];
  readonly asked: Asked;
}

interface Beside {
  readonly proof: string;
  readonly issuer: string;
  /** What must stand beside it: "its key ID". */
  readonly needs: string;
  readonly live: string;
  readonly dead: string;
  /**
   * What is said where it is refused with the one thing beside it, and the issuer was never
   * seen to take it: its own may stand elsewhere.
   */
  readonly never: string;
  /** Whoever has it can give it another one of these: then it is dead when it is refused with each. */
  readonly mayHaveSeveral?: true;
  questions(secret: Secret, texts: readonly string[]): readonly Question[];
}

/** A file with more of them is a list of them. */
const MOST = 4;

/** Nobody could be asked. */
export const NOTHING: Asked = { request: 'nothing', status: 0 };

/**
 * Whoever may push chooses what stands beside a value. So a refusal is the value's own only where
 * the issuer took the two together before; that it takes them now is true whoever put them there.
 */
export async function observeBeside(world: ProofWorld, file: CredentialFile, about: Beside): Promise<Observation> {
  const saw = (seen: Seen, asked = NOTHING) => observation(about.proof, file, { at: world.now, asked, ...seen });
  const [secret, texts] = [await world.value(file), await world.surroundings(file)];
  if (secret === undefined || texts === undefined)
    return saw(unknown(`it could not be read again everywhere it was seen, so ${about.issuer} could not be asked`));
  const questions = about.questions(secret, texts);
  const proved = questions.filter(({ isProved }) => isProved);
  if (questions.length === 0 || (questions.length > MOST && proved.length === 0))
    return saw(
      unknown(`${about.issuer} can be asked about it only with ${about.needs}, and no one such stands beside it`),
    );
  const order = [...proved, ...questions.filter(({ isProved }) => !isProved)].slice(0, MOST);
  const refused: Told[] = [];
  for (const question of order) {
    const told = await question.ask();
    const isDead = told.verdict === 'dead' && question.isProved && about.mayHaveSeveral !== true;
    if (told.verdict === 'live' || isDead) return saw(judge(told.verdict, about), told.asked);
    refused.push(told);
  }
  const [first] = refused;
  const unclear = refused.find(({ verdict }) => verdict === 'unclear');
  const hasAll = unclear === undefined && refused.length === questions.length;
  if (hasAll && proved.length > 0) return saw(judge('dead', about), first?.asked);
  const isNever = hasAll && questions.length === 1 && !world.before.some(({ result }) => result === 'alive');
  return saw(isNever ? unknown(about.never) : judge('unclear', about), (unclear ?? first)?.asked);
}

/** One request that names all that it is about: `called` is that, and nothing of the value. */
export function questionOf(
  { before, ask }: ProofWorld,
  secret: Secret,
  { proof, called, probe }: { readonly proof: string; readonly called: string; readonly probe: Probe },
): Question {
  const letIn = before.filter((look) => look.proof === proof && look.result === 'alive');
  return {
    isProved: letIn.some(({ asked }) => asked.request === called),
    ask: async () => {
      const { status, verdict, date } = await ask(probe, secret);
      return { verdict, asked: { request: called, status, ...(date ? { date } : {}) } };
    },
  };
}

function judge(verdict: Told['verdict'], { issuer, live, dead }: Beside): Seen {
  switch (verdict) {
    case 'live':
      return { result: 'alive', says: live };
    case 'dead':
      return { result: 'gone', grade: 'P4', says: dead };
    case 'unclear':
      return unknown(
        `${issuer} neither took it with what stands beside it nor refused it for sure, which proves nothing`,
      );
  }
}

function unknown(says: string): Seen {
  return { result: 'unknown', says };
}
