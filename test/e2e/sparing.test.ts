import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRequest } from '../../demo/github/model.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { incidents } from '../../src/jobs/requests.ts';
import { BECAUSE, type CaseScene, openPull, soon, startCase } from '../support/case-scene.ts';
import { expand } from '../support/fake-tokens.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
}, 60_000);
afterAll(() => scene.close());

let seeds = 100;

/** A file with a secret that no other test brings. */
function newSecret(): string {
  seeds += 1;
  const [example = ''] = rules.find(({ id }) => id === 'stripe-secret-key')?.examples ?? [];
  return `${expand(example, seeds).text}\n`;
}

function checkOf({ pull: { head } }: PullRequest) {
  const run = scene.repositories.shop.checks.findLast(({ sha }) => sha === head.sha);
  if (run === undefined) throw new Error('there is no check');
  return run;
}

describe('break-glass', () => {
  it('lets a merge through while the incident is open, says so in case and check, and ends with it', async () => {
    const { github, repositories, alice, bob, key, issue, say, settle } = scene;
    const pull = await openPull(scene, 'hotfix', { 'fix.txt': 'fixed\n' });
    expect(checkOf(pull).conclusion).toBe('failure');
    const incident = github.openIssue(repositories.infra, alice, { title: 'Production is down' });
    const address = `https://github.com/acme/infra/issues/${incident.number}`;
    expect((await say(bob, `/handback break-glass ${key} for ${address} ${BECAUSE}`)).reactions).toEqual(['+1']);
    expect(checkOf(pull)).toMatchObject({ conclusion: 'success' });
    expect(checkOf(pull).output.summary).toMatch(/Break-glass until \S+ at the latest, by `@bob`/);
    expect(checkOf(pull).output.summary).not.toContain('acme/infra');
    expect(issue.body).toContain(`Break-glass for \`acme/infra#${incident.number}\``);
    await github.closeIssue(incident, alice);
    await settle();
    expect(checkOf(pull).conclusion).toBe('failure');
    expect(issue.body).not.toContain('Break-glass');
    await github.reopenIssue(incident, alice);
    await scene.app.add(incidents(scene.acme.id));
    await settle();
    expect(checkOf(pull).conclusion).toBe('failure');
  });

  it('needs an incident that is open', async () => {
    const { github, repositories, alice, bob, key, say } = scene;
    const incident = github.openIssue(repositories.infra, alice, { title: 'It was nothing' });
    await github.closeIssue(incident, alice);
    const heard = await say(bob, `/handback break-glass ${key} for acme/infra#${incident.number} ${BECAUSE}`);
    expect(heard.answers).toEqual([expect.stringContaining('the incident is closed')]);
  });

  it('needs it where it is named: one that was moved has to be named anew', async () => {
    const { github, repositories, alice, bob, key, say } = scene;
    const moved = github.openIssue(repositories.infra, alice, { title: 'It moved' });
    const there = github.openIssue(repositories.shop, alice, { title: 'It moved' });
    const location = `${github.world.api}/repos/acme/shop/issues/${there.number}`;
    const on = new RegExp(`^GET /repos/acme/infra/issues/${moved.number}$`);
    github.fault({ on, status: 301, message: 'Moved Permanently', headers: { location } });
    const heard = await say(bob, `/handback break-glass ${key} for acme/infra#${moved.number} ${BECAUSE}`);
    expect(heard.answers).toEqual([expect.stringContaining('was moved to another repository')]);
  });
});

describe('an exception said in a pull request', () => {
  it('turns its check green, except when its author says it', async () => {
    const { alice, bob, github, repositories, say } = scene;
    github.setCollaborator(repositories.shop, alice, bob, 'write');
    const pull = await openPull(scene, 'excepted', { 'a.sh': newSecret() });
    const scan = (await scene.app.facts())?.heads.find(({ subject }) => subject === `pull/${pull.number}`)?.scan;
    const id = scan?.state === 'done' ? scan.found[0]?.credential : undefined;
    const hers = scene.key;
    for (const credential of [id, hers])
      await say(alice, `/handback except ${credential} in shop until ${soon()} ${BECAUSE}`, pull);
    expect(checkOf(pull).conclusion).toBe('success');
    expect(checkOf(pull).output.summary).toContain('Spared for now');
    const own = await say(bob, `/handback except ${id} in shop until ${soon()} ${BECAUSE}`, pull);
    expect(own.answers).toEqual([expect.stringContaining('you made it or set it last')]);
  });
});

describe('an exception whose owner leaves', () => {
  it('ends with them, and the check says why until somebody else answers for it', async () => {
    const { acme, alice, carol, github, repositories, say, settle } = scene;
    const pull = await openPull(scene, 'inherited', { 'i.sh': newSecret() });
    const scan = (await scene.app.facts())?.heads.find(({ subject }) => subject === `pull/${pull.number}`)?.scan;
    const id = scan?.state === 'done' ? scan.found[0]?.credential : undefined;
    const except = `/handback except ${id} in shop until ${soon()} ${BECAUSE}`;
    await say(carol, except, pull);
    expect(checkOf(pull).conclusion).toBe('success');
    github.removeMember(acme, alice, carol);
    github.removeCollaborator(repositories.security, alice, carol);
    await settle();
    expect(checkOf(pull).conclusion).toBe('failure');
    expect(checkOf(pull).output.summary).toContain('**Does not hold any more**, because its owner left on');
    await say(alice, except, pull);
    expect(checkOf(pull).conclusion).toBe('success');
  });
});

describe('the buttons of a check', () => {
  it('are three where commits bring a secret, and one where they bring none', async () => {
    const bad = await openPull(scene, 'buttons', { 'b.sh': newSecret() });
    const good = await openPull(scene, 'no-buttons', { 'c.sh': 'echo hello\n' });
    expect(checkOf(bad).actions.map(({ label }) => label)).toEqual(['Re-scan', 'I rotated it', 'False positive']);
    expect(checkOf(good).actions.map(({ label }) => label)).toEqual(['Re-scan']);
    for (const { label, description, identifier } of checkOf(bad).actions)
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([true, true, true]);
  });

  it('are refused to whoever brought the secret, with one answer in the pull request', async () => {
    const { bob, github, repositories, settle, decisions } = scene;
    const pull = await openPull(scene, 'own', { 'd.sh': newSecret() });
    const before = await decisions();
    for (const _ of ['once', 'twice']) {
      github.requestAction(repositories.shop, bob, checkOf(pull), 'false-positive');
      await settle();
    }
    expect(await decisions()).toEqual(before);
    expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('you made it or set it last')]);
    expect(checkOf(pull).conclusion).toBe('failure');
  });

  it('let somebody else call a false alarm what is one, once', async () => {
    const { alice, github, repositories, settle, decisions } = scene;
    const pull = await openPull(scene, 'false-alarm', { 'e.sh': newSecret() });
    const before = (await decisions()).length;
    const run = checkOf(pull);
    for (const _ of ['once', 'twice']) github.requestAction(repositories.shop, alice, run, 'false-positive');
    await settle();
    expect((await decisions()).length - before).toBe(1);
    expect(checkOf(pull).conclusion).toBe('success');
    expect(pull.comments).toEqual([]);
  });

  it('attest a rotation, which leaves the check red', async () => {
    const { alice, github, repositories, settle, decisions } = scene;
    const pull = await openPull(scene, 'rotated', { 'f.sh': newSecret() });
    github.requestAction(repositories.shop, alice, checkOf(pull), 'rotated');
    await settle();
    expect((await decisions()).at(-1)).toMatchObject({ decides: 'rotated', by: { login: 'alice' } });
    expect(checkOf(pull).conclusion).toBe('failure');
  });

  it('look again', async () => {
    const { bob, github, repositories, settle } = scene;
    const pull = await openPull(scene, 'again', { 'g.sh': 'echo again\n' });
    const first = checkOf(pull);
    github.requestAction(repositories.shop, bob, first, 'again');
    await settle();
    expect(checkOf(pull).id).not.toBe(first.id);
  });

  it('that nobody made are left alone', async () => {
    const { alice, github, repositories, settle, decisions } = scene;
    const pull = await openPull(scene, 'invented', { 'h.sh': newSecret() });
    const before = await decisions();
    const run = checkOf(pull);
    run.actions.push({ label: 'Delete', description: 'everything', identifier: 'delete everything' });
    github.requestAction(repositories.shop, alice, run, 'delete everything');
    await settle();
    expect(await decisions()).toEqual(before);
  });
});

it('GitHub has nothing against what was asked, and no job failed', async () => {
  expect(scene.github.problems).toEqual([]);
  expect(await scene.app.dead()).toEqual([]);
});
