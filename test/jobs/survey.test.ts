import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeHead, findHeads } from '../../src/jobs/head-requests.ts';
import { access, look } from '../../src/jobs/requests.ts';
import { HOUR } from '../../src/model/time.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { ALWAYS, makeSurveyed, type Surveyed } from '../support/make-survey.ts';

let world: Surveyed;
beforeAll(async () => {
  world = await makeSurveyed();
}, 60_000);
// Nobody has seen anything yet.
beforeEach(() => world.changePermissions());
afterEach(() => world.acme.github.clearFaults());
afterAll(async () => {
  expect(world.days.failures).toEqual([]);
  await world.close();
});

/** Also what a survey can spare. */
const everything = (paths: readonly string[]) =>
  expect(paths).toEqual(expect.arrayContaining([...ALWAYS, 'environments', 'issues', 'keys', 'pulls']));

describe('a list that the survey says is empty', () => {
  it('is asked for where nobody has seen yet that such things can be seen', async () => {
    const { askedOf, blank, pass } = world;
    everything(await askedOf(blank, () => pass([blank])));
  });

  it('is not asked for where such things are seen in another repository, until the permissions change', async () => {
    const { askedOf, blank, lived, pass } = world;
    expect(await askedOf(blank, () => pass([blank, lived]))).toEqual(ALWAYS);
    expect(await askedOf(blank, () => pass([blank]))).toEqual(ALWAYS);
    world.changePermissions();
    everything(await askedOf(blank, () => pass([blank])));
    expect(await world.gapsIn(blank)).toEqual([]);
  });

  it('is asked for where GraphQL hides such things without a word: what is there is found', async () => {
    const { blank, lived, pull } = world;
    const on = /^GRAPHQL .* (?:DeployKey|PullRequest)Connection/;
    world.acme.github.fault({ on, hide: true, times: 100 });
    await world.pass([blank, lived]);
    expect(await world.keysIn(lived)).toMatchObject([{ name: 'ci' }]);
    expect((await world.heads()).map(({ sha }) => sha)).toEqual([pull.pull.head.sha]);
  });

  it('is not believed because of a public repository, which everybody can see', async () => {
    const { askedOf, blank, lived, pass, acme } = world;
    acme.github.setVisibility(lived, acme.alice, 'public');
    everything(await askedOf(blank, () => pass([blank, lived])));
    acme.github.setVisibility(lived, acme.alice, 'private');
  });

  it('is asked for where something was: that it is gone is never taken from a survey', async () => {
    const { askedOf, blank, lived, pass, acme } = world;
    const key = acme.github.addDeployKey(blank, acme.mallory, 'old', newPublicKey());
    await world.run(look(world.org, blank.id, { sources: ['deploy-key'] }));
    acme.github.deleteDeployKey(blank, acme.mallory, key);
    expect(await askedOf(blank, () => pass([blank, lived]))).toEqual([...ALWAYS, 'keys'].toSorted());
    expect(await world.keysIn(blank)).toMatchObject([{ name: 'old', goneAt: expect.any(Number) }]);
  });

  it('is asked for when an event told of more meanwhile', async () => {
    const { askedOf, blank, lived, passWith, acme } = world;
    const again = look(world.org, blank.id, { sources: ['deploy-key'] });
    const asked = await askedOf(blank, () =>
      passWith([blank, lived], async () => {
        world.days.advance(1000);
        acme.github.addDeployKey(blank, acme.mallory, 'new', newPublicKey());
        await world.run(again);
      }),
    );
    expect(asked.filter((path) => path === 'keys')).toHaveLength(2);
    const alive = (await world.keysIn(blank)).filter(({ goneAt }) => goneAt === undefined);
    expect(alive).toMatchObject([{ name: 'new' }]);
    for (const key of blank.keys) acme.github.deleteDeployKey(blank, acme.mallory, key);
    await world.run(again);
  });

  it('is asked for when the look comes late', async () => {
    const { askedOf, blank, lived, passWith, days } = world;
    everything(await askedOf(blank, () => passWith([blank, lived], async () => days.advance(HOUR))));
  });

  it('was looked at when the survey asked, and not when the look came', async () => {
    const { blank, lived, passWith, days, org } = world;
    let then = 0;
    await passWith([blank, lived], async () => {
      then = days.now();
      days.advance(60_000);
    });
    const looks = await days.store.coverage.at(org, blank.id);
    const at = (name: string) => looks.find(({ source }) => source === name)?.lookedAt;
    expect([at('conversation'), at('deploy-key'), at('webhook')]).toEqual([then, then, then + 60_000]);
  });
});

describe('open pull requests', () => {
  it('are the same heads as the list of GitHub gives', async () => {
    const { askedOf, acme, lived, pass, heads, days, org, pull } = world;
    const robot = acme.github.user('renovate[bot]', { type: 'Bot' });
    await acme.github.push(lived, acme.mallory, [{ branch: 'bump', message: 'Bump', files: { 'b.txt': 'b\n' } }]);
    const bump = await acme.github.openPull(lived, robot, { title: 'Bump', head: 'bump' });
    expect(await askedOf(lived, () => pass([lived]))).not.toContain('pulls');
    const told = await heads();
    expect(told.find(({ sha }) => sha === bump.pull.head.sha)?.author).toMatchObject({ login: robot.login, bot: true });
    for (const { subject } of told) await days.store.heads.close(org, lived.id, subject);
    await world.run(findHeads(org, lived.id));
    expect(await heads()).toEqual(told);
    await acme.github.closePull(bump, acme.alice);
    expect(await askedOf(lived, () => pass([lived]))).not.toContain('pulls');
    expect((await heads()).map(({ sha }) => sha)).toEqual([pull.pull.head.sha]);
  });

  it('are asked for when an event closed one meanwhile', async () => {
    const { askedOf, acme, lived, passWith, heads, org, pull } = world;
    const asked = await askedOf(lived, () =>
      passWith([lived], async () => {
        await acme.github.closePull(pull, acme.alice);
        const { head, base } = pull.pull;
        const tip = { sha: head.sha, baseSha: base.sha, baseRef: base.ref };
        await world.run(closeHead(org, { repositoryId: lived.id, subject: `pull/${pull.number}`, ...tip }));
      }),
    );
    expect(asked).toContain('pulls');
    expect(await heads()).toEqual([]);
    await acme.github.reopenPull(pull, acme.alice);
  });
});

it('who may write is the same as the list of GitHub says', async () => {
  const { askedOf, acme, lived, pass, days, org } = world;
  const people = async () =>
    (await days.store.records.read(org, 'access', String(lived.id)))?.people.map(({ seenAt: _, ...one }) => one);
  acme.github.setCollaborator(lived, acme.alice, acme.bob, 'maintain');
  expect(await askedOf(lived, () => pass([lived]))).not.toContain('collaborators');
  const told = await people();
  expect(told?.map(({ login, role }) => `${login}: ${role}`).toSorted()).toEqual(['alice: admin', 'bob: maintain']);
  await world.run(access(org, lived.id));
  expect(await people()).toEqual(told);
});
