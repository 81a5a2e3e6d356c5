import { z } from 'zod';
import type { NewJob } from '../model/job.ts';
import { command, enforce, lookWhereDeleted } from './requests.ts';

const Account = z.object({ id: z.number(), type: z.string().optional() });
const Payload = z.object({
  comment: z.object({ id: z.number(), body: z.string().nullish(), user: Account.nullish() }),
  sender: Account,
  changes: z.object({ body: z.object({ from: z.string() }).optional() }).optional(),
});

/**
 * Whether a comment may speak to us at all, or did before its author edited it: the job reads it, and few comments do.
 */
const SPEAKS = /\/handback/i;

/** What follows from a comment: somebody speaks to us, or touched what a bot wrote, which may be a page of ours. */
export function commentJobs(action: string, payload: unknown, org: number, repositoryId: number): readonly NewJob[] {
  const { comment, sender, changes } = Payload.parse(payload);
  const { id, body, user } = comment;
  const isOwn = user?.id === sender.id;
  const gone = action === 'deleted' ? [lookWhereDeleted(org, repositoryId, `comment ${id}`)] : [];
  if (action !== 'created' && user?.type === 'Bot' && !isOwn) return [enforce(org, repositoryId), ...gone];
  // An edit by somebody else is not the author's word.
  const before = changes?.body?.from;
  const speaks = SPEAKS.test(body ?? '') || SPEAKS.test(before ?? '');
  if (action === 'deleted' || !isOwn || sender.type === 'Bot' || !speaks) return gone;
  const said = { repositoryId, comment: id, sender: sender.id, body: body ?? '' };
  return [command(org, before === undefined ? said : { ...said, before })];
}

const Issue = z.object({ issue: z.object({ number: z.number() }) });

/** An issue that was deleted, or moved to another repository, holds nothing here any more. */
export function goneIssue(payload: unknown, org: number, repositoryId: number): readonly NewJob[] {
  return [lookWhereDeleted(org, repositoryId, `issue #${Issue.parse(payload).issue.number}`)];
}
