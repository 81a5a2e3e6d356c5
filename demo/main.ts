import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appProcess } from './story/app-process.ts';
import type { World } from './story/cast.ts';
import { freePort } from './story/free-port.ts';
import { perform } from './story/perform.ts';
import type { Stage } from './story/stage.ts';
import { sequel, story } from './story/story.ts';
import { casesOf, ledger } from './story/views.ts';
import { buildWorld } from './story/world.ts';

const once = process.argv.includes('--once');
const began = Date.now();

// The App's process ends with this one (app-process.ts), unless this one is ended where it stands.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const port = await freePort();
const dataDir = await mkdtemp(join(tmpdir(), 'handback-demo-'));
console.log('Acme Payments appears: five people, eight repositories, years of history ...');
const world = await buildWorld(`http://127.0.0.1:${port}/api/github/webhooks`, {
  port: await freePort(once ? 0 : 4800),
});
const app = await appProcess(world, { dataDir, port });
await app.start();
console.log(
  `GitHub (a faithful stand-in) is ${world.github.url}/acme, and Handback runs as its own process. Its log: ${app.logFile}\n`,
);

const stage: Stage = { world, app };
const { acts } = await perform(stage, { tell, play: [...story, ...sequel] });
const summary = await summarize(world, stage, acts);
if (!once && summary.ok) {
  console.log(`\nLook around at ${world.github.url}/acme, as long as you like; Ctrl-C ends it.`);
  process.removeAllListeners('SIGINT');
  await new Promise((resolve) => process.once('SIGINT', resolve));
}
await app.stop();
await world.github.close();
if (!summary.ok) console.log(`\nNot everything was seen. The App's log says why: ${app.logFile}`);
console.log(`\n${JSON.stringify(summary)}`);
process.exit(summary.ok ? 0 : 1);

function tell(
  { name, tells }: { name: string; tells: string },
  stage: 'begins' | 'seen' | 'missed',
  look?: string,
): void {
  if (stage === 'begins') process.stdout.write(`${tells}\n`);
  else console.log(`   ${stage === 'seen' ? '✓' : '✗ not seen:'} ${name}${look ? `   ${look}` : ''}\n`);
}

/** Every figure comes from the ledger or from GitHub's side. */
async function summarize({ repositories, github }: World, { app }: Stage, acts: Readonly<Record<string, boolean>>) {
  const { credentials } = await ledger(app);
  const cases = casesOf(world);
  const runs = Object.values(repositories).flatMap(({ checks }) => checks.filter(({ name }) => name === 'handback'));
  // What a run ends on is on GitHub's side; that it failed on the way is in the requests GitHub got.
  const asked = github.requests.filter(
    ({ path, body }) => path.includes('/check-runs') && conclusionOf(body) === 'failure',
  );
  const failed = new Set(asked.map(({ answer }) => idOf(answer)));
  return {
    ok: Object.values(acts).every(Boolean),
    acts,
    credentials: credentials.map(({ credential, attribution: { creator }, proof }) => ({
      kind: credential.kind,
      name: credential.name,
      creator: creator?.person?.login ?? null,
      confidence: creator?.confidence ?? null,
      proof: proof.best?.grade ?? null,
    })),
    cases: { opened: cases.length, closed: cases.filter(({ state }) => state === 'closed').length },
    checks: { failed: failed.size, passed: runs.filter(({ conclusion }) => conclusion === 'success').length },
    seconds: Math.round((Date.now() - began) / 100) / 10,
  };
}

function conclusionOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'conclusion' in body ? body.conclusion : undefined;
}

function idOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : undefined;
}
