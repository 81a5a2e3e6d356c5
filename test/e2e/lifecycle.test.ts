import { afterAll, beforeAll, expect, it } from 'vitest';
import { enforce } from '../../src/jobs/requests.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { type Scene, settle, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const policy = (more = '') => `max_age_days: {default: 10}
remind_days: [30]
reviews: {every_days: 90, since: "${isoDay(Date.now() - 5 * DAY)}"}
deciders: [alice]
birth: {strict: true, since: "${isoDay(Date.now() - DAY)}"}
${more}`;

let scene: Scene;
let ahead = 0;
beforeAll(async () => {
  scene = await startScene({ policy: policy(), now: () => Date.now() + ahead });
  await until('the inventory', () => scene.app.facts());
  await settle(scene);
}, 120_000);
afterAll(() => scene.close());

const issueOf = (title: RegExp) => {
  const [issue, ...more] = scene.repositories.security.issues.filter((each) => title.test(each.title));
  if (issue === undefined || more.length > 0) throw new Error(`${more.length + (issue ? 1 : 0)} issues instead of one`);
  return issue;
};
const due = () => issueOf(/credentials due/);
const review = () => issueOf(/access review/);
const lastSaid = (issue: ReturnType<typeof due>) => issue.comments.at(-1)?.body;

it('one issue tells what is due soon, and one what there is to review', () => {
  expect(due().body).toMatch(/### Due within 30 days\n\n(- .*\n)*- \*\*.*deploy key \*\*ci of mallory\*\*/);
  expect(review().body).toMatch(/- \[ \] deploy key \*\*ci of mallory\*\*.*nobody answers for it/);
  expect(review().body).toMatch(/- \[ \] `acme\/shop`: .*`@mallory` \(write\)/);
});

it('closed by hand the issue of what is due opens again, with the reason', async () => {
  await scene.github.closeIssue(due(), scene.alice);
  await settle(scene);
  expect(due().state).toBe('open');
  expect(lastSaid(due())).toContain('closing it by hand replaces nothing');
});

it('what people tick in a review stays ticked when its list changes', async () => {
  const ticked = (review().body ?? '').replace(/- \[ \] (deploy key \*\*ci of mallory)/, '- [x] $1');
  await scene.github.editIssue(review(), scene.bob, { body: ticked });
  scene.github.setSecret(scene.repositories.infra, scene.alice, 'NEW_TOKEN');
  await scene.app.add(enforce(scene.acme.id, true));
  await settle(scene);
  expect(review().body).toContain('- [x] deploy key **ci of mallory**');
});

it('a review that somebody moved away is not attested by closing what stands elsewhere', async () => {
  const { github, repositories, alice, app, acme } = scene;
  const elsewhere = github.openIssue(repositories.infra, alice, { title: 'Elsewhere' });
  await github.closeIssue(elsewhere, alice);
  await settle(scene);
  const location = `${github.world.api}/repos/acme/infra/issues/${elsewhere.number}`;
  const on = new RegExp(`^GET /repos/acme/security/issues/${review().number}$`);
  github.fault({ on, status: 301, message: 'Moved Permanently', headers: { location } });
  await app.add(enforce(acme.id));
  await settle(scene);
  expect((await app.journal()).filter(({ did }) => did === 'attested an access review')).toEqual([]);
});

it('a review that somebody closes who may not decide opens again; closed by a decider it is attested', async () => {
  await scene.github.closeIssue(review(), scene.bob);
  await settle(scene);
  expect(review().state).toBe('open');
  expect(lastSaid(review())).toContain('whoever closed it may not');
  await scene.github.closeIssue(review(), scene.alice);
  await settle(scene);
  await scene.app.add(enforce(scene.acme.id, true));
  await settle(scene);
  expect(review().state).toBe('closed');
  const attested = (await scene.app.journal()).filter(({ did }) => did === 'attested an access review');
  expect(attested).toMatchObject([{ actor: '@alice', about: expect.stringContaining('acme/security#') }]);
});

it('a new deploy key without an entry holds pull requests back, until the lines that the check shows are in the policy', async () => {
  const { github, repositories, bob } = scene;
  await github.push(repositories.shop, bob, [{ branch: 'fix', message: 'Fix', files: { 'a.txt': 'a\n' } }]);
  const pull = await github.openPull(repositories.shop, bob, { title: 'Fix', head: 'fix' });
  const runs = () => repositories.shop.checks.filter(({ sha }) => sha === pull.pull.head.sha);
  const red = await until('a red check', () => runs().find(({ conclusion }) => conclusion === 'failure'));
  const blocks = [...(red.output.summary ?? '').matchAll(/```yaml\n([\s\S]*?) *```/g)].map(([, lines = '']) => lines);
  expect(blocks.length).toBeGreaterThan(0);
  const lines = blocks.join('').replaceAll('WHAT IT IS FOR', 'the shop').replaceAll('LOGIN', 'alice');
  const far = lines
    .replaceAll(/expires: .*/g, `expires: "${isoDay(Date.now() + 300 * DAY)}"`)
    .replaceAll(/^ {2}/gm, '');
  const file = `version: 1\nmode: block\ncases:\n  repository: security\n${policy(`credentials:\n${far}`)}`;
  await github.push(repositories.policy, scene.alice, [
    { message: 'Register', files: { '.github/handback.yml': file } },
  ]);
  await until('a green check', () => runs().some(({ conclusion }) => conclusion === 'success'));
  expect(runs()).toHaveLength(1);
  await settle(scene);
  expect(github.problems).toEqual([]);
});

it('what came due is told by one comment a day, each once', async () => {
  const told = () => due().comments.filter(({ body }) => body.includes('handback:reminder:'));
  const keys = () => told().flatMap(({ body }) => [...body.matchAll(/due:[\da-f]+:\d+/g)].map(([key]) => key));
  expect(told()).toHaveLength(1);
  for (const days of [1, 2]) {
    ahead = days * DAY + 60_000;
    await scene.app.add(enforce(scene.acme.id, true));
    await settle(scene);
  }
  expect(told().length).toBeLessThanOrEqual(2);
  expect(new Set(keys()).size).toBe(keys().length);
  expect(told().filter(({ body }) => body.includes('**ci of mallory**'))).toHaveLength(1);
  const reminded = (await scene.app.journal()).filter(({ did }) => did === 'reminded people of what is due');
  expect(reminded).toHaveLength(told().length);
  expect(scene.github.problems).toEqual([]);
});
