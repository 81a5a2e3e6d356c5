// Stories that are told again and again, each time with a worker that ends after another one of its writes.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Job } from '../../src/model/job.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { mortal } from '../support/mortal.ts';
import { install, Killed, type Machine, makeMachine, settle, takeOver, work } from './machine.ts';
import { type Remains, remains } from './remains.ts';
import { makeWorld, type World } from './world.ts';

/**
 * `killed`: its process is gone, and the job is begun anew. `doubled`: another worker does
 * the job and all that follows, and then this one goes on.
 */
export type End = 'killed' | 'doubled';

export interface Fate {
  readonly end: End;
  /** After which write, from 1. */
  readonly after: number;
}

export interface Story {
  /** What is there before; nobody ends in it. */
  readonly before?: (machine: Machine) => Promise<void>;
  readonly story: (machine: Machine) => Promise<void>;
}

interface Told {
  readonly left: Remains;
  /** All that were made: which job, and what it wrote. */
  readonly writes: readonly string[];
}

export interface Begun<What = Fate> {
  /** Tells the story once more, from what was there before. */
  tell(fate?: What): Promise<Told>;
  end(): Promise<void>;
}

/** One run of a job, to whose `writes` it adds what it wrote, and which may end as `fate` has it. */
type Live<What> = (
  machine: Machine,
  context: Machine['context'],
  job: Job,
  writes: string[],
  fate: What | undefined,
) => Promise<void>;

export function begin(story: Story): Promise<Begun> {
  return beginWith(story, live);
}

export async function beginWith<What>({ before, story }: Story, each: Live<What>): Promise<Begun<What>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'story-'));
  const world = makeWorld(1000);
  await within(dataDir, async (store) => {
    const machine = makeMachine(store, world);
    await install(machine);
    await before?.(machine);
    await settle(machine);
  });
  return {
    tell: async (fate) => {
      const copy = await mkdtemp(join(tmpdir(), 'told-'));
      await cp(dataDir, copy, { recursive: true });
      const told = await within(copy, (store) => tell(store, structuredClone(world), story, each, fate));
      await rm(copy, { recursive: true, force: true });
      return told;
    },
    end: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function within<T>(dataDir: string, use: (store: OpenedStore) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir });
  // A process that ends keeps what it has written; the disk is not what is tested here.
  await sql`pragma synchronous = off`.execute(store.db);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function tell<What>(
  store: OpenedStore,
  world: World,
  story: Story['story'],
  each: Live<What>,
  fate: What | undefined,
): Promise<Told> {
  const machine = makeMachine(store, world);
  const writes: string[] = [];
  machine.work = (_, context, job) => each(machine, context, job, writes, fate);
  await story(machine);
  await settle(machine);
  machine.work = work;
  return { left: await remains(machine), writes };
}

async function live(
  machine: Machine,
  context: Machine['context'],
  job: Job,
  writes: string[],
  fate: Fate | undefined,
): Promise<void> {
  let isLost = false;
  let die: (why: Error) => void = () => {};
  const death = new Promise<never>((_, reject) => {
    die = reject;
  });
  const heard = async (write: string) => {
    writes.push(`${job.type}: ${write}`);
    if (writes.length !== fate?.after) return;
    if (fate.end === 'killed') {
      die(new Killed());
      await new Promise(() => {});
    }
    isLost = true;
    await takeOver(machine, job);
  };
  const mine = mortal(context, heard, () => isLost);
  // What becomes of a job is the word of whoever has it by then.
  const life = work(machine, mine, job).catch((error: unknown) => (isLost ? undefined : Promise.reject(error)));
  await Promise.race([life, death]);
}
