import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/requests.ts';
import { type CaseScene, startCase } from '../support/case-scene.ts';
import { until } from '../support/until.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
});
afterAll(() => scene?.close());

const pass = async () => {
  await scene.app.add(sweep(scene.acme.id));
  await scene.settle();
};
const key = async () => (await scene.app.facts())?.files.get(scene.key);

test('what went with a deleted repository is proved by the audit log, and the case closes', async () => {
  const { github, repositories, alice, acme, issue } = scene;
  acme.plan = 'team';
  github.deleteRepository(repositories.shop, alice);
  await pass();
  expect((await key())?.proof.state).not.toBe('proved');
  expect(issue.state).toBe('open');
  await until('what would prove it', () => issue.body?.includes('handback import audit-log'));
  expect(issue.body).toContain('Next: GitHub shows neither it nor the place that it was in');
  acme.plan = 'enterprise';
  await pass();
  expect((await key())?.proof).toMatchObject({ state: 'proved', best: { grade: 'P3' } });
  await until('the case to close', () => issue.state === 'closed');
  expect(issue.body).toContain('audit log says that its repository was deleted');
});
