// What GitHub remembers of texts that are edited.
import type { Issue } from '../model.ts';
import type { User, Written } from '../records.ts';
import type { World } from '../world.ts';

/** Before it is done. With the first edit GitHub begins to keep every state, and the one before it too. */
export function keepEdit(world: World, text: Written & { body: string | null }, by: User, body: string): void {
  const began = { by: text.user, at: text.createdAt, body: text.body ?? '' };
  text.edits = [...(text.edits ?? [began]), { by, at: world.now(), body }];
}

export function keepRename(world: World, issue: Issue, by: User, to: string): void {
  issue.renames = [...(issue.renames ?? []), { by, at: world.now(), from: issue.title, to }];
}

/**
 * "Delete revision from history", which the website lets the author and whoever may write
 * do: who edited, and when, stays. Oldest is 0.
 */
export function deleteRevision(world: World, text: Written, by: User, at: number): void {
  const edit = text.edits?.at(at);
  if (edit === undefined) throw new Error(`there is no revision ${at}`);
  edit.deleted = { by, at: world.now() };
}
