import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../src/jobs/requests.ts';
import { DAY } from '../../src/model/time.ts';
import { deletions, idIn, newKey, startActing } from '../support/acting-scene.ts';
import { BECAUSE, type CaseScene, openPull } from '../support/case-scene.ts';

let later = 0;
let scene: CaseScene;
beforeAll(async () => {
  scene = await startActing({ now: () => Date.now() + later });
}, 60_000);
afterAll(() => scene.close());
afterEach(() => scene.github.clearFaults());

const READING = /^GET .*\/issues\/comments\/\d+$/;
const REACTING = /^POST .*\/reactions$/;
const ANSWERING = /^POST .*\/issues\/\d+\/comments$/;

function refuse(on: RegExp): void {
  const headers = { 'x-accepted-github-permissions': 'issues=write' };
  scene.github.fault({ on, status: 403, message: 'Resource not accessible by integration', headers, times: 1000 });
}

/** The next sweep. */
async function swept(): Promise<void> {
  await scene.app.add(sweep(scene.acme.id));
  await scene.settle();
}

async function sweptWhenGranted(): Promise<void> {
  scene.github.clearFaults();
  await swept();
}

const did = async (what: string) => (await scene.journal()).filter((entry) => entry.did === what).length;
const owed = async () =>
  [...(await scene.app.store.records.list(scene.acme.id, 'unanswered')).values()].filter(
    ({ endedAt }) => endedAt === undefined,
  );

describe('a command that GitHub does not let us', () => {
  it('read is carried out and answered by the next sweep that may, once', async () => {
    const [before, told] = [(await scene.decisions()).length, await did('was not let read a command')];
    refuse(READING);
    const { comment } = await scene.say(scene.bob, '/handback claim');
    await swept();
    expect(scene.hear(comment)).toMatchObject({ reactions: [], answers: [] });
    expect(await owed()).toMatchObject([{ says: 'not visible: needs issues: write' }]);
    expect(await did('was not let read a command'), 'told once, however often it is tried').toBe(told + 1);
    await sweptWhenGranted();
    await swept();
    expect(scene.hear(comment)).toMatchObject({ reactions: ['+1'], answers: [] });
    expect((await scene.decisions()).length).toBe(before + 1);
    expect(await owed()).toEqual([]);
  });

  it('react to is decided at once, and gets its receipt from the next sweep', async () => {
    const before = (await scene.decisions()).length;
    refuse(REACTING);
    const { comment, reactions } = await scene.say(scene.bob, `/handback rotated ${scene.key} ${BECAUSE}`);
    expect(reactions).toEqual([]);
    expect((await scene.decisions()).length).toBe(before + 1);
    await sweptWhenGranted();
    expect(scene.hear(comment)).toMatchObject({ reactions: ['+1'], answers: [] });
    expect((await scene.decisions()).length).toBe(before + 1);
    expect(await owed()).toEqual([]);
  });

  it('answer in words is answered by the next sweep; what was refused stays refused', async () => {
    const { dave, repositories, say, hear, decisions } = scene;
    repositories.security.collaborators.set(dave, 'read');
    const [before, refusals] = [await decisions(), await did('was refused a command')];
    refuse(ANSWERING);
    const still = await say(dave, '/handback claim');
    const granted = await say(dave, `/handback rotated ${scene.key} ${BECAUSE}`);
    expect(still).toMatchObject({ reactions: ['confused'], answers: [] });
    await sweptWhenGranted();
    expect(hear(still.comment).answers).toEqual([expect.stringContaining('may not write to acme/security')]);
    expect(hear(granted.comment).answers).toEqual([expect.stringContaining('may not write to acme/security')]);

    refuse(ANSWERING);
    const late = await say(dave, `/handback owner ${scene.key} @bob`);
    repositories.security.collaborators.set(dave, 'write');
    await sweptWhenGranted();
    expect(hear(late.comment)).toMatchObject({
      reactions: ['confused'],
      answers: [expect.stringContaining('say it again')],
    });
    expect(await decisions()).toEqual(before);
    expect(await did('was refused a command')).toBe(refusals + 3);
    expect(await owed()).toEqual([]);
  });

  it('read, and whose author says something else meanwhile, counts as it stands then', async () => {
    const { bob, alice, github, issue, say, hear, settle, decisions } = scene;
    refuse(READING);
    const { comment } = await say(bob, `/handback rotated ${scene.key} because this was said too early`);
    scene.github.clearFaults();
    github.editComment(issue, comment, bob, `/handback owner ${scene.key} @alice`);
    await settle();
    await swept();
    expect(hear(comment).reactions).toEqual(['+1']);
    expect(JSON.stringify(await decisions())).not.toContain('said too early');
    expect((await decisions()).at(-1)).toMatchObject({ decides: 'owner', owner: { login: alice.login } });
    expect(await owed()).toEqual([]);
  });
});

it('an approved act of which GitHub does not let us tell is done, and told by the next sweep', async () => {
  const key = await newKey(scene);
  const before = deletions(scene);
  const id = idIn(await scene.say(scene.alice, `/handback revoke ${key.id}`));
  refuse(ANSWERING);
  const { comment, answers } = await scene.say(scene.bob, `/handback approve ${id}`);
  expect([key.there(), answers]).toEqual([false, []]);
  await sweptWhenGranted();
  await swept();
  expect(scene.hear(comment)).toMatchObject({ reactions: ['+1'], answers: [expect.stringContaining('done on')] });
  expect(deletions(scene) - before).toBe(1);
  expect(await owed()).toEqual([]);
});

it('a pressed button whose answer GitHub refuses is answered by the next sweep, and judged once', async () => {
  const { github, bob, repositories, settle, decisions } = scene;
  const pull = await openPull(scene, 'own', { 'd.sh': `export TOKEN=${github.createPersonalAccessToken(bob)}\n` });
  const run = repositories.shop.checks.findLast(({ sha }) => sha === pull.pull.head.sha);
  const [before, refusals] = [await decisions(), await did('was refused a command')];
  refuse(ANSWERING);
  if (run) github.requestAction(repositories.shop, bob, run, 'false-positive');
  await settle();
  expect(pull.comments).toEqual([]);
  await sweptWhenGranted();
  await swept();
  expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('you made it or set it last')]);
  expect(await decisions()).toEqual(before);
  expect(await did('was refused a command')).toBe(refusals + 1);
  expect(await owed()).toEqual([]);
});

it('what is refused for a month is given up, and the journal tells', async () => {
  refuse(REACTING);
  await scene.say(scene.bob, '/handback claim');
  expect(await owed()).toHaveLength(1);
  later = 31 * DAY;
  await swept();
  expect(await owed()).toEqual([]);
  expect(await did('gave up on answering what somebody said')).toBe(1);
});

it('no job failed', async () => {
  expect(await scene.app.dead()).toEqual([]);
});
