// The jobs of the audit log, with acme at the stand-in on the one side and a ledger of its own on the other.
import { createDetector } from '../../src/detect/detector.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import type { NewJob } from '../../src/model/job.ts';
import { asKnown, makeDoor } from '../support/make-door.ts';
import { openAcme } from './ledger.ts';

export type AuditWorld = Awaited<ReturnType<typeof openAuditWorld>>;

export async function openAuditWorld(options: Parameters<typeof makeDoor>[0] = {}) {
  const world = await makeDoor(options);
  const ledger = await openAcme();
  const logged: string[] = [];
  const note = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
  const context = {
    store: ledger.store,
    queue: ledger.queue,
    github: world.app,
    detector: createDetector(),
    fingerprintKey: new Uint8Array(32),
    dataDir: ledger.dataDir,
    now: Date.now,
    askIssuer: async () => ({ status: 0, verdict: 'unclear' }) as never,
    tokenReports: { ready: async () => undefined, send: async () => 0 },
    log: { info: note, warn: note, error: note },
  } as unknown as { -readonly [Part in keyof Context]: Context[Part] };
  await ledger.store.organizations.save(world.organization);
  await ledger.store.repositories.save(world.acme.id, [asKnown(world.shop)]);
  const run = (job: NewJob) => runJob(context, { ...job, id: 'test', attempt: 1 });
  return {
    world,
    ledger,
    context,
    logged,
    run,
    /** Works on what audit jobs asked for; the other jobs are not what is tested. */
    drain: async () => {
      const mine = ledger.jobs.splice(0).filter(({ type }) => type.startsWith('audit-') && type !== 'audit-log');
      for (const job of mine) await run(job);
    },
    close: async () => {
      await world.close();
      await ledger.close();
    },
  };
}
