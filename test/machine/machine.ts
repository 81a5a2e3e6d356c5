// The App over the world: the real jobs on a real store, run in any order that the lanes of the queue allow.
import { jobsFor } from '../../src/app.ts';
import { createDetector } from '../../src/detect/detector.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { receive } from '../../src/jobs/intake.ts';
import { onboard } from '../../src/jobs/requests.ts';
import { type Job, type NewJob, RetryLater } from '../../src/model/job.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { turns } from '../../src/queue/turns.ts';
import type { Store } from '../../src/store/store.ts';
import { createRandom, type Random } from '../support/random.ts';
import { openDoor } from './door.ts';
import { requestsIn } from './requests-in.ts';
import { asksIssuers, scanJobs } from './scans.ts';
import type { Mail, World } from './world.ts';

interface Waiting extends Job {
  readonly notBefore: number;
}

export interface Machine {
  readonly world: World;
  readonly store: Store;
  /** Made anew at each restart: what the App holds in memory is lost. */
  context: Context;
  /** The queue's table, which outlives the App. */
  readonly waiting: Waiting[];
  readonly random: Random | undefined;
  nextJob: number;
  /** Every job that was ever asked for. */
  readonly asked: Set<string>;
  /** One run of a job. A test that kills or doubles workers puts its own in the place of it. */
  work: Work;
}

type Work = (machine: Machine, context: Context, job: Job) => Promise<void>;

/** Ends a job with its process: nothing after it ran, and what was held in memory is lost. */
export class Killed extends Error {}

const DETECTOR = createDetector();
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
const ATTEMPTS = 50;

/**
 * `seed` decides in which order lanes get their turn; without one they get it in the order
 * of their jobs, and one at a time.
 */
export function makeMachine(store: Store, world: World, seed?: string): Machine {
  const random = seed === undefined ? undefined : createRandom(seed);
  const parts = { world, store, waiting: [], random, nextJob: 1, asked: new Set<string>(), work };
  const machine: Machine = { ...parts, context: undefined as unknown as Context };
  restart(machine);
  return machine;
}

export function restart(machine: Machine): void {
  const { world, store } = machine;
  machine.context = {
    store,
    queue: queueOf(machine),
    github: openDoor(world),
    detector: DETECTOR,
    log: SILENT,
    engine: { scan: () => Promise.reject(new Error('there is no git in test/machine')) } as never,
    heavy: (work) => work(),
    fingerprintKey: new Uint8Array(32),
    dataDir: '/nowhere',
    asksOthers: false,
    askIssuer: async () => ({ status: 0 }) as never,
    tokenReports: { ready: async () => undefined, send: async () => 0 },
    now: () => world.now,
  };
}

export async function install(machine: Machine): Promise<void> {
  await machine.context.queue.add([onboard(machine.world.installation)]);
  await drain(machine);
}

export async function deliver(machine: Machine, mail: Mail): Promise<void> {
  const { context, world } = machine;
  const { guid, event, action, payload } = mail;
  world.now += 1;
  const delivery = { guid, event, action, payload, installationId: world.installation, receivedAt: world.now };
  world.former.push(mail);
  await receive(context, delivery, () => jobsFor({ event, action, payload, receivedAt: world.now }));
}

/** All mail is delivered, and no job waits: what the App writes is told again, and must come to rest. */
export async function settle(machine: Machine): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await drain(machine);
    const [first] = machine.world.mail.splice(0, 1);
    if (first === undefined) return;
    await deliver(machine, first);
    for (const mail of machine.world.mail.splice(0)) await deliver(machine, mail);
  }
  throw new Error('the App answers its own events without end');
}

/**
 * The trouble meets what is under way, and passes; a permission that was taken away is
 * given back, which changes what is granted.
 */
export async function calm(machine: Machine): Promise<void> {
  await settle(machine);
  const { world } = machine;
  Object.assign(world, { trouble: [], lostAnswers: 0, refusals: world.refusals + 1 });
  await settle(machine);
}

export async function run(machine: Machine, jobs: readonly NewJob[]): Promise<void> {
  await machine.context.queue.add(jobs);
  await drain(machine);
}

/** Somebody else is given a job that is under way, and works until nothing is left. */
export async function takeOver(machine: Machine, job: Job): Promise<void> {
  restart(machine);
  machine.waiting.unshift({ ...job, attempt: job.attempt + 1, notBefore: machine.world.now });
  await drain(machine);
}

async function drain(machine: Machine): Promise<void> {
  while (machine.waiting.length > 0) await turn(machine);
}

/** One or two jobs of different lanes, at the same time. */
export async function turn(machine: Machine): Promise<void> {
  const { waiting, world, random } = machine;
  const heads = [...Map.groupBy(waiting, ({ lane, id }) => lane ?? `alone:${id}`).values()].flatMap(
    ([one]) => one ?? [],
  );
  const due = heads.filter(({ notBefore }) => notBefore <= world.now);
  if (due.length === 0) {
    world.now = Math.max(world.now, Math.min(...heads.map(({ notBefore }) => notBefore)));
    return;
  }
  const first = due.splice(random?.below(due.length) ?? 0, 1);
  const second = due.length > 0 && random?.below(3) === 0 ? due.splice(random.below(due.length), 1) : [];
  const jobs = [...first, ...second];
  for (const job of jobs) waiting.splice(waiting.indexOf(job), 1);
  const again = await Promise.all(jobs.map((job) => attempt(machine, job)));
  // In front: a job that is tried again keeps its place in its lane.
  waiting.unshift(...again.flatMap((job) => job ?? []));
}

async function attempt(machine: Machine, job: Waiting): Promise<Waiting | undefined> {
  const { context, world } = machine;
  try {
    await machine.work(machine, context, job);
    return undefined;
  } catch (error) {
    if (error instanceof Killed) restart(machine);
    if (error instanceof Killed) return { ...job, attempt: job.attempt + 1, notBefore: world.now };
    if (error instanceof RetryLater) return { ...job, notBefore: world.now + error.afterMs };
    const isTrouble = error instanceof Error && ['GitHubFailure', 'AggregateError'].includes(error.name);
    const isLast = job.attempt >= ATTEMPTS || world.trouble.length === 0;
    if (!isTrouble && (isLast || !(error instanceof Error && error.name === 'NotKnownYet'))) throw error;
    return { ...job, attempt: job.attempt + 1, notBefore: world.now + 1000 };
  }
}

export async function work({ world }: Machine, context: Context, job: Job): Promise<void> {
  await (scanJobs[job.type] ?? requestsIn[job.type] ?? runJob)(context, job, world);
  if (job.type === 'prove') await asksIssuers(context, world);
}

function queueOf(machine: Machine): Queue {
  const add = async (jobs: readonly NewJob[]) => {
    let added = 0;
    for (const job of jobs) {
      machine.asked.add(JSON.stringify([job.type, job.payload]));
      const covers = ({ coalesce }: Waiting) => coalesce !== undefined && coalesce === job.coalesce;
      if (machine.waiting.some(covers)) continue;
      const notBefore = machine.world.now + (job.delayMs ?? 0);
      machine.waiting.push({ ...job, id: String(machine.nextJob++), attempt: 1, notBefore });
      added += 1;
    }
    return added;
  };
  return { add, inTurn: turns() } as unknown as Queue;
}
