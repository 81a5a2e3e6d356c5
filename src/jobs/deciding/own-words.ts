import { z } from 'zod';
import { identity } from '../../model/identity.ts';
import { addressed, mentioned, unhidden } from '../../policy/commands/lines.ts';
import type { Store } from '../../store/store.ts';

/**
 * Hashes of the lines that speak to us, and of whole texts, which the author of a comment wrote, by the events of it.
 */
const Own = z.object({ lines: z.array(z.string()), texts: z.array(z.string()) });

/** More than one comment may say. */
const MOST = 50;

/**
 * What an event says that its sender wrote, hidden or not: what stood there before may be
 * somebody else's, also where nobody saw it, and whoever takes away what hid it did not write it.
 */
export function linesWritten(body: string, before = ''): readonly string[] {
  const stood = new Set(addressed(before));
  const hidden = mentioned(before).filter((rest) => !stood.has(rest));
  const all = new Set([...addressed(body), ...mentioned(body).flatMap((rest) => [rest, unhidden(rest)])]);
  const lines = [...all].filter((line) => !stood.has(line) && !hidden.some((rest) => beginsWith(rest, line)));
  return lines.slice(0, MOST).map((line) => identity(line));
}

function beginsWith(rest: string, line: string): boolean {
  return rest.startsWith(line) && !/^[\w-]/.test(rest.slice(line.length));
}

/** An event that comes late tells of a text that its author has replaced since. */
const LATEST_TEXTS = 10;

interface OwnWords {
  readonly isLine: (line: string) => boolean;
  /** Of the whole text as it stands: whoever edited it last was the author. */
  readonly isText: (body: string) => boolean;
}

/**
 * What the author of a comment said in it, by this event and those before. What somebody
 * else edited into it stays there when the author edits it later, and is not their word for
 * that. A job of an older version does not know what they `wrote`.
 */
export async function ownWords(
  { notes }: Pick<Store, 'notes'>,
  org: number,
  { comment, text, wrote }: { comment: number; text: string; wrote?: readonly string[] | undefined },
): Promise<OwnWords> {
  if (wrote === undefined) return { isLine: () => true, isText: (body) => identity(body) === text };
  const key = `said-in-comment:${org}:${comment}`;
  const note = await notes.read(key);
  const before = note === undefined ? { lines: [], texts: [] } : Own.parse(JSON.parse(note));
  const lines = new Set([...before.lines, ...wrote]);
  const texts = new Set([...before.texts, text]);
  const own = { lines: [...lines], texts: [...texts].slice(-LATEST_TEXTS) };
  if (lines.size > before.lines.length || texts.size > before.texts.length) await notes.save(key, JSON.stringify(own));
  return { isLine: (line) => lines.has(identity(line)), isText: (body) => texts.has(identity(body)) };
}
