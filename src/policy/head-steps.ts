import type { CredentialId } from '../model/credential.ts';
import type { Head } from '../model/head.ts';
import { type Repository, repositoryName } from '../model/organization.ts';
import type { PolicyReading } from '../model/policy.ts';
import type { HeadStep } from '../model/step.ts';
import type { Instant } from '../model/time.ts';
import type { CredentialFile, Violation } from '../model/violation.ts';
import { rulesFor } from './evaluate.ts';
import { exceptionsFor, isExcepted, isSparedIn, lapsedIn, type Matches } from './exceptions.ts';
import type { Upkeep } from './upkeep.ts';
import { type HeadFacts, verdict } from './verdict.ts';
import { sayExceptionHere } from './words/decision.ts';
import { code, fitting } from './words/markdown.ts';

/** What the checks follow from. */
export interface Checked {
  readonly reading: PolicyReading;
  readonly violations: readonly Violation[];
  readonly files: ReadonlyMap<string, CredentialFile>;
  readonly heads: readonly Head[];
  readonly repositories: ReadonlyMap<number, Repository>;
  /** The names of the actions there are for heads. */
  readonly actions: readonly string[];
  readonly matches: Matches;
  readonly upkeep?: Upkeep;
}

/**
 * A check for each commit that is the tip of something. There may be tens of thousands of tips, and as
 * many credentials that violate: what holds for a repository is looked up once for all of its tips.
 */
export function headSteps(checked: Checked, now: Instant): readonly HeadStep[] {
  if (checked.heads.length === 0) return [];
  const violations = byRepository(checked.violations);
  const unregistered = Map.groupBy(
    checked.upkeep?.unregistered ?? [],
    ({ file }) => file.credential.scope.repositoryId,
  );
  const answers = new Map<number, Answers>();
  const answersOf = (id: number): Answers | undefined => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const repository = checked.repositories.get(id);
    if (repository === undefined || repository.goneAt !== undefined) return undefined;
    const here = { violations: violations.get(id) ?? [], unregistered: unregistered.get(id) ?? [] };
    const found = answersFor(checked, repository, here, now);
    answers.set(id, found);
    return found;
  };
  return bySha(checked.heads).flatMap(([head, ...others]) => {
    const own = head && answersOf(head.repositoryId);
    return head === undefined || own === undefined
      ? []
      : checked.actions.map((action) => headStep(own, [head, ...others], action, now));
  });
}

/** What a repository answers for, whatever is to be merged into it. */
interface Answers {
  readonly repository: Repository;
  readonly facts: Omit<HeadFacts, 'head'>;
  readonly stands: (id: CredentialId) => boolean;
  /** What stands there, excepted or not. */
  readonly here: readonly CredentialId[];
  /** A line for each exception that spares it, or else for each that did until its owner left. */
  readonly sayExceptions: (id: CredentialId) => readonly string[];
}

interface Here {
  readonly violations: readonly Violation[];
  readonly unregistered: Upkeep['unregistered'];
}

function answersFor(
  { reading: { policy, problems }, matches, files }: Checked,
  repository: Repository,
  { violations, unregistered }: Here,
  now: Instant,
): Answers {
  const name = repositoryName(repository.fullName);
  const stands = (id: CredentialId) => !isExcepted(policy, id, name, matches, now);
  const sayExceptions = (id: CredentialId) => {
    const spares = stands(id) ? lapsedIn : isSparedIn;
    return exceptionsFor(policy, id, now)
      .filter((each) => spares(each, name, matches))
      .map((each) => `- ${code(id)}: ${sayExceptionHere(each)}`);
  };
  const here = [...violations, ...unregistered].map(({ file }) => file.credential.id);
  return {
    repository,
    stands,
    here,
    sayExceptions,
    facts: {
      files,
      problems,
      repository,
      mode: rulesFor(policy, name, matches).mode,
      violations: violations.filter(({ file }) => stands(file.credential.id)),
      unregistered: unregistered.filter(({ file }) => stands(file.credential.id)),
    },
  };
}

/**
 * A check run belongs to a commit, and two pull requests may have the same head: then the
 * worse verdict counts for both.
 */
function headStep(own: Answers, heads: readonly [Head, ...Head[]], action: string, now: Instant): HeadStep {
  const [head] = heads;
  const { fullName, private: isPrivate } = own.repository;
  const verdicts = heads.map((each) => verdict({ ...own.facts, head: only(each, own.stands) }, now));
  const worst = verdicts.reduce((a, b) =>
    SEVERITY[b.conclusion ?? 'none'] > SEVERITY[a.conclusion ?? 'none'] ? b : a,
  );
  const key = headKey(head);
  const excepted = isPrivate ? exceptionNotes(own, heads) : [];
  const told = { ...worst, summary: [worst.summary, ...excepted].join('\n\n') };
  return {
    subject: 'head',
    action,
    do: 'ensure',
    key,
    repository: fullName,
    head,
    mode: own.facts.mode,
    verdict: told,
  };
}

/**
 * What would stand in the way, were it not excepted: nobody shall take that for clean. And
 * what was excepted: nobody shall wonder why it stands in the way.
 */
function exceptionNotes({ here, stands, sayExceptions }: Answers, heads: readonly Head[]): readonly string[] {
  const brought = heads.flatMap(({ scan }) => (scan.state === 'done' ? scan.found.map((it) => it.credential) : []));
  const ids = [...new Set([...brought, ...here])];
  const note = (title: string, of: readonly CredentialId[]) => {
    const lines = of.flatMap(sayExceptions);
    return lines.length === 0 ? [] : [`**${title}:**\n${fitting(lines, 4000)}`];
  };
  return [
    ...note('No longer spared', ids.filter(stands)),
    ...note(
      'Spared for now',
      ids.filter((id) => !stands(id)),
    ),
  ];
}

/** The head without what is excepted. */
function only(head: Head, stands: (id: CredentialId) => boolean): Head {
  if (head.scan.state !== 'done') return head;
  return { ...head, scan: { ...head.scan, found: head.scan.found.filter(({ credential }) => stands(credential)) } };
}

const SEVERITY = { success: 0, neutral: 1, none: 2, failure: 3 };

function bySha(heads: readonly Head[]): readonly (readonly Head[])[] {
  return [...Map.groupBy(heads, headKey).values()];
}

/**
 * A repository answers for what stands in it, on more than weak evidence. What belongs to
 * the whole organisation blocks no one repository.
 */
function byRepository(violations: readonly Violation[]): ReadonlyMap<number, readonly Violation[]> {
  const all = violations.flatMap((violation) => {
    const { file, claim } = violation;
    const scopes = [file.credential.scope, ...file.sightings.map(({ scope }) => scope)];
    const ids = claim.level === 'weak' ? [] : new Set(scopes.flatMap(({ repositoryId }) => repositoryId ?? []));
    return [...ids].map((id) => ({ id, violation }));
  });
  return new Map([...Map.groupBy(all, ({ id }) => id)].map(([id, of]) => [id, of.map(({ violation }) => violation)]));
}

/** One check stands on a commit, whatever it is the tip of. */
export function headKey({ repositoryId, sha }: Pick<Head, 'repositoryId' | 'sha'>): string {
  return `${repositoryId}:${sha}`;
}
