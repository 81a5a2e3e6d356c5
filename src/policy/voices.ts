import type { DepartureNotice } from '../model/departure.ts';
import type { Instant } from '../model/time.ts';

/**
 * Sources that see one and the same thing: whether somebody has access at GitHub. They are one voice, so that
 * being added to a repository answers being removed from the organisation. It never answers the roster, the
 * directory or a person who says that somebody left: access that is given to a leaver is a danger, and no return.
 */
const ACCESS = new Set(['organization', 'repository-collaborators', 'teams', 'sweep']);

const GITHUB = 'GitHub';

/**
 * The source of an arrival that GitHub told of and does not show: the event came late and
 * they have gone again, or GitHub is slow to show it. It takes nothing back and says
 * nothing in any case; the next sweep, which sees everybody, decides.
 */
export const UNSEEN = 'unseen-arrival';

/** Who says that somebody is blocked: of those who are kept away, only the end of it is news. */
export const BLOCK = 'organization-block';

/**
 * The end of a block, of somebody whom GitHub does not show: told by an event that may be
 * of an earlier block, or seen in the list of who is blocked. Whoever was freed has not
 * come back. It takes the block back as soon as they are seen in.
 */
export const UNBLOCKED = 'organization-unblock';

/** Whose latest word replaces whose earlier one. */
export function voiceOf({ source, vendor, who }: Pick<DepartureNotice, 'source' | 'vendor' | 'who'>): string {
  if (ACCESS.has(source)) return GITHUB;
  // A new entry with an old name may be somebody else, so it does not take back what was said of the old one.
  const speaker = who.directory === undefined ? source : `${source} ${who.directory}`;
  return vendor === undefined ? speaker : `${speaker} of vendor ${vendor.toLowerCase()}`;
}

export function isAccess(voice: string): boolean {
  return voice === GITHUB;
}

/**
 * In the order they were learned, which is the same however they came in. Of two in one
 * moment the one that says "leaves" counts.
 */
export function heardInTurn(notices: readonly DepartureNotice[]): readonly DepartureNotice[] {
  const once = new Map(notices.map((notice) => [textOf(notice), notice]));
  const sorted = [...once].toSorted(([a, one], [b, other]) => inTurn(one, other) || (a < b ? -1 : 1));
  return sorted.map(([, notice]) => notice);
}

function inTurn(one: DepartureNotice, other: DepartureNotice): number {
  const sayingLeaves = Number(one.says === 'leaves') - Number(other.says === 'leaves');
  return one.learnedAt - other.learnedAt || sayingLeaves || other.effectiveAt - one.effectiveAt;
}

function textOf({ source, who, says, effectiveAt, learnedAt, detail, ...more }: DepartureNotice): string {
  const { vendor, emergency, overrules } = more;
  const { id, login, email, name, directory } = who;
  const names = [id, login, email, name, directory];
  return JSON.stringify([source, names, says, effectiveAt, learnedAt, detail, vendor, emergency, overrules]);
}

/** What all that was said of one person adds up to. */
export interface Standing {
  /** The voices that say "leaves" now, the earliest date first. */
  readonly leaving: readonly DepartureNotice[];
  readonly staying: readonly DepartureNotice[];
  /** The last departure that was taken back. */
  readonly former?: DepartureNotice;
  /** Whether that one had come into effect before everybody took it back. */
  readonly tookEffect: boolean;
}

/** Plays the notices, which stand in turn, one after the other. */
export function stand(notices: readonly DepartureNotice[]): Standing {
  const latest = new Map<string, DepartureNotice>();
  let former: DepartureNotice | undefined;
  let freed: DepartureNotice | undefined;
  let tookEffect = false;
  for (const notice of notices) {
    freed = stillFreed(freed, notice);
    if (notice.source === UNBLOCKED) continue;
    const [before] = leavingOf(latest);
    if (before !== undefined && before.effectiveAt < notice.learnedAt) tookEffect = true;
    if (notice.overrules === true) latest.clear();
    latest.set(voiceOf(notice), notice);
    if (freed !== undefined && isArrival(notice) && latest.has(BLOCK)) latest.set(BLOCK, { ...freed, source: BLOCK });
    const [after] = leavingOf(latest);
    if (before !== undefined && after === undefined) former = before;
    // Nobody was leaving: what follows is another departure.
    if (before === undefined && after !== undefined) tookEffect = false;
  }
  const staying = [...latest.values()].filter(({ says }) => says === 'stays');
  return { leaving: leavingOf(latest), staying, ...(former ? { former } : {}), tookEffect };
}

/** The end of a block that counts as soon as somebody is seen in; another block ends that. */
function stillFreed(freed: DepartureNotice | undefined, notice: DepartureNotice): DepartureNotice | undefined {
  if (notice.source === UNBLOCKED) return notice;
  return notice.source === BLOCK ? undefined : freed;
}

function isArrival(notice: DepartureNotice): boolean {
  return notice.says === 'stays' && isAccess(voiceOf(notice));
}

/** Ids of those who were freed of a block and have not been seen in since. */
export function freedUnseen(notices: readonly DepartureNotice[]): ReadonlySet<number> {
  const freed = new Map<number, DepartureNotice | undefined>();
  for (const notice of heardInTurn(notices)) {
    const { id } = notice.who;
    if (id !== undefined) freed.set(id, isArrival(notice) ? undefined : stillFreed(freed.get(id), notice));
  }
  return new Set([...freed].flatMap(([id, notice]) => (notice === undefined ? [] : [id])));
}

/**
 * Ids of those who are blocked by the last that was told of it. What an operator overruled
 * is told all the same: a sweep does not say it again.
 */
export function blockedAsTold(notices: readonly DepartureNotice[]): ReadonlySet<number> {
  const last = heardInTurn(notices.filter(({ source }) => source === BLOCK || source === UNBLOCKED));
  const says = new Map(last.map((notice) => [notice.who.id, notice.says]));
  return new Set([...says].flatMap(([id, word]) => (id !== undefined && word === 'leaves' ? [id] : [])));
}

function leavingOf(latest: ReadonlyMap<string, DepartureNotice>): readonly DepartureNotice[] {
  const date = ({ effectiveAt }: DepartureNotice): Instant => effectiveAt;
  return [...latest.values()]
    .filter(({ says }) => says === 'leaves')
    .toSorted((a, b) => date(a) - date(b) || (voiceOf(a) < voiceOf(b) ? -1 : 1));
}
