import type { Job } from '../model/job.ts';
import { type Context, NotInstalled } from './context.ts';
import { runEnforce } from './enforce.ts';
import { runCloseHead, runFindHeads, runOpenHead, runRecheck } from './heads.ts';
import { runLook } from './look.ts';
import { runOnboard } from './onboard.ts';
import { runRecordDeparture, runRecordKeyEvent } from './people-events.ts';
import { runProve } from './prove.ts';
import { runProveAll, runPurge, runReconcile, runSweepAll } from './reconcile.ts';
import { runScan } from './scan.ts';
import { runScanHead } from './scan-head.ts';
import { runSettings } from './settings.ts';
import { runSweep } from './sweep.ts';

type Run = (context: Context, payload: unknown) => Promise<void>;

/** Every kind of job. All are idempotent: the queue promises "at least once", not "once". */
const JOBS: Readonly<Record<string, Run>> = {
  onboard: runOnboard,
  sweep: runSweep,
  'sweep-all': runSweepAll,
  look: runLook,
  scan: runScan,
  settings: runSettings,
  'open-head': runOpenHead,
  'close-head': runCloseHead,
  'scan-head': runScanHead,
  'find-heads': runFindHeads,
  recheck: runRecheck,
  'record-departure': runRecordDeparture,
  'record-key-event': runRecordKeyEvent,
  prove: runProve,
  'prove-all': runProveAll,
  enforce: runEnforce,
  reconcile: runReconcile,
  purge: runPurge,
};

/** Runs one job. What it throws decides what the queue does next; work for an organisation that left is simply done. */
export async function runJob(context: Context, { type, payload, id }: Job): Promise<void> {
  const run = JOBS[type];
  if (run === undefined) throw new Error(`no job is called ${type}: this version of Handback does not know it`);
  try {
    await run(context, payload);
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    context.log.info({ job: id, type }, error.message);
  }
}
