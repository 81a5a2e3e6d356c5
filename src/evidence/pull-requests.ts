import { NotVisible } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { Who } from '../model/person.ts';
import type { EvidenceKind, EvidenceWorld, Introduction, Subject } from './evidence-kind.ts';
import { type Activity, actorOf, broughtBy, pushesTo } from './shared/brought-by.ts';
import { account, type Pull, pullsOf } from './shared/commit-facts.ts';

const PERMISSION = 'Pull requests: read';

/**
 * The committer of what is merged on the website is GitHub itself: who opened it brought
 * it, unless somebody else pushed to it. Everybody who may write to the repository may push
 * to its branch, in whosever name, and whoever opens one for a whole branch brings nothing.
 */
export const pullRequests: EvidenceKind = {
  name: 'pull-request',
  permission: PERMISSION,
  again: 'always',
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async (world, subject) => {
    const { introduction } = subject;
    if (introduction === undefined) return [];
    const found: Evidence[] = [];
    for (const pull of await pullsOf(world, introduction.commit, PERMISSION)) {
      const opener = account(pull.author);
      const others = await othersIn(world, introduction, pull, opener);
      if (opener !== undefined) found.push(openedBy(world, subject, pull, opener, others));
      found.push(...pushedBy(world, subject, pull, others.pushes));
    }
    return found;
  },
};

/** Those besides the opener who may have brought the commit into a pull request. */
interface Others {
  readonly isAny: boolean;
  /** What they pushed, where nothing else tells who it was. */
  readonly pushes: readonly Activity[];
}

const NOBODY: Others = { isAny: false, pushes: [] };
/** Who it is, another kind of evidence tells, or nobody knows. */
const SOMEBODY: Others = { isAny: true, pushes: [] };

async function othersIn(
  world: EvidenceWorld,
  introduction: Introduction,
  pull: Pull,
  opener: Who | undefined,
): Promise<Others> {
  const { isCrossRepository: isFork, headRepositoryOwner: owner } = pull;
  const isOwnFork = isFork && opener?.id !== undefined && owner?.databaseId === opener.id;
  const isForeign = (update: Activity) => opener === undefined || update.actor?.id !== opener.id;
  try {
    const update = await broughtBy(world, introduction);
    // Then this is known for sure, and evidence of its own.
    if (update !== undefined && !isLanding(update, pull)) return isForeign(update) ? SOMEBODY : NOBODY;
    // Of a fork there is no log here.
    if (isFork) return isOwnFork ? NOBODY : SOMEBODY;
    if (!pull.headRefName) return SOMEBODY;
    const [opened, until] = [pull.createdAt.getTime(), pull.mergedAt?.getTime() ?? Number.POSITIVE_INFINITY];
    const { pushes, isAll } = await pushesTo(world, pull.headRefName, { opened, until });
    const foreign = pushes.filter(isForeign);
    return { isAny: foreign.length > 0 || !isAll, pushes: foreign };
  } catch (error) {
    if (error instanceof NotVisible) return isOwnFork ? NOBODY : SOMEBODY;
    throw error;
  }
}

/**
 * What the website, a merge queue or whoever took a fork's branch over makes of a pull
 * request: they did not write what is in it.
 */
function isLanding({ activity_type: type, ref, timestamp, actor }: Activity, pull: Pull): boolean {
  if (type.includes('merge')) return true;
  if (pull.isCrossRepository) return timestamp >= pull.createdAt;
  const isBase = ref === `refs/heads/${pull.baseRefName}` || ref.startsWith('refs/heads/gh-readonly-queue/');
  return actor?.type === 'Bot' && isBase;
}

function openedBy(
  world: EvidenceWorld,
  { credential }: Subject,
  pull: Pull,
  who: Who,
  { isAny: perhaps }: Others,
): Evidence {
  const { number, createdAt, url } = pull;
  const place = [credential.id, world.repository.id, number];
  const into = perhaps ? ', into which somebody else may have brought it,' : '';
  return {
    id: identity('pull-request', ...place, ...(perhaps ? ['perhaps'] : [])),
    credential: credential.id,
    kind: 'pull-request',
    role: 'creator',
    strength: perhaps ? 'inferred' : 'authenticated',
    who,
    at: createdAt.getTime(),
    source: `GitHub (${url})`,
    did: `opened pull request #${number}, which contains the commit${into}`,
  };
}

/** Each of them, however unlikely: the first of many who pushed may be the one who leaves. */
function pushedBy(world: EvidenceWorld, { credential }: Subject, pull: Pull, all: readonly Activity[]): Evidence[] {
  const first = new Map(all.map((update) => [update.actor?.id, update]));
  return [...first.values()].flatMap((update): Evidence[] => {
    const who = actorOf(update);
    if (who === undefined) return [];
    const kind = 'pull-request-push';
    const id = identity(kind, credential.id, world.repository.id, pull.number, who.id);
    const did = `pushed to the branch of pull request #${pull.number}, and may have brought it,`;
    const [at, source] = [update.timestamp.getTime(), "GitHub's activity log of the repository"];
    return [{ id, credential: credential.id, kind, role: 'creator', strength: 'inferred', who, at, did, source }];
  });
}
