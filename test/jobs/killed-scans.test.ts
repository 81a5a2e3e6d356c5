// Scans with real git whose process ends after each of their writes: what they found and
// what follows from it must not be lost.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHead } from '../../src/jobs/head-requests.ts';
import { runJob } from '../../src/jobs/index.ts';
import { scan } from '../../src/jobs/requests.ts';
import type { NewJob } from '../../src/model/job.ts';
import { fake } from '../support/fake-tokens.ts';
import { startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeHead } from '../support/make-situation.ts';
import { mortal } from '../support/mortal.ts';

const TOKEN = fake('ghp_{base62:30}{crc32-base62}', 5);
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' });

let acme: Door;
let head: Parameters<typeof openHead>[1];
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  const { github, shop, mallory } = acme;
  const base = (await shop.git.refs(['refs/heads'])).get('refs/heads/main') ?? '';
  await github.push(shop, mallory, [{ branch: 'fix', message: 'Fix', files: { '.env': `T=${TOKEN}\n`, id_rsa: KEY } }]);
  const sha = (await shop.git.refs(['refs/heads'])).get('refs/heads/fix') ?? '';
  const { number } = await github.openPull(shop, mallory, { title: 'Fix', head: 'fix' });
  const { scan: _, state: __, ...made } = makeHead({ repositoryId: shop.id, subject: `pull/${number}`, sha });
  const onto = { baseSha: base, baseRef: 'main' };
  head = { ...made, ...onto };
}, 120_000);
afterAll(() => acme.close());

/** Everything that is left of these jobs, when the process ended after so many writes and they were begun again. */
async function left(jobs: readonly NewJob[], end?: number) {
  const days = await startFastDays(acme);
  const { store, context } = days;
  const org = acme.acme.id;
  await store.organizations.save(acme.organization);
  await store.repositories.save(org, [asKnown(acme.shop)]);
  acme.shop.checks.splice(0);
  const asked = new Set<string>();
  const waiting = [...jobs];
  const add: typeof context.queue.add = async (more) => {
    for (const { type, payload } of more) asked.add(`${type} ${JSON.stringify(payload)}`);
    waiting.push(...more.filter(({ type }) => type === 'scan-head'));
    return more.length;
  };
  const writes: string[] = [];
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    const life = new Promise<'done' | 'killed'>((resolve, reject) => {
      const heard = async (write: string) => {
        writes.push(write);
        if (writes.length !== end) return;
        resolve('killed');
        await new Promise(() => {});
      };
      const worker = mortal({ ...context, queue: { ...context.queue, add } }, heard, () => false);
      runJob(worker, { ...(job as NewJob), id: '1', attempt: 1 }).then(() => resolve('done'), reject);
    });
    if ((await life) === 'killed') waiting.unshift(job);
  }
  const found = {
    credentials: await store.credentials.list(org),
    sightings: await store.sightings.list(org),
    evidence: (await store.evidence.list(org)).map(({ id }) => id),
    coverage: await store.coverage.list(org),
    heads: await store.heads.listOpen(org),
    tips: (await store.repositories.list(org)).map(({ scannedTips }) => scannedTips),
    gathered: await store.records.list(org, 'gathered'),
    uses: await store.records.list(org, 'uses'),
    checks: acme.shop.checks.length,
  };
  await days.close();
  // A clock that goes on with each write tells nothing.
  const text = JSON.stringify(found, (_, value) => (value instanceof Map ? [...value] : value));
  return { writes, asked: [...asked].toSorted(), found: text.replaceAll(/:\d{13}\b/g, ':0') };
}

const CASES: readonly (readonly [string, () => readonly NewJob[]])[] = [
  ['a repository', () => [scan(acme.acme.id, acme.shop.id)]],
  ['the head of a pull request', () => [openHead(acme.acme.id, head)]],
];

it.each(CASES)(
  'the scan of %s leaves the same after whichever of its writes its process ends',
  async (_, jobs) => {
    const { writes, ...whole } = await left(jobs());
    // There are dozens of some kinds.
    for (const write of new Set(writes)) {
      const { writes: __, ...again } = await left(jobs(), writes.indexOf(write) + 1);
      expect(again, `after ${write}`).toEqual(whole);
    }
  },
  180_000,
);
