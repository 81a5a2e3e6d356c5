import { actor } from './commits.ts';
import type { MadeUpOrganization, Text } from './organization.ts';
import { day } from './shapes.ts';

const DAY = 86_400_000;

/** An id of GitHub's graph. */
export function nodeOf(repositoryId: number, { id }: Text): string {
  return `issue ${repositoryId} ${id}`;
}

export function openedAt({ at, author, maker }: Text): number {
  return author === maker ? at : at - DAY;
}

/** What GitHub's GraphQL tells of texts by their ids, each under the name by which it was asked for. */
export function textsIn({ repositories }: MadeUpOrganization, question: string): Record<string, unknown> | undefined {
  const asked = [...question.matchAll(/\b(\w+): node\(id: "([^"]+)"/g)];
  if (asked.length === 0) return undefined;
  const all = repositories.flatMap(({ id, texts }) => texts.map((text) => [nodeOf(id, text), text] as const));
  const found = new Map(all);
  return Object.fromEntries(asked.map(([, name = '', node = '']) => [name, textOf(found.get(node))]));
}

/**
 * Whoever is not the author edited the secret in. Of one in four somebody has taken the first state out of the history.
 */
function textOf(text: Text | undefined): object | null {
  if (text === undefined) return null;
  const { id, at, author, maker, body } = text;
  const timelineItems = { pageInfo: { hasNextPage: false }, nodes: [] };
  const none = { body, lastEditedAt: null, editor: null, includesCreatedEdit: false, timelineItems };
  if (author === maker) return { ...none, userContentEdits: { totalCount: 0, nodes: [] } };
  const gone = (id + Math.floor(at / DAY)) % 4 === 0;
  const nodes = [
    { editedAt: day(at), deletedAt: null, diff: body, editor: actor(maker) },
    ...[{ editedAt: day(openedAt(text)), deletedAt: gone ? day(at) : null, diff: gone ? null : 'It fails.' }].map(
      (each) => ({ ...each, editor: actor(author) }),
    ),
  ];
  const edited = { lastEditedAt: day(at), editor: actor(maker), includesCreatedEdit: true };
  return { ...none, ...edited, userContentEdits: { totalCount: nodes.length, nodes } };
}
