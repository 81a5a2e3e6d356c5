import type { Case, Undigested } from '../model/case.ts';
import { type Repository, repositoryName } from '../model/organization.ts';
import type { DigestStep } from '../model/step.ts';
import type { Instant } from '../model/time.ts';
import { rulesFor } from './evaluate.ts';
import { addLeftovers, inOrder, type LeftoverFacts, type Leftovers, repositoriesHolding } from './leftovers.ts';
import { DIGEST, digestText, OFF, SILENT } from './words/digest.ts';
import type { Place } from './words/links.ts';

interface DigestFacts extends LeftoverFacts {
  readonly organization: string;
  /** Ids of the repositories in which issues are switched off. */
  readonly withoutIssues: ReadonlySet<number>;
  readonly actions: readonly string[];
  readonly place: Place | undefined;
  /** Of all cases, where these are planned elsewhere. */
  readonly leftovers?: Leftovers;
}

/**
 * One issue in each repository that holds, or held, what leavers made: for those who work
 * there, and never where everybody reads.
 */
export function digestSteps(facts: DigestFacts, now: Instant): readonly DigestStep[] {
  const { policy, repositories, actions, place } = facts;
  if (policy.cases === undefined || actions.length === 0) return [];
  const { labels } = policy.cases;
  return [...(facts.leftovers ?? addLeftovers(new Map(), facts, now))].flatMap(([id, open]) => {
    const repository = repositories.get(id);
    if (repository === undefined || !canWrite(facts, repository)) return [];
    const stands = open.length > 0 && repository.private && isOn(facts, repository);
    const { text, pages } = stands ? digestText(inOrder(open), repository, place) : { text: '', pages: [] };
    const closing = open.length === 0 ? DIGEST.closing : OFF;
    const inPrivate = { ...DIGEST, body: stands ? text : closing, closing };
    const words = repository.private ? inPrivate : SILENT;
    return actions.map((action) => ({
      subject: 'digest',
      action,
      key: String(id),
      repository: repository.fullName,
      labels,
      assignees: [],
      pages,
      do: stands ? 'ensure' : 'resolve',
      onlyIfThere: !stands,
      ...words,
    }));
  });
}

/** The repositories of a case whose people are not told, and why. */
export function undigested(facts: DigestFacts, file: Case): readonly Undigested[] {
  if (facts.policy.cases === undefined) return [];
  const untold = (id: number) => {
    const found = facts.repositories.get(id);
    return found !== undefined && whyNot(facts, found) !== undefined ? found : undefined;
  };
  return [...repositoriesHolding(file, untold)].flatMap((repository) => {
    const why = whyNot(facts, repository);
    return why === undefined || !isOn(facts, repository) ? [] : [{ repository: repository.fullName, why }];
  });
}

/** On, where the policy does not say: an organisation that only observes does not write to its teams yet. */
function isOn({ policy, matches }: DigestFacts, { fullName }: Repository): boolean {
  return policy.digests ?? rulesFor(policy, repositoryName(fullName), matches).mode !== 'observe';
}

function canWrite({ withoutIssues }: DigestFacts, { id, archived, goneAt }: Repository): boolean {
  return goneAt === undefined && !archived && !withoutIssues.has(id);
}

/** In one that is gone there is nobody to tell. */
function whyNot({ withoutIssues }: DigestFacts, repository: Repository): Undigested['why'] | undefined {
  if (repository.goneAt !== undefined) return undefined;
  if (!repository.private) return 'public';
  if (repository.archived) return 'archived';
  return withoutIssues.has(repository.id) ? 'issues disabled' : undefined;
}
