// What whoever installs Handback reads in its log while it looks at everything for the first time.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { access, look, settings, sweep } from '../../src/jobs/requests.ts';
import { runSweepAll } from '../../src/jobs/timers.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
let lines: object[];
beforeEach(async () => {
  acme = await makeDoor({
    rateLimit: 1_000_000,
    permissions: { metadata: 'read', members: 'read', contents: 'read', repository_hooks: 'read' },
  });
  days = await startFastDays(acme);
  lines = [];
  const line = (level: string) => (fields: object, message: string) => void lines.push({ level, message, ...fields });
  Object.assign(days.context.log, { info: line('info'), warn: line('warn'), error: line('error') });
});
afterEach(async () => {
  await days.close();
  await acme.close();
});

const by = { author: 'Alice', email: 'alice@acme.example', date: '2026-01-05', message: 'start' };

it('what app.yml does not ask for once, and not once for each repository', async () => {
  const repositories = await Promise.all(
    ['site', 'docs', 'infra'].map((name) => acme.github.createRepository(acme.acme, name, { actor: acme.alice })),
  );
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, repositories.map(asKnown));
  await days.add(...repositories.map(({ id }) => look(acme.acme.id, id)));
  await days.work();
  expect(lines.filter((line) => 'source' in line && line.source === 'agents-secret')).toHaveLength(1);
  const coverage = await days.store.coverage.list(acme.acme.id);
  expect(coverage.filter(({ source, gap }) => source === 'agents-secret' && gap !== undefined)).toHaveLength(3);
});

it('what is not granted at a place when it is new, and not again at every sweep', async () => {
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  for (const sweeps of [1, 2]) {
    await days.add(look(acme.acme.id, acme.shop.id, { sources: ['deploy-key'] }));
    await days.work();
    expect(lines, `after ${sweeps}`).toEqual([expect.objectContaining({ source: 'deploy-key', where: 'acme/shop' })]);
  }
});

it('who may write, where that is not granted, once and not at every sweep', async () => {
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  const about = () => lines.filter((line) => 'source' in line && line.source === 'access');
  const headers = { 'x-accepted-github-permissions': 'administration=read' };
  acme.github.fault({ on: /^GET \/repos\/acme\/shop\/collaborators/, status: 403, headers, times: 9 });
  for (const sweeps of [1, 2]) {
    await days.add(access(acme.acme.id, acme.shop.id));
    await days.work();
    expect(about(), `after ${sweeps}`).toEqual([expect.objectContaining({ message: 'not visible' })]);
  }
  acme.github.clearFaults();
  await days.add(access(acme.acme.id, acme.shop.id));
  await days.work();
  acme.github.fault({ on: /^GET \/repos\/acme\/shop\/collaborators/, status: 403, headers, times: 9 });
  await days.add(access(acme.acme.id, acme.shop.id));
  await days.work();
  expect(about(), 'it is news again').toHaveLength(2);
});

it('that work waits for GitHub, once; the place itself is said to be looked at later, and not in how many seconds', async () => {
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  const headers = { 'retry-after': '1800' };
  acme.github.fault({
    on: /^GET \/repos\/acme\/shop\/hooks/,
    status: 403,
    message: 'secondary rate limit',
    headers,
    times: 1,
  });
  await days.add(look(acme.acme.id, acme.shop.id, { sources: ['webhook'] }));
  await days.work(() => lines.length > 0);
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'info',
      message: 'a job waits',
      type: 'look',
      says: expect.stringContaining('1800 s'),
    }),
  ]);
  const gap = async () => (await days.store.coverage.at(acme.acme.id, acme.shop.id))[0]?.gap?.says;
  expect(await gap()).toBe('not looked at yet: GitHub’s rate limit was used up, and it is tried again by itself');
  await days.work();
  expect(await gap()).toBeUndefined();
});

it('who has installed the App, or that nobody has', async () => {
  await runSweepAll(days.context);
  expect(lines).toContainEqual(expect.objectContaining({ level: 'info', installed: ['acme'] }));
  acme.github.uninstall(acme.installationId, acme.alice);
  await runSweepAll(days.context);
  expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: expect.stringContaining('nobody') }));
});

it('that GitHub does not know us, as an error with what to do; tried again where nothing else would ask', async () => {
  acme.github.fault({ on: /^GET \/app\/installations$/, status: 401, times: 1000 });
  await expect(runSweepAll(days.context)).rejects.toThrow(/401/);
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'error',
      says: expect.stringContaining('401'),
      next: expect.stringContaining('handback doctor'),
    }),
  ]);
  await days.store.organizations.save(acme.organization);
  await runSweepAll(days.context);
});

it('a roster in a repository that Handback does not see is told from a file that is not there', async () => {
  await days.store.organizations.save(acme.organization);
  const policy = await acme.github.createRepository(acme.acme, '.github-private', { actor: acme.alice });
  const gapWith = async (repository: string) => {
    const text = `version: 1\nroster:\n  repository: ${repository}\n`;
    await acme.github.commit(policy, [{ ...by, files: { '.github/handback.yml': text } }]);
    await days.add(settings(acme.acme.id));
    await days.work();
    const looks = await days.store.coverage.at(acme.acme.id, undefined);
    return looks.find(({ source }) => source === 'roster')?.gap?.says;
  };
  expect(await gapWith('people')).toMatch(/does not see that repository; create it, or add it to the installation/);
  await acme.github.createRepository(acme.acme, 'people', { actor: acme.alice });
  await days.add(sweep(acme.acme.id));
  await days.work();
  expect(await gapWith('people')).toMatch(/there is no such file/);
});
