import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../../demo/github/model.ts';
import { enforce, onboard, sweep } from '../../src/jobs/requests.ts';
import { type CaseScene, startCase } from '../support/case-scene.ts';

let scene: CaseScene;
beforeAll(async () => {
  scene = await startCase();
}, 60_000);
afterAll(() => scene.close());

type Name = 'security' | 'people' | 'none';

/** The policy with its cases there. */
async function casesIn(name: Name): Promise<void> {
  const { github, repositories, alice, settle } = scene;
  const cases = name === 'none' ? '' : `cases:\n  repository: ${name}\n`;
  const policy = `version: 1\nmode: block\nroster:\n  repository: people\n${cases}`;
  const files = { '.github/handback.yml': policy };
  await github.push(repositories.policy, alice, [{ branch: 'main', message: `Cases in ${name}`, files }]);
  await settle();
}

const issuesIn = (name: 'security' | 'roster' | 'shop', what: 'case' | 'digest') =>
  scene.repositories[name].issues.filter(({ body }) => body?.includes(`<!-- handback:${what}:`));
const standing = (issues: readonly Issue[]) => issues.map(({ state }) => state);
const lastWord = ([issue]: readonly Issue[]) => issue?.comments.at(-1)?.body ?? '';

it('cases that are kept elsewhere go on there; the old issue is closed as it stands, with a word on where they are', async () => {
  const [before] = issuesIn('security', 'case');
  const text = before?.body;
  expect(standing(issuesIn('security', 'case'))).toEqual(['open']);
  await casesIn('people');
  expect(standing(issuesIn('roster', 'case'))).toEqual(['open']);
  const [old] = issuesIn('security', 'case');
  expect(old).toMatchObject({ state: 'closed', title: before?.title, body: text });
  expect(lastWord(issuesIn('security', 'case'))).toMatch(/cases in `acme\/people` now/);
  expect(standing(issuesIn('shop', 'digest'))).toEqual(['open']);
});

it('a command is taken where the case is now, and not where it was', async () => {
  const [old] = issuesIn('security', 'case');
  const [now] = issuesIn('roster', 'case');
  if (old === undefined || now === undefined) throw new Error('a case is missing');
  scene.github.setCollaborator(scene.repositories.roster, scene.alice, scene.bob, 'write');
  expect((await scene.say(scene.bob, '/handback claim', old)).answers).toEqual([expect.stringContaining('in a case')]);
  expect((await scene.say(scene.bob, '/handback claim', now)).reactions).toEqual(['+1']);
});

it('where no cases are kept any more all issues are closed, and say that this proves nothing; nothing is written again', async () => {
  await casesIn('none');
  for (const issues of [issuesIn('roster', 'case'), issuesIn('shop', 'digest')]) {
    expect(standing(issues)).toEqual(['closed']);
    expect(lastWord(issues)).toMatch(/names no repository for cases any more.*says nothing about what still works/);
  }
  const writes = () => scene.github.requests.filter(({ method }) => method !== 'GET').length;
  const before = writes();
  await scene.app.add(enforce(scene.acme.id, true));
  await scene.settle();
  expect(writes()).toBe(before);
});

it('back where they were, the first issue goes on, and no other is opened', async () => {
  await casesIn('security');
  expect(standing(issuesIn('security', 'case'))).toEqual(['open']);
  expect(standing(issuesIn('roster', 'case'))).toEqual(['closed']);
  expect(standing(issuesIn('shop', 'digest'))).toEqual(['open']);
  await casesIn('people');
  expect([standing(issuesIn('security', 'case')), standing(issuesIn('roster', 'case'))]).toEqual([
    ['closed'],
    ['open'],
  ]);
});

it('a policy file that is gone, or not shown any more, closes nothing', async () => {
  const { github, repositories, alice, settle } = scene;
  const files = { '.github/handback.yml': null };
  await github.push(repositories.policy, alice, [{ branch: 'main', message: 'Without a policy', files }]);
  await settle();
  expect((await scene.app.facts())?.reading.origin).toBe('default');
  expect(standing(issuesIn('roster', 'case'))).toEqual(['open']);
  expect(standing(issuesIn('shop', 'digest'))).toEqual(['open']);
  await casesIn('people');
  expect(standing(issuesIn('roster', 'case'))).toEqual(['open']);
});

it('what cannot be closed because nothing can be written there is left, and closed when it can', async () => {
  const { github, repositories, app, acme, installationId, settle } = scene;
  github.setIssues(repositories.roster, false);
  await app.add(onboard(installationId));
  await settle();
  await casesIn('security');
  expect(standing(issuesIn('roster', 'case'))).toEqual(['open']);
  github.setIssues(repositories.roster, true);
  await app.add(sweep(acme.id));
  await settle();
  expect([standing(issuesIn('security', 'case')), standing(issuesIn('roster', 'case'))]).toEqual([
    ['open'],
    ['closed'],
  ]);
});

it('GitHub has nothing against what was asked, and no job failed', async () => {
  expect(scene.github.problems).toEqual([]);
  expect(await scene.app.dead()).toEqual([]);
});
