import { afterAll, beforeAll, expect, it } from 'vitest';
import type { User } from '../../demo/github/records.ts';
import { publicKey } from '../../demo/story/world.ts';
import { enforce } from '../../src/jobs/requests.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { type Scene, settle, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
let alicesKey: string;
beforeAll(async () => {
  const since = isoDay(Date.now() - 5 * DAY);
  scene = await startScene({ policy: `reviews: {every_days: 90, since: "${since}"}\ndeciders: [alice, bob]\n` });
  const { github, repositories, alice, bob } = scene;
  github.setCollaborator(repositories.security, alice, bob, 'write');
  const key = github.addDeployKey(repositories.infra, alice, 'of alice', publicKey());
  alicesKey = `deploy-key:${repositories.infra.id}:${key.id}`;
  await until('the inventory', () => scene.app.facts());
  await settle(scene);
}, 120_000);
afterAll(() => scene.close());

const review = () => {
  const [issue, ...more] = scene.repositories.security.issues.filter(({ title }) => /access review/.test(title));
  if (issue === undefined || more.length > 0) throw new Error(`${more.length + (issue ? 1 : 0)} issues instead of one`);
  return issue;
};
async function say(who: User, text: string) {
  const comment = scene.github.comment(review(), who, text);
  await settle(scene);
  const answer = review().comments.find(({ body }) => body.includes(`handback:reply:${comment.id} `));
  return { reactions: comment.reactions.map(({ content }) => content), answer: answer?.body ?? '' };
}
const journaled = async (did: string) => (await scene.app.journal()).filter((entry) => entry.did === did);

it('who made a credential cannot attest the review, neither by command nor by closing it', async () => {
  expect(review().body).toContain(alicesKey);
  const said = await say(scene.alice, '/handback attest');
  expect(said).toMatchObject({ reactions: ['confused'], answer: expect.stringContaining(`\`${alicesKey}\``) });
  expect(await say(scene.alice, `/handback keep ${alicesKey} because it deploys the network`)).toMatchObject({
    reactions: ['confused'],
    answer: expect.stringContaining('you made it'),
  });
  await scene.github.closeIssue(review(), scene.alice);
  await settle(scene);
  expect(review().state).toBe('open');
  expect(review().comments.at(-1)?.body).toContain('`/handback attest` says which');
  expect(await journaled('attested an access review')).toEqual([]);
});

it('a mistyped command is answered with what was meant', async () => {
  const { answer } = await say(scene.bob, `/handback kepe ${alicesKey} because it deploys the network`);
  expect(answer).toContain('Did you mean `/handback keep CREDENTIAL|REPOSITORY because REASON`?');
});

it('a line that somebody else keeps is ticked, with name and reason, in the issue and in the journal', async () => {
  const said = await say(scene.bob, `/handback keep ${alicesKey} because it deploys @everything`);
  expect(said).toEqual({ reactions: ['+1'], answer: '' });
  expect(review().body).toMatch(
    /- \[x\] deploy key \*\*of alice\*\*.* · kept by `@bob` on \d{4}-\d\d-\d\d: it deploys @\u200beverything/,
  );
  expect(await journaled('kept a line of an access review')).toMatchObject([
    { actor: '@bob', about: expect.stringContaining(alicesKey) },
  ]);
});

it('then the review is attested by a command, closes, and stays as it was', async () => {
  expect(await say(scene.alice, '/handback attest')).toEqual({ reactions: ['+1'], answer: '' });
  const text = review().body;
  expect(review()).toMatchObject({ state: 'closed', reason: 'completed' });
  expect(review().comments.at(-1)?.body).toContain('`@alice` attested on');
  expect(await journaled('attested an access review')).toMatchObject([{ actor: '@alice' }]);
  scene.github.setSecret(scene.repositories.infra, scene.alice, 'NEW_TOKEN');
  await scene.app.add(enforce(scene.acme.id, true));
  await settle(scene);
  expect(review()).toMatchObject({ state: 'closed', body: text });
  const { answer } = await say(scene.bob, `/handback keep ${alicesKey} because it deploys the network`);
  expect(answer).toContain('this review is over');
});

it('GitHub has nothing against what was asked', async () => {
  await scene.github.settled();
  expect(scene.github.problems).toEqual([]);
});
