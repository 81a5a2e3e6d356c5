import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { settings } from '../../src/jobs/requests.ts';
import { settingsFile } from '../../src/jobs/settings.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makePerson } from '../support/make-facts.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
}, 120_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

const by = { author: 'Alice', email: 'alice@acme.example', message: 'Settings' };

it('before there is a policy, a pull request that brings the first one is one of it', async () => {
  const homes = async () => (await settingsFile(days.context, acme.acme.id)).policyRepositories;
  expect(await homes()).toEqual(['acme/.github-private', 'acme/.github']);
  const reading = { policy: DEFAULT_POLICY, problems: [] };
  await days.store.policies.save(acme.acme.id, { ...reading, origin: 'acme/.github:.github/handback.yml@1' });
  expect(await homes()).toEqual(['acme/.github-private', 'acme/.github']);
  await days.store.policies.save(acme.acme.id, { ...reading, origin: 'acme/.github-private:.github/handback.yml@1' });
  expect(await homes()).toEqual(['acme/.github-private']);
});

it('a roster that is a folder is told as not readable', async () => {
  const policy = await acme.github.createRepository(acme.acme, '.github-private', { actor: acme.alice });
  const text = 'version: 1\nroster:\n  repository: shop\n  path: people\n';
  await acme.github.commit(policy, [{ ...by, files: { '.github/handback.yml': text } }]);
  await acme.github.commit(acme.shop, [{ ...by, files: { 'people/all.yml': 'people: []\n' } }]);
  await days.add(settings(acme.acme.id));
  await days.work();
  const [roster] = (await days.store.coverage.at(acme.acme.id, undefined)).filter(({ source }) => source === 'roster');
  expect(roster?.gap?.says).toMatch(/people.*not a file/);
  expect(days.failures).toEqual([]);
});

it('a roster that is no YAML is told, and takes nobody out of what it said last', async () => {
  const policy = acme.github.world.repositories.find(({ name }) => name === '.github-private');
  if (policy === undefined) throw new Error('the policy has no home');
  const text = 'version: 1\nroster:\n  repository: shop\n  path: people.yml\n';
  const read = async (roster: string) => {
    await acme.github.commit(acme.shop, [{ ...by, files: { 'people.yml': roster } }]);
    await days.add(settings(acme.acme.id));
    await days.work();
    const looks = await days.store.coverage.at(acme.acme.id, undefined);
    return looks.find(({ source }) => source === 'roster')?.gap?.says;
  };
  await acme.github.commit(policy, [{ ...by, files: { '.github/handback.yml': text } }]);
  const good = 'people:\n  - { login: mallory, type: contractor, vendor: Initech }\n';
  expect(await read(good)).toBeUndefined();
  const before = await days.store.engagements.list(acme.acme.id);
  expect(before).toMatchObject([{ vendor: 'Initech' }]);
  expect(await read(`${good}  - { login: bob, login: eve, type: employee }\n`)).toMatch(
    /^nothing of people\.yml can be read, so what it said last counts: line 3: /,
  );
  expect(await days.store.engagements.list(acme.acme.id)).toEqual(before);
  expect(days.failures).toEqual([]);
});

it('whoever takes another login before the last day of the roster leaves all the same, and nobody who takes the old one', async () => {
  const leaver = acme.github.world.addUser('mia', { createdAt: 0 });
  const roster = (end: string, login = 'mia') =>
    acme.github.commit(acme.shop, [
      { ...by, files: { 'people.yml': `people:\n  - { login: ${login}, type: contractor${end} }\n` } },
    ]);
  const gone = async () => {
    await read();
    const { departures } = await readGround(days.store, acme.organization, days.context.now());
    return departures.flatMap(({ person, state }) => (person ? [[person.id, state]] : []));
  };
  await roster(', end: 2027-03-31');
  expect(await gone()).toEqual([[leaver.id, 'scheduled']]);
  leaver.login = 'mia-by-night';
  await days.store.people.save(acme.acme.id, [makePerson({ id: leaver.id, login: leaver.login })]);
  days.advance(DAY);
  await roster(', end: 2027-02-28');
  expect(await gone()).toEqual([[leaver.id, 'scheduled']]);
  await days.store.people.save(acme.acme.id, [makePerson({ id: 99, login: 'mia' })]);
  expect(await gone()).toEqual([[leaver.id, 'scheduled']]);
  days.advance(DAY);
  // The roster learns of the new name, and takes its word back.
  await roster('', leaver.login);
  expect(await gone()).toEqual([[leaver.id, 'cancelled']]);
});

it('a policy that GitHub fails to give keeps nobody from hearing who leaves, nor a roster the policy from taking effect', async () => {
  const policy = acme.github.world.repositories.find(({ name }) => name === '.github-private');
  if (policy === undefined) throw new Error('the policy has no home');
  const vendor = async () => (await days.store.engagements.list(acme.acme.id)).map((each) => each.vendor);
  const roster = (name: string) => `people:\n  - { login: mallory, type: contractor, vendor: ${name} }\n`;
  const commit = (where: typeof policy, files: Record<string, string>) => acme.github.commit(where, [{ ...by, files }]);
  await commit(acme.shop, { 'people.yml': roster('Hooli') });
  acme.github.fault({ on: /^GET .*\/contents\/\.github\/handback\.yml/, status: 502, times: 1000 });
  const before = await read();
  expect(await vendor()).toEqual(['Hooli']);
  expect(await days.store.policies.read(acme.acme.id)).toEqual(before);

  acme.github.clearFaults();
  await commit(policy, { '.github/handback.yml': 'version: 1\ngrace_days: 5\nroster: { repository: shop }\n' });
  acme.github.fault({ on: /^GET .*\/contents\/people\.yml/, status: 502, times: 1000 });
  const runs = days.jobs.length;
  expect((await read())?.policy).toMatchObject({ grace_days: 5 });
  expect(days.jobs.slice(runs)).toContain('enforce');
  expect(days.failures).toEqual([expect.stringMatching(/^settings: .*502/), expect.stringMatching(/^settings: .*502/)]);
});

/** What GitHub answers to whoever may not see the repository of the policy, and to nobody else. */
const NOT_FOUND = { status: 404, message: 'Not Found', times: 1000 };
const read = async () => {
  await days.add(settings(acme.acme.id));
  await days.work();
  return days.store.policies.read(acme.acme.id);
};

it('a policy whose repository GitHub does not show any more stays in force, and it is told', async () => {
  const before = await read();
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github-private(?:\/|$)/, ...NOT_FOUND });
  for (const reading of [await read(), await read()]) {
    expect(reading?.policy).toEqual(before?.policy);
    expect(reading?.problems.map(({ says }) => says)).toEqual([expect.stringContaining('acme/.github-private')]);
  }
  acme.github.clearFaults();
  expect(await read()).toEqual(before);
});

it('a roster that the policy names no more is none that nobody looks at', async () => {
  const { origin = '' } = (await read()) ?? {};
  const home = acme.github.world.repositories.find(({ name }) => origin.startsWith(`acme/${name}:`));
  if (home === undefined) throw new Error('the policy has no home');
  const looks = async () => (await days.store.coverage.at(acme.acme.id, undefined)).map(({ source }) => source);
  const commit = (text: string) =>
    acme.github.commit(home, [{ ...by, files: { '.github/handback.yml': `version: 1\n${text}` } }]);
  await commit('roster: { repository: shop }\n');
  await read();
  expect(await looks()).toContain('roster');
  await commit('');
  expect((await read())?.policy.roster).toBeUndefined();
  expect(await looks()).not.toContain('roster');
});

it('a policy that is out of sight is looked for under the name that the organisation has now', async () => {
  const { origin = '', policy } = (await read()) ?? {};
  const [, name = ''] = /^acme\/([^:]+):/.exec(origin) ?? [];
  acme.github.renameOrganization(acme.acme, acme.alice, 'acme-payments');
  await days.store.organizations.save({ ...acme.organization, login: 'acme-payments' });
  acme.github.fault({ on: /^GET \/repos\/acme-payments\/\.github/, ...NOT_FOUND });
  // Somebody else has the former name by now, and a repository that everybody sees.
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github/, status: 200, times: 1000 });
  expect(await read()).toMatchObject({
    policy,
    problems: [{ says: expect.stringContaining(`acme-payments/${name}`) }],
  });
});
