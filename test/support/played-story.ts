import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitHubOptions } from '../../demo/github/stand-in.ts';
import { type AppOptions, type AppProcess, appProcess } from '../../demo/story/app-process.ts';
import type { World } from '../../demo/story/cast.ts';
import { freePort } from '../../demo/story/free-port.ts';
import { type Performance, perform, type Staging } from '../../demo/story/perform.ts';
import { casesOf } from '../../demo/story/views.ts';
import { buildWorld } from '../../demo/story/world.ts';

export interface Theatre {
  readonly world: World;
  readonly app: AppProcess;
  readonly options: AppOptions;
  play(staging?: Staging): Promise<Performance>;
  close(): Promise<void>;
}

export interface TheatreOptions {
  readonly github?: GitHubOptions;
  readonly databaseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Before the App starts: faults that strike from its first request on. */
  readonly prepare?: (world: World) => void | Promise<void>;
}

/** The story's organisation and the App as a process of its own, started and not yet played. */
export async function openTheatre(given: TheatreOptions = {}): Promise<Theatre> {
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), 'handback-story-'));
  const world = await buildWorld(`http://127.0.0.1:${port}/api/github/webhooks`, given.github);
  const { databaseUrl, env } = given;
  const options = { dataDir, port, ...(databaseUrl ? { databaseUrl } : {}), ...(env ? { env } : {}) };
  await given.prepare?.(world);
  const app = await appProcess(world, options);
  await app.start();
  return {
    world,
    app,
    options,
    play: (staging) => perform({ world, app }, { patienceMs: 120_000, ...staging }),
    close: async () => {
      await app.stop();
      await world.github.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** What must never be there, however the story was disturbed. Empty when all is well. */
export function wrongs({ world }: Theatre, expected = 2): string[] {
  const cases = casesOf(world);
  const marks = cases.map(({ title, body }) => `${title} ${/<!-- .* -->/.exec(body ?? '')?.[0]}`);
  const twice = cases.filter(({ title }, at) => cases.findIndex((each) => each.title === title) !== at);
  const runs = Object.values(world.repositories).flatMap(({ checks }) => checks);
  const perHead = Map.groupBy(runs, ({ sha }) => sha);
  return [
    ...twice.map(({ title }) => `two issues: ${title}`),
    ...(cases.length === expected ? [] : [`not the ${expected} cases of the story: ${marks.join(', ')}`]),
    ...[...perHead].filter(([, all]) => all.length !== 1).map(([sha, all]) => `${all.length} check runs on ${sha}`),
    ...runs.filter(({ status }) => status !== 'completed').map(({ sha }) => `the check on ${sha} never concluded`),
    ...world.github.problems,
  ];
}
