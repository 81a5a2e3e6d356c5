// What GitHub shows in the next answer again: no check of the organisation turns red by it,
// and no other policy comes into force.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { settings } from '../../src/jobs/requests.ts';
import { DEFAULT_POLICY, NO_FILE, POLICY_PATH } from '../../src/model/policy.ts';
import { MINUTE } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await policy('.github-private', 'version: 1\nmode: block\n');
}, 120_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

async function policy(name: string, text: string) {
  const known = acme.github.world.repositories.find((each) => each.name === name);
  const home = known ?? (await acme.github.createRepository(acme.acme, name, { actor: acme.alice }));
  await acme.github.commit(home, [
    { author: 'Alice', email: 'alice@acme.example', message: 'Settings', files: { [POLICY_PATH]: text } },
  ]);
}

/** After one look, and after what followed from it. */
async function looks() {
  const reading = () => days.store.policies.read(acme.acme.id);
  const started = days.now();
  await days.add(settings(acme.acme.id));
  let many = 0;
  await days.work(() => many++ > 0);
  const first = await reading();
  await days.work();
  return { first, last: await reading(), took: days.now() - started };
}

const FILE = /^GET \/repos\/acme\/\.github-private\/contents/;
const REPOSITORY = /^GET \/repos\/acme\/\.github-private(?:\/|$)/;

it.each([
  ['403 of the file', FILE, 403, 1],
  ['403 of all of its repository', REPOSITORY, 403, 1],
  ['404 of all of its repository', REPOSITORY, 404, 2],
])('one %s changes nothing, where the next look sees it again', async (_, on, status, times) => {
  const { last: before } = await looks();
  expect(before).toMatchObject({ policy: { mode: 'block' }, problems: [] });
  acme.github.fault({ on, status, message: 'Resource not accessible by integration', times });
  const { first, last } = await looks();
  expect([first, last]).toEqual([before, before]);
});

it.each([
  [403, /^it is not visible: GitHub refused/],
  [404, /^GitHub does not show acme\/\.github-private/],
])('a second %i is told some minutes after the first, and as long as it is so', async (status, says) => {
  const { last: before } = await looks();
  acme.github.fault({ on: REPOSITORY, status, message: 'No', times: 1000 });
  const { first, last, took } = await looks();
  expect(first).toEqual(before);
  expect(last).toMatchObject({ policy: before?.policy, problems: [{ says: expect.stringMatching(says) }] });
  expect(took).toBeLessThan(10 * MINUTE);
  const again = await looks();
  expect([again.first, again.last]).toEqual([last, last]);
  expect(again.took, 'nothing is asked for twice that was told').toBeLessThan(MINUTE);
  acme.github.clearFaults();
  expect((await looks()).first).toEqual(before);
});

it('lets no policy in that a member put into the other repository, while one answer says that the first is not there', async () => {
  const { last: before } = await looks();
  await policy('.github', 'version: 1\n');
  acme.github.fault({ on: REPOSITORY, status: 404, times: 2 });
  const { first, last } = await looks();
  expect([first, last]).toEqual([before, before]);
});

it('tells at once that the very first policy may not be read: there is none that could stay in force', async () => {
  const empty = await startFastDays(acme);
  await empty.store.organizations.save(acme.organization);
  acme.github.fault({ on: FILE, status: 403, times: 1 });
  await empty.add(settings(acme.acme.id));
  await empty.work();
  expect(await empty.store.policies.read(acme.acme.id)).toMatchObject({
    problems: [{ says: expect.stringMatching(/not visible/) }],
  });
  await empty.close();
});

it.each([
  ['one list that lacks the repository of the cases is no word about it', 0],
  ['a second one is', 1000],
])('%s', async (_, times) => {
  const home = await acme.github.createRepository(acme.acme, `cases-${times}`, { actor: acme.alice });
  await policy('.github-private', `version: 1\ncases: { repository: ${home.name} }\n`);
  await days.store.repositories.save(acme.acme.id, [asKnown(home)]);
  const { last: before } = await looks();
  expect(before).toMatchObject({ policy: { cases: { repository: home.name } }, problems: [] });
  await days.store.repositories.markGone(acme.acme.id, [home.id], days.now());
  acme.github.fault({ on: /^GET \/installation\/repositories/, status: 502, times });
  const { first, last } = await looks();
  expect(first).toEqual(before);
  expect(last?.problems.map(({ says }) => says)).toEqual(times === 0 ? [] : [expect.stringMatching(/does not see/)]);
});

it('tells at once that a policy names a repository for cases that is not there, and that one is public', async () => {
  await policy('.github-private', 'version: 1\ncases: { repository: nowhere }\n');
  expect((await looks()).first?.problems).toMatchObject([
    { says: expect.stringMatching(/does not see acme\/nowhere/) },
  ]);
  const home = await acme.github.createRepository(acme.acme, 'told', { actor: acme.alice });
  await policy('.github-private', 'version: 1\ncases: { repository: told }\n');
  await days.store.repositories.save(acme.acme.id, [asKnown(home)]);
  expect((await looks()).first?.problems).toEqual([]);
  await days.store.repositories.save(acme.acme.id, [{ ...asKnown(home), private: false }]);
  expect((await looks()).first?.problems).toMatchObject([{ says: expect.stringMatching(/not private/) }]);
});

it('looks once where there is no policy, and none is missed', async () => {
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github/, status: 404, times: 1000 });
  await days.store.policies.save(acme.acme.id, { policy: DEFAULT_POLICY, origin: NO_FILE, problems: [] });
  const before = days.jobs.length;
  expect((await looks()).last).toMatchObject({ origin: NO_FILE, problems: [] });
  expect(days.jobs.slice(before).filter((type) => type === 'settings')).toHaveLength(1);
});
