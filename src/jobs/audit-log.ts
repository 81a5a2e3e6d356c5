import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import type { Gap } from '../model/coverage.ts';
import { DAY, type Instant } from '../model/time.ts';
import { keepAuditFacts, newTally, readAudit } from './audit/facts.ts';
import { type Context, openSite, type Site } from './context.ts';
import { auditLog } from './requests.ts';

/** One pass each, because the log is mostly about other things and a phrase names one group of events. */
const GROUPS = ['public_key', 'hook', 'environment', 'org', 'repo'];

/**
 * GitHub keeps 180 days, and without `created:` shows the last 90 ("Reviewing the audit log for your organization").
 */
const KEPT = 180 * DAY;

/** Entries may be written late: a finished pass is begun again this long before its end. */
const OVERLAP = 15 * 60_000;

/**
 * The log has a limit of its own, 1,750 requests an hour ("Using the audit log API"): 250
 * pages, then a pause of 10 minutes.
 */
const PAGE = 100;
const ENTRIES_A_RUN = 250 * PAGE;
const PAUSE_MS = 10 * 60_000;

/** Raised where entries are understood that were passed over before: then the log is read once more. */
const READS = 3;

/** How far one group has been read; kept with the facts of each page, so that a killed run goes on where it was. */
const Mark = z.object({ at: z.number(), finished: z.boolean(), reads: z.literal(READS) });
type Mark = z.infer<typeof Mark>;

/** Reads what the audit log's API has to tell since the last time, oldest first. */
export async function runAuditLog(context: Context, payload: unknown): Promise<void> {
  const { org } = z.object({ org: z.number() }).parse(payload);
  const site = await openSite(context, org);
  const lookedAt = context.now();
  try {
    let left = ENTRIES_A_RUN;
    for (const group of GROUPS) {
      left = await readGroup(context, site, group, left);
      if (left > 0) continue;
      await context.queue.add([{ ...auditLog(org), delayMs: PAUSE_MS }]);
      return;
    }
    await context.store.coverage.save(org, [{ source: 'audit-log', scope: {}, lookedAt }]);
  } catch (error) {
    const gap = gapOf(error);
    if (gap === undefined) throw error;
    await context.store.coverage.save(org, [{ source: 'audit-log', scope: {}, lookedAt, gap }]);
    if (gap.why === 'failed') throw error;
    context.log.info({ organization: site.organization.login, gap: gap.says }, 'the audit log is not visible');
  }
}

/** Returns how many entries may still be read in this run. */
async function readGroup(context: Context, site: Site, group: string, budget: number): Promise<number> {
  const { organization, github } = site;
  const note = `audit-log:${organization.id}:${group}`;
  const mark = Mark.safeParse(JSON.parse((await context.store.notes.read(note)) ?? 'null')).data;
  const phrase = `action:${group} created:>=${new Date(since(mark, context.now())).toISOString().slice(0, 19)}+00:00`;
  const parameters = { org: organization.login, phrase, include: 'web', order: 'asc', per_page: PAGE };
  let page: unknown[] = [];
  let [at, left] = [mark?.at ?? 0, budget];
  const keep = async (finished: boolean) => {
    at = Math.max(at, ...page.map(timeOf));
    await keepPage(context, site, page, { key: note, mark: { at, finished, reads: READS } });
    page = [];
  };
  for await (const entry of github.pages('GET /orgs/{org}/audit-log', parameters, z.unknown())) {
    page.push(entry);
    left -= 1;
    if (page.length === PAGE) await keep(false);
    if (left === 0) return 0;
  }
  await keep(true);
  return left;
}

function since(mark: Mark | undefined, now: Instant): Instant {
  if (mark === undefined || mark.at === 0) return now - KEPT;
  return mark.finished ? mark.at - OVERLAP : mark.at;
}

async function keepPage(
  { store, queue, log }: Context,
  { organization }: Site,
  page: readonly unknown[],
  { key, mark }: { readonly key: string; readonly mark: Mark },
): Promise<void> {
  const tally = newTally();
  const facts = page.flatMap((entry, at) => readAudit(entry, at + 1, [organization], tally)?.fact ?? []);
  for (const { why } of tally.unreadable)
    log.warn({ organization: organization.login, why }, 'an audit entry was skipped');
  await store.transaction(async (inside) => {
    await keepAuditFacts(queue, inside, organization.id, facts);
    await inside.notes.save(key, JSON.stringify(mark));
  });
}

/** Ordering is by what GitHub itself sorts by; an entry without it moves nothing. */
function timeOf(entry: unknown): number {
  const Stamp = z.object({ created_at: z.number().optional(), '@timestamp': z.number().optional() });
  const stamp = Stamp.safeParse(entry).data;
  return stamp?.created_at ?? stamp?.['@timestamp'] ?? 0;
}

/** Undefined for what is no answer of GitHub's about the log, a rate limit for one. */
function gapOf(error: unknown): Gap | undefined {
  if (error instanceof NotVisible) return error.gap;
  if (!(error instanceof GitHubFailure)) return undefined;
  if (error.status !== 404) return { why: 'failed', says: `could not be looked at: ${error.message}` };
  return {
    why: 'absent',
    needs: 'GitHub Enterprise',
    says: 'not visible: its API needs GitHub Enterprise; an exported log can be read with "handback import audit-log FILE"',
  };
}
