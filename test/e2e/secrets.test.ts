import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseOf, checkOf } from '../../demo/story/views.ts';
import { filesBelow, leaks, type Planted, plant } from '../support/planted.ts';
import { openTheatre, type Theatre } from '../support/played-story.ts';
import { until } from '../support/until.ts';

const inHistory = plant(1);
const inPull = plant(2);
const inVariables = plant(3);
const inTitles = plant(4);
const all = [...inHistory, ...inPull, ...inVariables, ...inTitles];

const files = (planted: readonly Planted[]) =>
  Object.fromEntries(planted.map(({ rule, text }) => [`planted/${rule}.txt`, `${text}\n`]));
const lines = (planted: readonly Planted[]) => planted.map(({ text }) => text).join('\n');

let theatre: Theatre;
let plan: string;

beforeAll(async () => {
  theatre = await openTheatre({
    env: { LOG_LEVEL: 'trace', SWEEP_MINUTES: '360', PROVE_MINUTES: '360' },
    prepare: async ({ github, acme, people: { mallory, carol }, repositories: { shop, infra } }) => {
      const { name, email } = mallory;
      await github.commit(shop, [
        { author: name, email, date: '2026-02-03', message: 'History', files: files(inHistory) },
      ]);
      for (const [at, { text }] of inVariables.entries())
        github.setVariable(at % 3 === 0 ? acme : infra, carol, `PLANTED_${at}`, text);
    },
  });
  const { world, app, options } = theatre;
  const { github, people, repositories } = world;
  await until(
    'the inventory',
    async () => (await idle(options.port)) && (await app.command('plan').catch(() => '')),
    120_000,
  );
  for (const { text } of inTitles)
    github.openIssue(repositories.shop, people.carol, { title: text, body: `It says ${text}` });
  const message = `Faster\n\n${lines(inTitles)}`;
  await github.push(repositories.shop, people.mallory, [{ branch: 'faster', message, files: files(inPull) }]);
  const wanted = { title: inTitles[0]?.text ?? '', body: lines(inTitles), head: 'faster' };
  const pull = await github.openPull(repositories.shop, people.mallory, wanted);
  await until('a red check', () => checkOf(pull)?.conclusion === 'failure', 90_000);
  for (const repository of [repositories.infra, repositories.shop])
    github.removeCollaborator(repository, people.alice, people.mallory);
  await until('the case', () => caseOf(world, 'mallory'), 90_000);
  await github.settled();
  await until('an idle App', () => idle(options.port), 90_000);
  plan = await app.command('plan', '--json');
  // A crash leaves everything where it is, also what is written and not yet in the database file.
  await app.kill();
}, 400_000);
afterAll(() => theatre?.close());

async function idle(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  const { waiting, running } = (await answer.json()) as { waiting: number; running: number };
  return waiting + running === 0;
}

test('the App found what was planted: in history, in the pull request and in variables', () => {
  const { credentials } = JSON.parse(plan) as { credentials: { credential: { plaintext?: { rule: string } } }[] };
  const found = Map.groupBy(credentials, ({ credential }) => credential.plaintext?.rule);
  const thin = inHistory.filter(({ rule }) => (found.get(rule)?.length ?? 0) < 3).map(({ rule }) => rule);
  expect(inHistory.length).toBeGreaterThan(250);
  // Some examples are a whole file's worth of context that a single-line variable does not keep.
  expect(thin.length).toBeLessThan(inHistory.length / 20);
});

test('no database file, write-ahead log or other file holds a planted secret', async () => {
  const texts = await filesBelow(theatre.options.dataDir, 'mirrors');
  expect(texts.map(([path]) => path)).toEqual(expect.arrayContaining(['/handback.db', '/handback.db-wal']));
  expect(
    leaks(
      all,
      texts.filter(([path]) => !path.endsWith('.log')),
    ),
  ).toEqual([]);
});

test('no line of the log holds one, at its most talkative', async () => {
  const texts = await filesBelow(theatre.options.dataDir, 'mirrors');
  const logs = texts.filter(([path]) => path.endsWith('.log'));
  expect(logs.map(([, text]) => text.length)[0]).toBeGreaterThan(100_000);
  expect(leaks(all, logs)).toEqual([]);
});

test('no issue, comment or check run that it wrote holds one, nor any request that it made', () => {
  const { github } = theatre.world;
  const bot = github.world.apps[0]?.bot;
  const issues = github.world.repositories.flatMap((repository) => repository.issues);
  const written = issues.filter(({ user }) => user === bot).map(({ title, body }) => `${title}\n${body}`);
  const comments = issues.flatMap((issue) => issue.comments.map(({ body }) => body));
  const checks = github.world.repositories.flatMap((each) =>
    each.checks.map(({ output, annotations }) => JSON.stringify({ output, annotations })),
  );
  const sent = github.requests.map(({ path, query, body }) => JSON.stringify({ path, query, body }));
  expect(written.length).toBeGreaterThan(1);
  expect(checks.join('')).toContain('planted/');
  const texts = { written, comments, checks, sent };
  expect(
    Object.entries(texts).flatMap(([where, some]) =>
      leaks(
        all,
        some.map((text) => [where, text]),
      ),
    ),
  ).toEqual([]);
});

test('handback plan --json holds none', () => {
  expect(plan.length).toBeGreaterThan(10_000);
  expect(leaks(all, [['plan', plan]])).toEqual([]);
});
