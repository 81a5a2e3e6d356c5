import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appProcess } from '../../demo/story/app-process.ts';
import { story } from '../../demo/story/story.ts';
import { openTheatre, wrongs } from '../support/played-story.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const all = Object.fromEntries(story.map(({ name }) => [name, true]));

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

test('the story runs to its end, on PostgreSQL, with two machines that share the work and are both killed on the way', async () => {
  const databaseUrl = await server.createDatabase();
  const theatre = await openTheatre({ databaseUrl });
  // Another machine: nothing in common with the first but the database.
  const dataDir = await mkdtemp(join(tmpdir(), 'handback-worker-'));
  const worker = await appProcess(theatre.world, { ...theatre.options, dataDir, role: 'worker' });
  await worker.start();
  const { acts } = await theatre.play({
    between: async ({ name }) => {
      const killed = { secretPushed: worker, departureSeen: theatre.app, tokenRevoked: worker }[name];
      await killed?.kill();
      await killed?.start();
    },
  });
  await theatre.world.github.settled();
  expect(acts).toEqual(all);
  expect(wrongs(theatre)).toEqual([]);
  // Either machine can read a commit again that the other one fetched.
  const said = theatre.world.github.requests.map(({ body }) => JSON.stringify(body) ?? '');
  expect(said.filter((body) => body.includes('could not be read again'))).toEqual([]);
  const work = /"msg":"(repository scanned|head scanned|proofs looked at|step carried out)"/g;
  const logs = [await readFile(theatre.app.logFile, 'utf8'), await readFile(worker.logFile, 'utf8')];
  for (const log of logs) expect(log.match(work)?.length ?? 0).toBeGreaterThan(5);
  await worker.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  await theatre.close();
}, 300_000);
