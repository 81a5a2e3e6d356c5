import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliver } from '../support/deliver.ts';
import { ROSTER, type Scene, startScene, WEBHOOK_SECRET } from '../support/scene.ts';
import { until } from '../support/until.ts';

const DAY = 86_400_000;
const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
const [token, secret] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ env: { SCIM_TOKEN: token, DEPARTURES_SECRET: secret } });
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
});
afterAll(() => scene?.close());

const casesOf = (name: string) => scene.repositories.security.issues.filter(({ title }) => title.includes(name));
const departureOf = async (name: string) =>
  (await scene.app.facts())?.departures.find(({ person, who }) => (person?.login ?? who.login ?? who.email) === name);

async function scim(method: string, path: string, body?: object) {
  const answer = await fetch(`${scene.app.url}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { readonly id: string };
}

async function report(word: object): Promise<number> {
  const [now, body] = [String(Math.floor(Date.now() / 1000)), JSON.stringify({ source: 'workday', ...word })];
  const signature = `sha256=${createHmac('sha256', secret).update(`${now}.${body}`).digest('hex')}`;
  const headers = { 'x-handback-timestamp': now, 'x-handback-signature': signature };
  return (await fetch(`${scene.app.url}/departures`, { method: 'POST', headers, body })).status;
}

test('whoever is switched off in the directory has a case with what they made, as soon as the roster ties the two names', async () => {
  const { github, alice, repositories } = scene;
  const { id } = await scim('POST', '/Users', { userName: 'm.contractor@initech.example', active: true });
  await scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] });
  await until('the case of a stranger', () => casesOf('m.contractor').length === 1);
  expect(casesOf('m.contractor')[0]?.body).toContain('nobody with this name is known');

  const tied = ROSTER.replace('login: mallory', 'login: mallory\n    email: m.contractor@initech.example');
  await github.push(repositories.roster, alice, [{ message: 'Who is who', files: { 'people.yml': tied } }]);
  await until('what she made', () => casesOf('mallory')[0]?.body?.includes('- [ ] deploy key **ci of mallory**'));
  expect(casesOf('mallory')[0]?.body).toContain('switched off in the directory');
  expect(repositories.security.issues).toHaveLength(1);

  await scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { active: true } }] });
  await until('the case to close', () => casesOf('mallory')[0]?.state === 'closed');
});

test('whom the directory knows and nobody else is listed before they leave', async () => {
  await scim('POST', '/Users', { userName: 'stranger@acme.example' });
  const facts = await scene.app.facts();
  expect(facts?.strangers.map(({ userName }) => userName)).toEqual(['stranger@acme.example']);
});

test('a signed report opens a case, and the case says who reported it', async () => {
  scene.github.user('dave');
  expect(await report({ person: { login: 'dave' }, says: 'leaves', reason: 'end of *contract* @all' })).toBe(202);
  await until(
    'the case',
    async () => casesOf('dave').length === 1 && (await departureOf('dave'))?.person !== undefined,
  );
  const body = casesOf('dave')[0]?.body ?? '';
  expect(body).toMatch(/reported by workday: leaves on/);
  expect(body).not.toContain('*contract*');
  expect(body).not.toContain('@all');
});

test('a last day that is near is reminded of once, by name, and its history says who set it', async () => {
  const { github, alice, bob, repositories, app, acme } = scene;
  const entry = `  - login: frank\n    type: contractor\n    sponsor: bob\n    end: ${day(5)}\n`;
  github.addMember(acme, alice, github.user('frank'));
  const [commit] = await github
    .push(repositories.roster, bob, [{ message: 'Frank ends', files: { 'people.yml': ROSTER + entry } }])
    .then(() => repositories.roster.git.log(['HEAD', '-1'], []));
  await until('the reminder', () => casesOf('frank')[0]?.comments.length === 1);
  const [frank] = casesOf('frank');
  expect(frank?.comments[0]?.body).toContain(`@bob: the last day of \`@frank\` ends on **${day(5)}**`);
  expect(frank?.body).toContain(`since ${commit?.sha.slice(0, 10)}`);
  await app.add({ type: 'enforce', payload: { org: acme.id, distrust: true } });
  await app.idle();
  expect(frank?.comments).toHaveLength(1);
});

test('a pull request with a login that nobody has is told so, with the line', async () => {
  const { github, bob, repositories } = scene;
  const file = `${ROSTER}  - login: mallroy-typo\n    type: contractor\n`;
  await github.push(repositories.roster, bob, [{ branch: 'typo', message: 'Typo', files: { 'people.yml': file } }]);
  await github.openPull(repositories.roster, bob, { title: 'Typo', head: 'typo' });
  const red = await until('the check', () =>
    repositories.roster.checks.find(({ conclusion }) => conclusion === 'failure'),
  );
  expect(red.output.title).toBe('The roster has wrong lines');
  expect(red.output.summary).toMatch(/people\.yml.*line 7.*GitHub knows nobody called mallroy/);
});

test('a block that GitHub was recorded sending is an emergency', async () => {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json');
  const recorded = JSON.parse(readFileSync(path, 'utf8')) as { name: string; examples: { action: string }[] }[];
  const [blocked] = recorded.find(({ name }) => name === 'org_block')?.examples ?? [];
  const here = { organization: { id: scene.acme.id, login: 'acme' }, installation: { id: scene.installationId } };
  await deliver(scene.app.url, 'org_block', { ...blocked, ...here }, { secret: WEBHOOK_SECRET });
  await until('the departure', async () => (await departureOf('hacktocat'))?.emergency === true);
});

test('somebody who is blocked is an emergency until they are unblocked and let in again', async () => {
  const { github, acme, alice, repositories } = scene;
  const eve = github.user('eve');
  github.setCollaborator(repositories.shop, alice, eve, 'write');
  await scene.app.idle();
  github.blockUser(acme, alice, eve);
  await until('the departure', async () => (await departureOf('eve'))?.state === 'effective');
  expect(await departureOf('eve')).toMatchObject({ emergency: true });
  await until('the case', () => casesOf('eve')[0]?.body?.includes('Emergency departure') ?? false);
  github.unblockUser(acme, alice, eve);
  await github.settled();
  await scene.app.idle();
  // The event may speak of a block before this one: it lets her come back, and does not bring her.
  expect(await departureOf('eve')).toMatchObject({ state: 'effective', emergency: true });
  github.setCollaborator(repositories.shop, alice, eve, 'read');
  await until('the end of it', async () => (await departureOf('eve'))?.state === 'rehired');
});

test('no job gave up, and GitHub was asked nothing that it does not know', async () => {
  await scene.app.idle();
  expect(await scene.app.dead()).toEqual([]);
  expect(scene.github.problems).toEqual([]);
});
