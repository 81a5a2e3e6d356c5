import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicKey } from '../../demo/story/world.ts';
import { ROSTER, type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const DAY = 86_400_000;
const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
});
afterAll(() => scene?.close());

const departureOf = async (login: string) =>
  (await scene.app.facts())?.departures.find(({ person, who }) => (person?.login ?? who.login) === login);
const casesOf = (login: string) => scene.repositories.security.issues.filter(({ title }) => title.includes(login));
const settle = async () => {
  await scene.github.settled();
  await scene.app.idle();
};

/** The command line beside the running App: its own process, the same ledger. */
async function handback(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: scene.dataDir },
    cwd: scene.dataDir,
  });
  return stdout;
}

test('losing one repository of two is no departure; losing the last one is, and opens the case', async () => {
  const { github, alice, mallory, repositories } = scene;
  github.removeCollaborator(repositories.infra, alice, mallory);
  await settle();
  expect(await departureOf('mallory')).toBeUndefined();
  expect(casesOf('mallory')).toEqual([]);
  github.removeCollaborator(repositories.shop, alice, mallory);
  await until('the case', () => casesOf('mallory').length === 1);
  expect(await departureOf('mallory')).toMatchObject({ state: 'effective' });
  expect(casesOf('mallory')[0]?.body).toContain('- [ ] deploy key **ci of mallory**');
  expect(casesOf('mallory')[0]?.body).toMatch(/removed by .*alice from acme\/shop, the last repository they had/);
});

test('somebody who is added back is here again: the case closes, with the reason, and nothing is lost of it', async () => {
  const { github, alice, mallory, repositories } = scene;
  github.setCollaborator(repositories.shop, alice, mallory, 'write');
  await until('the case to close', () => casesOf('mallory')[0]?.state === 'closed');
  expect(await departureOf('mallory')).toMatchObject({ state: 'rehired' });
  expect(casesOf('mallory')[0]?.comments.at(-1)?.body).toMatch(/here again/);
});

test('who leaves a second time gets the same case again, open', async () => {
  const { github, alice, mallory, repositories } = scene;
  github.removeCollaborator(repositories.shop, alice, mallory);
  await until('the case to open', () => casesOf('mallory')[0]?.state === 'open');
  expect(await departureOf('mallory')).toMatchObject({ state: 'effective' });
  expect(casesOf('mallory')).toHaveLength(1);
});

test('a member who is removed from the organisation leaves', async () => {
  const { github, acme, alice, bob, repositories } = scene;
  github.addDeployKey(repositories.infra, bob, 'terraform of bob', publicKey());
  await settle();
  github.removeMember(acme, alice, bob);
  await until('the case', () => casesOf('bob').length === 1);
  expect(await departureOf('bob')).toMatchObject({ state: 'effective', notices: [{ source: 'organization' }] });
  expect(casesOf('bob')[0]?.body).toContain('- [ ] deploy key **terraform of bob**');
});

test('the roster ends somebody: past days are departures, coming ones are announced, and it can change its mind', async () => {
  const { github, acme, alice, repositories } = scene;
  const carol = github.user('carol');
  const dave = github.user('dave');
  for (const each of [carol, dave]) github.addMember(acme, alice, each);
  const entry = (login: string, end: string) => `  - login: ${login}\n    type: contractor\n    end: ${end}\n`;
  const write = (text: string) =>
    github.push(repositories.roster, alice, [{ message: 'Roster', files: { 'people.yml': text } }]);

  await write(ROSTER + entry('carol', day(-1)) + entry('dave', day(+10)));
  await until('both cases', () => casesOf('carol').length === 1 && casesOf('dave').length === 1);
  expect(await departureOf('carol')).toMatchObject({ state: 'effective' });
  expect(await departureOf('dave')).toMatchObject({ state: 'scheduled' });
  expect(casesOf('dave')[0]).toMatchObject({ state: 'open', body: expect.stringMatching(/leaves on/) });

  await write(ROSTER + entry('carol', day(-1)) + entry('dave', day(+20)));
  await until('a later day', async () => Number((await departureOf('dave'))?.effectiveAt) > Date.now() + 15 * DAY);
  await write(`${ROSTER}  - login: dave\n    type: contractor\n`);
  await until('the departure to be cancelled', async () => (await departureOf('dave'))?.state === 'cancelled');
  await until('its case to close', () => casesOf('dave')[0]?.state === 'closed');
  expect(casesOf('dave')[0]?.comments.at(-1)?.body).toMatch(/cancelled/);
});

test('a broken line of the roster is shown in every case, and hides nobody else', async () => {
  const { github, alice, repositories } = scene;
  const broken = `${ROSTER}  - login: eve\n    type: contractor\n    end: tomorrow\n`;
  await github.push(repositories.roster, alice, [{ message: 'Typo', files: { 'people.yml': broken } }]);
  await until('the gap', () => casesOf('mallory')[0]?.body?.includes('write a date as YYYY-MM-DD'));
  expect(casesOf('mallory')[0]?.body).toMatch(/roster of the organisation: .*line 9/);
  await github.push(repositories.roster, alice, [{ message: 'Mended', files: { 'people.yml': ROSTER } }]);
  await until('no gap', () => casesOf('mallory')[0]?.body?.includes('YYYY-MM-DD') === false);
});

test('a roster that is too large for GitHub to give out is a gap, and not an empty roster', async () => {
  const { github, alice, repositories } = scene;
  const large = `${ROSTER}${'# padding\n'.repeat(120_000)}`;
  await github.push(repositories.roster, alice, [{ message: 'A long roster', files: { 'people.yml': large } }]);
  const gapOf = async () => (await scene.app.facts())?.coverage.find(({ source }) => source === 'roster')?.gap?.says;
  await until('the gap', async () => (await gapOf())?.includes('larger than the 1 MB') ?? false);
  await github.push(repositories.roster, alice, [{ message: 'Short again', files: { 'people.yml': ROSTER } }]);
  await until('no gap', async () => (await gapOf()) === undefined);
});

test('the command line announces a departure and takes it back', async () => {
  const { github, acme, alice } = scene;
  github.addMember(acme, alice, github.user('frank'));
  await settle();
  expect(await handback('depart', 'frank', '--on', day(+5))).toMatch(/@frank leaves acme; the last day is /);
  await until('the case', () => casesOf('frank')[0]?.state === 'open');
  expect(await departureOf('frank')).toMatchObject({ state: 'scheduled' });
  expect(await handback('plan')).toMatch(/frank: scheduled/);
  await handback('depart', 'frank', '--cancel');
  await until('the case to close', () => casesOf('frank')[0]?.state === 'closed');
  expect(await departureOf('frank')).toMatchObject({ state: 'cancelled' });
  await expect(handback('depart', 'frank', '--on', '31.12.2026')).rejects.toThrow(/YYYY-MM-DD/);
});

test('whoever nobody knows is a case all the same, and says so', async () => {
  expect(await handback('depart', 'nobody-like-this')).toMatch(/Nobody with this login is known/);
  const body = await until('the case', () => {
    return scene.repositories.security.issues.find(({ title }) => title.includes('nobody-like-this'))?.body;
  });
  expect(body).toMatch(/nobody with this name is known/);
});

test('a departure that is told before the installation was read is not lost', async () => {
  // GitHub sends events as soon as the App is installed; reading the installation may fail for a while.
  const late = await startScene({ faults: [{ on: /GET \/app\/installations\/\d+$/, status: 500, times: 3 }] });
  late.github.removeCollaborator(late.repositories.infra, late.alice, late.mallory);
  late.github.removeCollaborator(late.repositories.shop, late.alice, late.mallory);
  await until('the case', () => late.repositories.security.issues.length === 1);
  expect(late.repositories.security.issues[0]?.title).toContain('mallory');
  await late.close();
});

test('all of it left one issue for each person, and no job that gave up', async () => {
  await settle();
  const titles = scene.repositories.security.issues.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
  expect(titles).toHaveLength(6);
  expect(await scene.app.dead()).toEqual([]);
});
