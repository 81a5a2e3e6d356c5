import { isRefusal, NotVisible } from '../github/github.ts';
import { type Job, RetryLater } from '../model/job.ts';
import { MINUTE } from '../model/time.ts';
import type { Queue } from '../queue/queue.ts';
import { runAccess } from './access.ts';
import { runAccountKeys } from './account-keys.ts';
import { runAskWho } from './ask-who.ts';
import { runAuditDepartures, runAuditEvidence } from './audit-evidence.ts';
import { runAuditLog } from './audit-log.ts';
import { runButton } from './buttons.ts';
import { runCheckHeads } from './check-heads.ts';
import { runCommand } from './commands.ts';
import { type Context, NotInstalled, NotKnownYet } from './context.ts';
import { runLearnNamed } from './departures-in.ts';
import { runEnforce } from './enforce.ts';
import { runCloseHead, runOpenHead } from './head-events.ts';
import { runFindHeads, runRecheck } from './heads.ts';
import { runIncidents } from './incidents.ts';
import { runLook } from './look.ts';
import { runOnboard } from './onboard.ts';
import { runRecordDeparture, runRecordKeyEvent } from './people-events.ts';
import { runProve } from './prove.ts';
import { runPurge } from './purge.ts';
import { runReconcile } from './reconcile.ts';
import { runRemediate } from './remediate.ts';
import { runScan } from './scan.ts';
import { runScanHead, runScanHeads } from './scan-head.ts';
import { runSettings } from './settings.ts';
import { runSurvey } from './survey.ts';
import { runPeople, runSweep } from './sweep.ts';
import { runProveAll, runSweepAll } from './timers.ts';

type Run = (context: Context, payload: unknown) => Promise<void>;

/** Every kind of job. All are idempotent: the queue promises "at least once", not "once". */
const JOBS: Readonly<Record<string, Run>> = {
  onboard: runOnboard,
  sweep: runSweep,
  people: runPeople,
  'sweep-all': runSweepAll,
  survey: runSurvey,
  look: runLook,
  access: runAccess,
  scan: runScan,
  settings: runSettings,
  'open-head': runOpenHead,
  'close-head': runCloseHead,
  'scan-head': runScanHead,
  'scan-heads': runScanHeads,
  'check-heads': runCheckHeads,
  'find-heads': runFindHeads,
  recheck: runRecheck,
  'record-departure': runRecordDeparture,
  'learn-named': runLearnNamed,
  'record-key-event': runRecordKeyEvent,
  'account-keys': runAccountKeys,
  'ask-who': runAskWho,
  'audit-log': runAuditLog,
  'audit-evidence': runAuditEvidence,
  'audit-departures': runAuditDepartures,
  prove: runProve,
  'prove-all': runProveAll,
  command: runCommand,
  button: runButton,
  incidents: runIncidents,
  remediate: runRemediate,
  enforce: runEnforce,
  reconcile: runReconcile,
  purge: runPurge,
};

/** Tries, over about a minute, in which an organisation that is not known may become so. */
const PATIENCE = 5;

/** Whoever watches wonders why nothing happens for so long. */
const WORTH_TELLING_MS = MINUTE;

/**
 * Runs one job. What it throws decides what the queue does next; work for an organisation
 * that left is simply done, and what is not granted is not asked for again and again.
 */
export async function runJob(context: Context, { type, payload, id, attempt, background }: Job): Promise<void> {
  const run = JOBS[type];
  if (run === undefined) throw new Error(`no job is called ${type}: this version of Handback does not know it`);
  try {
    await run(background === true ? inBackground(context) : context, payload);
  } catch (error) {
    if (error instanceof NotVisible) {
      const says = isRefusal(error)
        ? 'a job needs a permission; the next sweep tries again'
        : 'a job cannot see what it is about; the next sweep tries again';
      context.log.warn({ job: id, type, gap: error.gap.says }, says);
      return;
    }
    if (error instanceof RetryLater && error.afterMs >= WORTH_TELLING_MS)
      context.log.info({ job: id, type, says: error.message }, 'a job waits');
    if (!(error instanceof NotInstalled)) throw error;
    if (error instanceof NotKnownYet && attempt < PATIENCE) throw error;
    context.log.info({ job: id, type }, error.message);
  }
}

/** What a part of a pass asks for is part of the pass: events go before all of it. */
function inBackground(context: Context): Context {
  const { queue } = context;
  const add: Queue['add'] = (jobs, tx) =>
    queue.add(
      jobs.map((job) => ({ ...job, background: true as const })),
      tx,
    );
  return { ...context, queue: { ...queue, add } };
}
