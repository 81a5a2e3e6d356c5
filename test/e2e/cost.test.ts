import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/requests.ts';
import { fake } from '../support/fake-tokens.ts';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
});
afterAll(() => scene.close());

/** What the App asked GitHub for since request number `from`, of one repository; git is not counted, as GitHub does not. */
const asked = (repository: string, from: number) =>
  scene.github.requests
    .slice(from)
    .filter(({ path }) => path.startsWith(`/repos/acme/${repository}/`) || path === '/graphql')
    .map(({ method, path, status }) => `${method} ${path.replace(`/repos/acme/${repository}/`, '')} ${status}`);
/** The same, of whatever there is. */
const everything = (from: number) =>
  scene.github.requests.slice(from).map(({ method, path, status }) => `${method} ${path} ${status}`);
/** What costs something of the rate limit. */
const points = (lines: readonly string[]) => lines.filter((line) => !line.endsWith(' 304'));
const count = () => scene.github.requests.length;
const settle = async () => {
  await scene.github.settled();
  await scene.app.idle();
};

test('the first look at a repository asks eight stores at most and who may write, and two more for each environment', () => {
  expect(asked('infra', 0).length).toBeLessThanOrEqual(8 + 1);
  expect(asked('shop', 0).length).toBeLessThanOrEqual(8 + 1 + 2);
  // The list of repositories says where nothing is open.
  expect(asked('infra', 0).filter((line) => line.startsWith('GET pulls '))).toEqual([]);
  // What is empty costs nothing even the first time.
  expect(points(asked('infra', 0)).length).toBeLessThanOrEqual(3);
});

test('a sweep in which nothing changed costs one point of the rate limit at most: for values, which are not written down', async () => {
  const before = count();
  await scene.app.add(sweep(scene.acme.id));
  await scene.app.idle();
  expect(asked('infra', before).length).toBeGreaterThan(5);
  expect(points(asked('infra', before))).toEqual([]);
  expect(points(asked('shop', before))).toEqual(['GET actions/variables 200']);
});

test('where something is open, pull requests are asked for; and always where that may not be seen, so that it is told', async () => {
  const { github, alice, repositories, app, acme } = scene;
  github.openIssue(repositories.infra, alice, { title: 'Rotate' });
  await settle();
  const before = count();
  await app.add(sweep(acme.id));
  await app.idle();
  expect(asked('infra', before)).toContain('GET pulls 304');
  expect(asked('people', before).filter((line) => line.startsWith('GET pulls '))).toEqual([]);
  const blind = await startScene({ without: ['pull_requests'] });
  await until('the inventory', () => blind.app.facts());
  await blind.app.idle();
  const gaps = (await blind.app.facts())?.coverage.filter(({ source }) => source === 'pull-request') ?? [];
  expect(gaps.map(({ gap }) => gap?.why)).toEqual(Array.from({ length: 5 }, () => 'permission'));
  await blind.close();
});

test('a push that brings a secret costs two questions in all, and its pull request one and the check', async () => {
  const before = count();
  const { github, mallory, repositories } = scene;
  const files = { 'deploy.sh': `TOKEN=${fake('npm_{base62:30}{crc32-base62}')}\n` };
  await github.push(repositories.shop, mallory, [{ branch: 'fix', message: 'Deploy', files }]);
  await settle();
  expect(everything(before)).toEqual(['GET /repos/acme/shop/activity 200', 'POST /graphql 200']);
  const middle = count();
  await github.openPull(repositories.shop, mallory, { title: 'Fix', head: 'fix' });
  await settle();
  const isCheck = (line: string) => line.includes('check-runs');
  expect(everything(middle).filter((line) => !isCheck(line))).toEqual(['POST /graphql 200']);
  expect(asked('shop', middle).filter(isCheck).length).toBeLessThanOrEqual(3);
});
