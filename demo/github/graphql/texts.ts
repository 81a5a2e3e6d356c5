// Texts that people write and edit: issues, pull requests and their comments, by their ids of the graph.
import type { Issue } from '../model.ts';
import type { Edit, Rename, Written } from '../records.ts';
import type { Call } from '../rest/call.ts';
import { iso, isoOrNull } from '../views/view.ts';
import { fullName, isPull } from '../world.ts';
import { Forbidden, type Node } from './execute.ts';
import { actorNode, may } from './nodes.ts';

interface Found {
  type: string;
  text: Written & { body: string | null };
  on: Issue;
}

/** Undefined where there is no such text, or none that the caller sees. */
export function textNode(call: Call, id: string): Node | undefined {
  const found = find(call, Buffer.from(id, 'base64url').toString());
  if (found === undefined) return undefined;
  const { type, text, on } = found;
  may(call, isPull(on) ? 'pull_requests' : 'issues');
  const last = text.edits?.at(-1);
  const connection = edits(call, found);
  return {
    type,
    fields: {
      id,
      author: actorNode(text.user),
      body: text.body ?? '',
      createdAt: iso(text.createdAt),
      lastEditedAt: isoOrNull(last?.at),
      editor: actorNode(last?.by),
      includesCreatedEdit: last !== undefined,
      userContentEdits: connection,
      ...(text === on ? { title: on.title, timelineItems: ({ first = 0 }) => renames(on, first) } : {}),
    },
  };
}

function find(call: Call, name: string): Found | undefined {
  const [kind, number] = name.split(':');
  const id = Number(number);
  for (const on of call.world.repositories.filter((each) => call.sees(each)).flatMap(({ issues }) => issues)) {
    if (on.id === id && (kind === 'Issue' || kind === 'PullRequest'))
      return { type: isPull(on) ? 'PullRequest' : 'Issue', text: on, on };
    const among = kind === 'IssueComment' ? on.comments : kind === 'PullRequestReviewComment' ? on.pull?.comments : [];
    const text = among?.find((each) => each.id === id);
    if (text !== undefined) return { type: kind ?? '', text, on };
  }
  return undefined;
}

/** Newest first, each with the whole text as it was then: GitHub calls it a summary of the changes. */
function edits({ world }: Call, { text, on }: Found) {
  return ({ first = 0 }: { first?: number }): Node => {
    const type = 'UserContentEditConnection';
    if (world.faults.strike(`GRAPHQL ${fullName(on.repository)} ${type}`)?.forbid) throw new Forbidden();
    const all = (text.edits ?? []).toReversed();
    return { type, fields: { nodes: all.slice(0, first).map(editNode), totalCount: all.length } };
  };
}

function editNode({ by, at, body, deleted }: Edit): Node {
  const gone = { deletedAt: isoOrNull(deleted?.at), deletedBy: actorNode(deleted?.by) };
  const fields = { createdAt: iso(at), editedAt: iso(at), diff: deleted ? null : body, editor: actorNode(by), ...gone };
  return { type: 'UserContentEdit', fields };
}

function renames(on: Issue, first: number): Node {
  const all = on.renames ?? [];
  const pageInfo: Node = { type: 'PageInfo', fields: { hasNextPage: all.length > first } };
  const type = `${isPull(on) ? 'PullRequest' : 'Issue'}TimelineItemsConnection`;
  return { type, fields: { nodes: all.slice(0, first).map(renameNode), pageInfo } };
}

function renameNode({ by, at, from, to }: Rename): Node {
  const fields = { createdAt: iso(at), previousTitle: from, currentTitle: to, actor: actorNode(by) };
  return { type: 'RenamedTitleEvent', fields };
}
