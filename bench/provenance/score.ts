import { attribute } from '../../src/attribute/attribute.ts';
import type { Trust } from '../../src/attribute/trust.ts';
import type { Claim } from '../../src/model/attribution.ts';
import type { Account } from '../organizations/people.ts';
import type { Question } from './gather.ts';

/** What attribution answered, held against the truth. */
export interface Outcome {
  readonly plan: string;
  readonly kind: string;
  readonly story: string;
  /** `named`: certain or likely. A `hint` is weak: shown as not known. */
  readonly answer: 'named' | 'hint' | 'none';
  /** The first name is the maker's. */
  readonly right: boolean;
  readonly confidence: number;
  /** GitHub or the issuer states the answer. */
  readonly stated: boolean;
  /**
   * Of an account that is no single human: does the answer say so? Undefined for all others,
   * and where the roster does not know.
   */
  readonly toldService: boolean | undefined;
}

export function outcome({ evidence, people, maker, plan, kind, story }: Question, trust?: Trust): Outcome {
  const { creator } = attribute(evidence, people, trust);
  const right = creator !== undefined && maker !== undefined && means(creator, maker);
  return {
    plan,
    kind,
    story,
    right,
    answer: creator === undefined ? 'none' : creator.level === 'weak' ? 'hint' : 'named',
    confidence: creator?.confidence ?? 0,
    stated: creator?.evidence.some(({ strength }) => strength === 'stated') ?? false,
    toldService: right && creator.person && maker?.service?.inRoster ? creator.service !== undefined : undefined,
  };
}

/** Whether an answer is this account, or a name and address that its holder's git writes. */
export function means(
  { person, who }: Pick<Claim, 'person' | 'who'>,
  { id, login, formerLogin, gitNames }: Account,
): boolean {
  if (person !== undefined) return person.id === id;
  if (who.login !== undefined) return who.login === login || who.login === formerLogin;
  return who.name !== undefined && gitNames.includes(who.name);
}

export interface Figures {
  readonly all: number;
  readonly namedRight: number;
  readonly namedWrong: number;
  readonly unknown: number;
  readonly hints: number;
  readonly hintsRight: number;
  readonly top1: number;
  readonly brier: number;
}

/** Shares of all, except `hints*` (counts) and `brier` (mean over every answer that has a name, weak ones too). */
export function figures(outcomes: readonly Outcome[]): Figures {
  const share = (meets: (one: Outcome) => boolean) => outcomes.filter(meets).length / Math.max(1, outcomes.length);
  const answered = outcomes.filter(({ answer }) => answer !== 'none');
  const hints = outcomes.filter(({ answer }) => answer === 'hint');
  return {
    all: outcomes.length,
    namedRight: share(({ answer, right }) => answer === 'named' && right),
    namedWrong: share(({ answer, right }) => answer === 'named' && !right),
    unknown: share(({ answer }) => answer !== 'named'),
    hints: hints.length,
    hintsRight: hints.filter(({ right }) => right).length,
    top1: share(({ right }) => right),
    brier: mean(answered.map(({ confidence, right }) => (confidence - Number(right)) ** 2)),
  };
}

export interface Bin {
  readonly from: number;
  readonly count: number;
  readonly claimed: number;
  readonly right: number;
}

/** Ten bins of claimed confidence, each with how often it was right. */
export function calibration(outcomes: readonly Outcome[]): readonly Bin[] {
  const answered = outcomes.filter(({ answer }) => answer !== 'none');
  const bins = Map.groupBy(answered, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  return [...bins]
    .toSorted(([a], [b]) => a - b)
    .map(([bin, inside]) => ({
      from: bin / 10,
      count: inside.length,
      claimed: mean(inside.map(({ confidence }) => confidence)),
      right: mean(inside.map(({ right }) => Number(right))),
    }));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;
}
