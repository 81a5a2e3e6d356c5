import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Incoming, jobsFor } from '../../src/app.ts';
import { closeHead, findHeads, openHead } from '../../src/jobs/head-requests.ts';
import { runJob } from '../../src/jobs/index.ts';
import type { NewJob } from '../../src/model/job.ts';
import { fake } from '../support/fake-tokens.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeHead, makePolicy } from '../support/make-situation.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  const reading = { policy: makePolicy(), origin: 'acme/.github-private:.github/handback.yml@1', problems: [] };
  await days.store.policies.save(acme.acme.id, reading);
}, 120_000);
const engineOf = () => days.context.engine;
let engine: ReturnType<typeof engineOf>;
beforeAll(() => {
  engine = engineOf();
});
afterEach(() => {
  Object.assign(days.context, { engine });
});
afterAll(async () => {
  await days.close();
  await acme.close();
});

/** A pull request whose commits bring a secret to `main` and none to the branch that it was opened against. */
async function pulled(name: string, seed: number) {
  const by = { author: 'Mallory', email: 'mallory@vendor.example', message: name };
  const token = fake('ghp_{base62:30}{crc32-base62}', seed);
  await acme.github.commit(acme.shop, [
    { ...by, branch: `${name}-base`, files: { [`${name}.env`]: `TOKEN=${token}` } },
  ]);
  const bases = await acme.shop.git.refs(['refs/heads']);
  const [main = '', own = ''] = [bases.get('refs/heads/main'), bases.get(`refs/heads/${name}-base`)];
  await acme.github.commit(acme.shop, [{ ...by, branch: `${name}-base`, files: { [`${name}.txt`]: 'nothing' } }]);
  const tips = await acme.shop.git.refs(['refs/heads']);
  const sha = tips.get(`refs/heads/${name}-base`) ?? '';
  const { number } = await acme.github.openPull(acme.shop, acme.bob, { title: name, head: `${name}-base` });
  const { scan: _, state: __, ...head } = makeHead({ repositoryId: acme.shop.id, subject: `pull/${number}`, sha });
  return { toMain: { ...head, baseSha: main }, toOwn: { ...head, baseSha: own, baseRef: `${name}-base` } };
}

/** Something that is told while the next scan is under way. */
function whileScanned(job: NewJob): void {
  const scan: typeof engine.scan = async (directory, blobs) => {
    const report = await engine.scan(directory, blobs);
    Object.assign(days.context, { engine });
    await runJob(days.context, { ...job, id: 'meanwhile', attempt: 1 });
    return report;
  };
  Object.assign(days.context, { engine: { ...engine, scan } });
}

const conclusions = (head: { readonly sha: string }) =>
  acme.shop.checks.filter(({ sha }) => sha === head.sha).map(({ conclusion }) => conclusion);

it('a pull request that gets another base while it is scanned is scanned against that one', async () => {
  const { toOwn, toMain } = await pulled('turned', 1);
  whileScanned(openHead(acme.acme.id, toMain));
  await days.add(openHead(acme.acme.id, toOwn));
  await days.work();
  expect(conclusions(toMain)).toEqual(['failure']);
  expect(days.failures).toEqual([]);
});

it('a pull request that brings nothing has no case planned anew, and one that brings a secret has', async () => {
  const { toOwn, toMain } = await pulled('planned', 4);
  const jobsOf = async (head: typeof toOwn) => {
    const before = days.jobs.length;
    await days.add(openHead(acme.acme.id, head));
    await days.work();
    return days.jobs.slice(before);
  };
  expect(await jobsOf(toOwn)).not.toContain('enforce');
  expect(conclusions(toOwn)).toEqual(['success']);
  expect(await jobsOf(toMain)).toContain('enforce');
  expect(days.failures).toEqual([]);
});

it('a pull request that is closed while it is scanned stays closed', async () => {
  const { toOwn } = await pulled('closed', 2);
  whileScanned(closeHead(acme.acme.id, toOwn));
  await days.add(openHead(acme.acme.id, toOwn));
  await days.work();
  const { state } = (await days.store.heads.find(acme.acme.id, acme.shop.id, toOwn.subject, toOwn.sha)) ?? {};
  expect(state).toBe('closed');
});

it('a pull request that got another base while no event came is scanned against that one by the next sweep', async () => {
  const { toOwn } = await pulled('missed', 3);
  await days.add(openHead(acme.acme.id, toOwn));
  await days.work();
  expect(conclusions(toOwn)).toEqual(['success']);
  await days.add(findHeads(acme.acme.id, acme.shop.id));
  await days.work();
  expect(conclusions(toOwn)).toEqual(['failure']);
  expect(days.failures).toEqual([]);
});

it('who approved a secret is asked about also where the sweep alone sees that the pull request is over', async () => {
  const { toMain } = await pulled('unheard', 5);
  await days.add(openHead(acme.acme.id, toMain));
  await days.work();
  const number = Number(toMain.subject.slice('pull/'.length));
  const pull = acme.shop.issues.find((each) => each.number === number);
  if (pull === undefined) throw new Error('It was opened.');
  await acme.github.closeIssue(pull, acme.bob);
  await days.add(findHeads(acme.acme.id, acme.shop.id));
  const from = days.jobs.length;
  await days.work();
  expect(days.jobs.slice(from)).toContain('ask-who');
  expect(days.failures).toEqual([]);
});

it('a push that is told late, after the one that followed it, does not take its place', async () => {
  const by = { author: 'Bob', email: 'bob@acme.example', message: 'late', branch: 'late' };
  const tip = async () => (await acme.shop.git.refs(['refs/heads'])).get('refs/heads/late') ?? '';
  await acme.github.commit(acme.shop, [{ ...by, files: { 'late.txt': 'first' } }]);
  const former = await tip();
  await acme.github.commit(acme.shop, [{ ...by, files: { 'late.txt': 'second' } }]);
  const { number } = await acme.github.openPull(acme.shop, acme.bob, { title: 'late', head: 'late' });
  const event = (action: string, sha: string, updated: string): Incoming => ({
    event: 'pull_request',
    action,
    receivedAt: days.now(),
    payload: {
      installation: { id: acme.installationId },
      organization: { id: acme.acme.id },
      repository: { id: acme.shop.id },
      pull_request: { number, head: { sha }, base: { sha: '0'.repeat(40), ref: 'main' }, updated_at: updated },
    },
  });
  await days.add(...jobsFor(event('synchronize', await tip(), '2026-11-20T10:00:05Z')));
  await days.work();
  await days.add(...jobsFor(event('opened', former, '2026-11-20T10:00:00Z')));
  await days.work();
  const open = (await days.store.heads.listOpen(acme.acme.id)).filter(({ subject }) => subject === `pull/${number}`);
  expect(open.map(({ sha }) => sha)).toEqual([await tip()]);
  expect(days.failures).toEqual([]);
});

it('a pull request that was skipped because another one closed while the list was read is not taken for closed', async () => {
  const all = Array.from({ length: 150 }, (_, at) => at + 1000);
  const shaOf = (number: number) => number.toString(16).padStart(40, '0');
  const base = { sha: '0'.repeat(40), ref: 'main' };
  await days.store.heads.save(
    acme.acme.id,
    all.map((number) => makeHead({ repositoryId: acme.shop.id, subject: `pull/${number}`, sha: shaOf(number) })),
  );
  const { forInstallation } = days.context.github;
  const door = await forInstallation(acme.installationId);
  const readings = [all.filter((number) => number !== 1100), all.filter((number) => number !== 1003)];
  const pages: typeof door.pages = async function* (route, parameters, schema) {
    if (!route.endsWith('/pulls')) return yield* door.pages(route, parameters, schema);
    for (const number of readings.shift() ?? [])
      yield schema.parse({ number, head: { sha: shaOf(number) }, base, updated_at: '2026-01-05T00:00:00Z' });
  };
  Object.assign(days.context.github, { forInstallation: async () => ({ ...door, pages }) });
  await days.add(findHeads(acme.acme.id, acme.shop.id));
  await days.work(() => days.jobs.at(-1) === 'find-heads');
  Object.assign(days.context.github, { forInstallation });
  const open = (await days.store.heads.listOpen(acme.acme.id)).map(({ subject }) => subject);
  expect(all.filter((number) => !open.includes(`pull/${number}`))).toEqual([]);
});

it('an open pull request that could not be scanned is a gap of the repository until a sweep sees it scanned', async () => {
  const { toOwn } = await pulled('unread', 6);
  const gap = async () => {
    await days.add(findHeads(acme.acme.id, acme.shop.id));
    await days.work();
    const looks = await days.store.coverage.at(acme.acme.id, acme.shop.id);
    return looks.find(({ source }) => source === 'pull-request')?.gap;
  };
  expect(await gap()).toBeUndefined();
  const scan: typeof engine.scan = async (directory, blobs) => ({
    ...(await engine.scan(directory, blobs)),
    notScanned: blobs.map((object) => ({ object, reason: 'it is broken' })),
  });
  Object.assign(days.context, { engine: { ...engine, scan } });
  await days.add(openHead(acme.acme.id, toOwn));
  await days.work();
  const number = toOwn.subject.replace('pull/', '#');
  expect(await gap()).toEqual({
    why: 'absent',
    says: expect.stringMatching(
      new RegExp(`^1 open pull request could not be scanned: ${number} \\(1 file was not read .*it is broken\\)\\)$`),
    ),
  });
  Object.assign(days.context, { engine });
  await gap();
  expect(await gap()).toBeUndefined();
  expect(days.failures).toEqual([]);
});
