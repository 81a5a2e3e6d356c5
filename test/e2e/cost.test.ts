import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Repository } from '../../demo/github/model.ts';
import { publicKey } from '../../demo/story/world.ts';
import { sweep } from '../../src/jobs/requests.ts';
import { fake } from '../support/fake-tokens.ts';
import { type Furnished, type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

type Furnish = (world: Furnished, made: Repository) => unknown;

const anIssue: Furnish = ({ github, alice }, made) => github.openIssue(made, alice, { title: 'Rotate' });
const aKey: Furnish = ({ github, alice }, made) => github.addDeployKey(made, alice, 'ci', publicKey());
async function aPull({ github, alice }: Furnished, made: Repository) {
  await github.push(made, alice, [{ branch: 'fix', message: 'Fix', files: { 'fix.txt': 'fix\n' } }]);
  return github.openPull(made, alice, { title: 'Fix', head: 'fix' });
}
function environments({ github, alice }: Furnished, made: Repository, names: readonly string[]) {
  for (const name of names) github.createEnvironment(made, alice, name);
}
async function everything(world: Furnished, made: Repository) {
  const { github, alice } = world;
  aKey(world, made);
  environments(world, made, ['production']);
  github.comment(github.openIssue(made, alice, { title: 'Rotate' }), alice, 'Done?');
  github.reviewComment(await aPull(world, made), alice, { path: 'fix.txt', body: 'Why?' });
}

/**
 * Kinds of repositories, and how often GitHub is asked about one when everything is new and
 * when nothing is: the table in docs/architecture.md.
 */
const SHAPES: readonly (readonly [shape: string, cold: number, warm: number, furnish: Furnish])[] = [
  ['nothing', 5, 5, () => undefined],
  ['a deploy key', 6, 6, aKey],
  ['an open issue', 6, 7, anIssue],
  ['an open pull request', 6, 7, aPull],
  ['both and a deploy key', 7, 8, (...at) => Promise.all([anIssue(...at), aPull(...at), aKey(...at)])],
  ['one environment', 8, 8, (...at) => environments(...at, ['one'])],
  ['one environment and an open issue', 9, 10, (...at) => [environments(...at, ['one']), anIssue(...at)]],
  ['one environment and an open pull request', 9, 10, (...at) => [environments(...at, ['one']), aPull(...at)][1]],
  ['three environments', 12, 12, (...at) => environments(...at, ['one', 'two', 'three'])],
  ['one environment, a deploy key, comments everywhere', 12, 12, everything],
];
const nameOf = (shape: string) => shape.replaceAll(/[ ,]+/g, '-');

let scene: Scene;
let later = 0;
let cold = 0;
beforeAll(async () => {
  const furnish = async (world: Furnished) => {
    for (const [shape, , , make] of SHAPES) {
      const made = await world.github.createRepository(world.acme, nameOf(shape), { actor: world.alice });
      const first = { author: 'Alice', email: world.alice.email, message: 'Start', files: { 'README.md': '# It\n' } };
      await world.github.commit(made, [{ ...first, date: '2026-01-05' }]);
      await make(world, made);
    }
  };
  scene = await startScene({ furnish, now: () => Date.now() + later });
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
  cold = count();
});
afterAll(() => scene.close());

const show = ({ method, path, status }: Scene['github']['requests'][number]) => `${method} ${path} ${status}`;
/** What the App asked GitHub for between two requests; git is not counted, as GitHub does not. */
const everythingAsked = (from: number, to = count()) => scene.github.requests.slice(from, to).map(show);
const isSurvey = (line: string) => line.startsWith('POST /graphql ');
/** The same, of one repository, but for the check of an open head, which is once for each. */
const asked = (repository: string, from: number, to = count()) =>
  everythingAsked(from, to)
    .filter((line) => line.includes(` /repos/acme/${repository}/`) && !line.includes('check-runs'))
    .map((line) => line.replace(`/repos/acme/${repository}/`, ''));
/** What costs something of the rate limit. */
const points = (lines: readonly string[]) => lines.filter((line) => !line.endsWith(' 304'));
const count = () => scene.github.requests.length;
const settle = async () => {
  await scene.github.settled();
  await scene.app.idle();
};
async function swept(): Promise<number> {
  later += 600_000;
  const before = count();
  await scene.app.add(sweep(scene.acme.id));
  await scene.app.idle();
  return before;
}

describe('the first look', () => {
  it.each(SHAPES)('at a repository with %s costs %i questions', (shape, most) => {
    expect(asked(nameOf(shape), 0, cold)).toHaveLength(most);
  });

  it('is preceded by one question about twenty repositories', () => {
    expect(everythingAsked(0, cold).filter(isSurvey)).toHaveLength(1);
  });

  it('costs next to nothing of the rate limit where there is nothing', () => {
    expect(points(asked('nothing', 0, cold))).toEqual([]);
  });
});

describe('a sweep in which nothing changed', () => {
  let before = 0;
  beforeAll(async () => {
    // What was written a moment ago is read twice, because clocks differ.
    await swept();
    before = await swept();
  }, 60_000);

  it.each(SHAPES)(
    'asks about a repository with %s %i times the first time and %i times now, for no point',
    (...row) => {
      const [shape, , most] = row;
      expect(asked(nameOf(shape), before)).toHaveLength(most);
      expect(points(asked(nameOf(shape), before))).toEqual([]);
    },
  );

  it('costs one question for all, and a point where there are values, which are not written down', () => {
    expect(everythingAsked(before).filter(isSurvey)).toHaveLength(1);
    expect(points(asked('shop', before))).toEqual(['GET actions/variables 200']);
  });
});

test('pull requests that may not be seen are asked for and told, where something is open and where nothing is', async () => {
  const blind = await startScene({ without: ['pull_requests'] });
  await until('the inventory', () => blind.app.facts());
  await blind.app.idle();
  const gaps = (await blind.app.facts())?.coverage.filter(({ source }) => source === 'pull-request') ?? [];
  expect(gaps.map(({ gap }) => gap?.why)).toEqual(Array.from({ length: 5 }, () => 'permission'));
  await blind.close();
});

test('a push that brings a secret costs two questions in all, and its pull request two and the check', async () => {
  const before = count();
  const { github, mallory, repositories } = scene;
  const files = { 'deploy.sh': `TOKEN=${fake('npm_{base62:30}{crc32-base62}')}\n` };
  await github.push(repositories.shop, mallory, [{ branch: 'fix', message: 'Deploy', files }]);
  await settle();
  expect(everythingAsked(before)).toEqual(['GET /repos/acme/shop/activity 200', 'POST /graphql 200']);
  const middle = count();
  await github.openPull(repositories.shop, mallory, { title: 'Fix', head: 'fix' });
  await settle();
  const isCheck = (line: string) => line.includes('check-runs');
  // Whose pull request it is, and who else pushed to it.
  const asked = ['POST /graphql 200', 'GET /repos/acme/shop/activity 200'];
  expect(everythingAsked(middle).filter((line) => !isCheck(line))).toEqual(asked);
  expect(everythingAsked(middle).filter(isCheck).length).toBeLessThanOrEqual(3);
});
