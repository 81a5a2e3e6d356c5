// A sweep of which GitHub does not answer a part, or that comes when the App is not let in.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { onboard, sweep } from '../../src/jobs/requests.ts';
import { runSweepAll } from '../../src/jobs/timers.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { connectTo, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.add(onboard(acme.installationId));
  await days.work();
  days.advance(60_000);
}, 60_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

const swept = async () => {
  const [jobs, failures] = [days.jobs.length, days.failures.length];
  await days.add(sweep(acme.acme.id));
  await days.work();
  return { jobs: days.jobs.slice(jobs), failures: days.failures.slice(failures) };
};
const state = async () => (await days.store.organizations.byId(acme.acme.id))?.state;
/** As after an hour: without a token, and so GitHub is asked for one. */
const forgetTokens = () => {
  const app = connectTo(acme.github.url, acme.appId, acme.privateKey);
  Object.assign(days.context.github, { forInstallation: app.forInstallation });
};

it.each(['members', 'outside_collaborators', 'blocks'])(
  'goes on where GitHub does not give the list of %s, which is tried again',
  async (list) => {
    acme.github.fault({ on: new RegExp(`^GET /orgs/acme/${list}$`), status: 500, times: 1000 });
    const { jobs, failures } = await swept();
    expect(jobs).toEqual(expect.arrayContaining(['people', 'settings', 'look', 'survey', 'scan', 'prove', 'enforce']));
    expect(failures).toEqual([expect.stringMatching(/^people: /)]);
    expect(jobs.filter((type) => type === 'survey')).toHaveLength(1);
  },
);

it('goes on with the repositories that are known where GitHub does not list them', async () => {
  acme.github.fault({ on: /^GET \/installation\/repositories$/, status: 500, times: 1000 });
  const { jobs, failures } = await swept();
  expect(jobs).toEqual(expect.arrayContaining(['onboard', 'look', 'survey', 'scan', 'enforce']));
  expect(failures).toEqual([expect.stringMatching(/^onboard: /)]);
});

it('finds out that the organisation was renamed', async () => {
  acme.github.renameOrganization(acme.acme, acme.alice, 'acme-payments');
  await runSweepAll(days.context);
  await days.work();
  expect((await days.store.organizations.byId(acme.acme.id))?.login).toBe('acme-payments');
});

it('finds out that the App was suspended, and later that it is let in again', async () => {
  acme.github.suspend(acme.installationId, acme.alice);
  forgetTokens();
  expect(await swept()).toEqual({ jobs: ['sweep', 'onboard'], failures: [] });
  expect(await state()).toBe('suspended');
  acme.github.unsuspend(acme.installationId, acme.alice);
  await runSweepAll(days.context);
  await days.work();
  expect(await state()).toBe('active');
});

it('is asked for of every organisation that is known, whatever becomes of the list of installations', async () => {
  acme.github.fault({ on: /^GET \/app\/installations$/, status: 500, times: 1000 });
  const before = days.jobs.length;
  await runSweepAll(days.context);
  await days.work();
  expect(days.jobs.slice(before)).toContain('survey');
});

it('finds out that the App was removed, and asks nothing more', async () => {
  acme.github.uninstall(acme.installationId, acme.alice);
  forgetTokens();
  expect(await swept()).toEqual({ jobs: ['sweep', 'onboard'], failures: [] });
  expect(await state()).toBe('removed');
});
