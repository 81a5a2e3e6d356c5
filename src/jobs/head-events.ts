import { z } from 'zod';
import type { Head } from '../model/head.ts';
import type { Instant } from '../model/time.ts';
import type { Context } from './context.ts';
import { checkHeads, findHeads, scanHead } from './head-requests.ts';
import { askWhoLater } from './requests.ts';
import { firstCheck } from './writing/first-check.ts';

// What GitHub tells of pull requests and merge groups. Events come in any order, and a lost one when GitHub
// is asked to send it again: where one tells of a moment before what is known, GitHub is asked what stands.

const Tip = z.object({
  repositoryId: z.number(),
  subject: z.string(),
  sha: z.string(),
  baseSha: z.string(),
  baseRef: z.string(),
  author: z.object({ id: z.number(), login: z.string(), bot: z.boolean() }).optional(),
  asOf: z.number().optional(),
});

/** The check appears at once, without a conclusion: from this moment the merge waits for us, whatever happens next. */
export async function runOpenHead(context: Context, payload: unknown): Promise<void> {
  const { org, head: tip } = z.object({ org: z.number(), head: Tip }).parse(payload);
  const head = asHead(tip, context.now());
  const { repositoryId, subject, sha } = head;
  const before = await context.store.heads.of(org, repositoryId, subject);
  if (before.some((one) => isNewer(one, head))) return void (await context.queue.add([findHeads(org, repositoryId)]));
  const known = before.find((one) => one.sha === sha);
  const scanned = known !== undefined && known.baseSha === head.baseSha && known.scan.state === 'done';
  await context.store.transaction(async (store) => {
    await store.heads.save(org, [scanned ? { ...head, scan: known.scan } : head]);
    await store.heads.close(org, repositoryId, subject, sha);
  });
  if (scanned) return void (await context.queue.add([checkHeads(org, repositoryId, sha)]));
  // The check first, the scan after it: what the scan finds is then written into the run that stands.
  await firstCheck(context, org, repositoryId, sha);
  await context.queue.add([scanHead(org, repositoryId, subject, sha)]);
}

/** GitHub's clock has seconds: what was closed in the same one may have been closed after it. */
function isNewer(known: Head, { asOf }: Head): boolean {
  if (asOf === undefined || known.asOf === undefined) return false;
  return known.state === 'closed' ? known.asOf >= asOf : known.asOf > asOf;
}

const CloseHead = z.object({
  org: z.number(),
  repositoryId: z.number(),
  subject: z.string(),
  /** Not in what a former version asked for. */
  head: Tip.optional(),
});

export async function runCloseHead(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, subject, head: tip } = CloseHead.parse(payload);
  const known = await context.store.heads.of(org, repositoryId, subject);
  const open = known.filter(({ state }) => state === 'open');
  const head = tip && asHead(tip, context.now());
  const asOf = head?.asOf;
  const reopened = asOf !== undefined && open.some((one) => (one.asOf ?? 0) > asOf);
  if (reopened) return void (await context.queue.add([findHeads(org, repositoryId)]));
  const found = open.flatMap(({ scan }) => (scan.state === 'done' ? scan.found : []));
  await context.store.transaction(async (store) => {
    // Kept also where its beginning was not told yet, which then comes too late.
    if (head !== undefined && known.length === 0) await store.heads.save(org, [{ ...head, state: 'closed' }]);
    if (asOf === undefined) await store.heads.close(org, repositoryId, subject);
    else await store.heads.end(org, repositoryId, subject, asOf);
    if (found.length > 0) await context.queue.add([askWhoLater(org, repositoryId, found)], store.tx);
  });
}

function asHead({ author, asOf, ...rest }: z.infer<typeof Tip>, movedAt: Instant): Head {
  const optional = { ...(author ? { author } : {}), ...(asOf === undefined ? {} : { asOf }) };
  return { ...rest, ...optional, state: 'open', scan: { state: 'waiting' }, movedAt };
}
