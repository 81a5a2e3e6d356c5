import { z } from 'zod';
import { GitHubFailure, NotVisible, type QueryError } from '../../github/github.ts';
import { unixLines } from '../../model/lines.ts';
import type { Who } from '../../model/person.ts';
import type { Instant } from '../../model/time.ts';
import type { EvidenceWorld, InText } from '../evidence-kind.ts';
import { Account, account, gapOf } from './commit-facts.ts';

// Who edited a text, which REST does not tell: https://docs.github.com/graphql/reference/interfaces#comment.

/**
 * One state of a text and who brought it there. Without `text` GitHub does not show what it
 * said then; without `who` nobody known did it.
 */
export interface Revision {
  readonly who: Who | undefined;
  readonly at: Instant;
  readonly text?: string | undefined;
  readonly isFirst?: true;
}

/** Oldest first. */
export interface TextHistory {
  readonly title: readonly Revision[];
  readonly body: readonly Revision[];
}

const Edit = z.object({
  editedAt: z.coerce.date(),
  deletedAt: z.string().nullish(),
  diff: z.string().nullish(),
  editor: Account,
});
const Rename = z.object({
  createdAt: z.coerce.date(),
  previousTitle: z.string(),
  currentTitle: z.string(),
  actor: Account,
});
const Node = z.object({
  body: z.string().optional(),
  lastEditedAt: z.coerce.date().nullish(),
  editor: Account,
  includesCreatedEdit: z.boolean(),
  userContentEdits: z.object({ totalCount: z.number(), nodes: z.array(Edit.nullable()).nullish() }).nullish(),
  timelineItems: z
    .object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(Rename.nullable()).nullish() })
    .optional(),
});
type Node = z.infer<typeof Node>;

const WHO = '__typename login ... on User { databaseId } ... on Bot { databaseId }';

/** As many as GitHub gives at once. Whoever edits more often hides what they did, and nobody is blamed for it then. */
const MOST = 100;

const RENAMES = `timelineItems(first: ${MOST}, itemTypes: [RENAMED_TITLE_EVENT]) { pageInfo { hasNextPage } nodes {
  ... on RenamedTitleEvent { createdAt previousTitle currentTitle actor { ${WHO} } }
} }`;

function fields(withTexts: boolean): string {
  return `... on Comment {
    ${withTexts ? 'body' : ''} lastEditedAt includesCreatedEdit editor { ${WHO} }
    userContentEdits(first: ${MOST}) { totalCount nodes { editedAt deletedAt ${withTexts ? 'diff' : ''} editor { ${WHO} } } }
  }
  ... on Issue { ${RENAMES} }
  ... on PullRequest { ${RENAMES} }`;
}

const AT_A_TIME = 50;

interface Question {
  /** The text's id in GitHub's graph. */
  readonly node: string;
  /** What the App must be granted. */
  readonly permission: string;
  /** What it said each time: that may be megabytes, so it is asked of one text alone. */
  readonly withTexts: boolean;
}

/** Who edited it, and what it said each time if that is wanted. */
export async function historyOf(
  world: EvidenceWorld,
  text: InText,
  { node, permission, withTexts }: Question,
): Promise<TextHistory> {
  const all = [...new Set(withTexts || !world.texts?.includes(node) ? [node] : world.texts)];
  const start = all.indexOf(node) - (all.indexOf(node) % AT_A_TIME);
  const { data, errors } = await asked(world, all.slice(start, start + AT_A_TIME), node, withTexts);
  const name = nameOf(node);
  const error = errors.find(({ path: [first] }) => first === undefined || String(first) === name);
  if (error !== undefined) throw new NotVisible(gapOf(error, permission));
  const found = Node.safeParse(data[name]);
  if (!found.success) throw unclear('its answer lacks what we read');
  return { title: titlesOf(found.data, text), body: bodiesOf(found.data, text) };
}

const Answer = z.record(z.string(), z.unknown());
type Asked = { readonly data: z.infer<typeof Answer>; readonly errors: readonly QueryError[] };

/**
 * Where GitHub fails to answer about many, it may answer about one. A failure is a refusal
 * here: the texts would be listed anew until it answers.
 */
async function asked(
  { github }: EvidenceWorld,
  all: readonly string[],
  node: string,
  withTexts: boolean,
): Promise<Asked> {
  for (const some of all.length > 1 ? [all, [node]] : [all]) {
    const each = some.map((id) => `${nameOf(id)}: node(id: ${JSON.stringify(id)}) { ${fields(withTexts)} }`);
    try {
      return await github.query(`query {\n${each.join('\n')}\n}`, {}, Answer);
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
    }
  }
  throw unclear('GitHub did not answer');
}

function unclear(why: string): NotVisible {
  return new NotVisible({ why: 'absent', says: `not visible: who edited a text (${why})` });
}

/** An id may hold what no name in a question may. */
function nameOf(node: string): string {
  return `t${Buffer.from(node).toString('hex')}`;
}

function titlesOf({ timelineItems }: Node, { title, author, createdAt }: InText): readonly Revision[] {
  const told = timelineItems?.nodes;
  const renames = (told ?? []).filter((each) => each !== null);
  const first = { who: author, at: createdAt, text: renames[0]?.previousTitle ?? title, isFirst: true as const };
  const later = renames.map(({ createdAt: at, currentTitle, actor }) => ({
    who: person(actor),
    at: at.getTime(),
    text: currentTitle,
  }));
  const hidden = { who: undefined, at: createdAt };
  const isBegin = told !== null && told !== undefined && renames.length === told.length;
  const isEnd = timelineItems?.pageInfo.hasNextPage === false;
  return [...(isBegin ? [] : [hidden]), first, ...later, ...(isEnd ? [] : [hidden])];
}

/**
 * GitHub documents `diff` as "a summary of the changes", and shows the whole text of each state there. It is believed
 * where the newest is the text as it stands: only then does it mean anything that an older one does not hold something.
 */
function bodiesOf(node: Node, { author, createdAt }: InText): readonly Revision[] {
  const { body, lastEditedAt, editor, includesCreatedEdit, userContentEdits } = node;
  const first = { who: author, at: createdAt, isFirst: true as const };
  const count = userContentEdits?.totalCount ?? 0;
  if (!lastEditedAt && count === 0) return [first];
  // GitHub tells the newest first; of two in one second the order is all there is.
  const edits = (userContentEdits?.nodes ?? []).filter((each) => each !== null).toReversed();
  const inOrder = edits.toSorted((a, b) => a.editedAt.getTime() - b.editedAt.getTime());
  const newest = inOrder.at(-1);
  const isWhole = body !== undefined && newest?.deletedAt == null && sameText(newest?.diff, body);
  const isAll = count === inOrder.length && inOrder.length > 0;
  const shown = inOrder.map(({ editedAt, deletedAt, diff, editor: by }, index) => {
    const isFirst = isAll && includesCreatedEdit && index === 0;
    const text = isWhole && deletedAt == null ? (diff ?? undefined) : undefined;
    return { who: isFirst ? author : person(by), at: editedAt.getTime(), text, ...(isFirst ? { isFirst } : {}) };
  });
  const hidden = { who: undefined, at: createdAt };
  const last = { who: person(editor), at: lastEditedAt?.getTime() ?? createdAt };
  return [
    ...(shown[0]?.isFirst ? [] : [first]),
    ...(isAll ? [] : [hidden]),
    ...shown,
    ...(newest === undefined ? [last] : []),
  ];
}

function sameText(one: string | null | undefined, other: string): boolean {
  return one !== null && one !== undefined && unixLines(one) === unixLines(other);
}

/** Only accounts with an id are somebody: names that were brought along with an import may be other people's logins. */
function person(found: z.infer<typeof Account>): Who | undefined {
  return found?.databaseId ? account(found) : undefined;
}
