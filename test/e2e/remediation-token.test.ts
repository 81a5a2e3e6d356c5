import { afterAll, beforeAll, expect, it } from 'vitest';
import { tokenReports } from '../../src/github/report-tokens.ts';
import { remediate } from '../../src/jobs/requests.ts';
import { RetryLater } from '../../src/model/job.ts';
import type { Secret } from '../../src/model/secret.ts';
import { idIn } from '../support/acting-scene.ts';
import { type CaseScene, openPull, startCase } from '../support/case-scene.ts';
import { until } from '../support/until.ts';

// A scene of its own: with those of remediation.test.ts it would write more in a minute than Handback allows itself.
let scene: CaseScene;
let times = 0;
/** So many reports meet the limit although GitHub was ready a moment ago. */
let limited = 0;
/** GitHub takes nothing from this address for a moment, and then what the real client brings. */
const parts = {
  tokenReports: {
    ready: async () => {
      times += 1;
      if (times < 3) throw new RetryLater('not yet', 20);
    },
    send: async (tokens: readonly Secret[]) => {
      limited -= 1;
      if (limited >= 0) throw new RetryLater('GitHub takes no more reports from this address', 700);
      return tokenReports(`${scene.github.url}/api/v3`, Date.now).send(tokens);
    },
  },
};
beforeAll(async () => {
  scene = await startCase({ parts, policy: 'actions: { allow: [github-token] }\nnotice_days: 0\n' });
}, 60_000);
afterAll(() => scene.close());

it('a GitHub token in code is reported to GitHub by somebody who does not say who they are, and is dead', async () => {
  const { github, repositories, bob, alice, carol, say, settle, app } = scene;
  const token = github.createPersonalAccessToken(bob);
  github.setCollaborator(repositories.shop, alice, carol, 'write');
  await github.push(repositories.infra, bob, [
    { branch: 'main', message: 'keys', files: { 'root.env': `TOKEN=${token}\n` } },
  ]);
  await settle();
  const pull = await openPull(scene, 'token', { 'deploy.sh': `export TOKEN=${token}\n` });
  const found = (await app.facts())?.heads.find(({ subject }) => subject === `pull/${pull.number}`)?.scan;
  const id = found?.state === 'done' ? (found.found[0]?.credential ?? '') : '';
  const asked = await say(carol, `/handback revoke ${id}`, pull);
  expect(asked.reactions).toEqual(['eyes']);
  const approved = await say(alice, `/handback approve ${idIn(asked)}`, pull);
  expect(approved.answers).toEqual([expect.stringContaining('done on')]);
  expect([...asked.answers, ...approved.answers].join(), 'what stands elsewhere').not.toMatch(/infra|root\.env/);
  await settle();
  expect(times, 'the job came back until it might').toBe(3);
  const sent = github.requests.filter(({ path }) => path === '/credentials/revoke');
  expect(sent).toMatchObject([{ as: 'nobody', status: 202, body: { credentials: [token] } }]);
  expect((await app.facts())?.files.get(id)?.proof).toMatchObject({ state: 'proved', best: { grade: 'P4' } });
  const written = pull.comments.map(({ body }) => body).join('');
  expect(written + JSON.stringify(await scene.journal()) + JSON.stringify(app.log)).not.toContain(token);
});

/** A token in a pull request of its own, whose report carol has asked for. */
async function askedFor(branch: string) {
  const { github, bob, carol, say, app } = scene;
  const token = github.createPersonalAccessToken(bob);
  const pull = await openPull(scene, branch, { 'deploy.sh': `export TOKEN=${token}\n` });
  const found = (await app.facts())?.heads.find(({ subject }) => subject === `pull/${pull.number}`)?.scan;
  const id = found?.state === 'done' ? (found.found[0]?.credential ?? '') : '';
  const asked = await say(carol, `/handback revoke ${id}`, pull);
  return { token, pull, id, request: idIn(asked) };
}

const reportsOf = (token: string) =>
  scene.github.requests.filter(
    ({ path, body }) => path === '/credentials/revoke' && JSON.stringify(body).includes(token),
  ).length;
const waits = async () => (await scene.journal()).filter(({ did }) => did.startsWith('waits to do')).length;

it('a report that meets the limit when it is sent waits for its end and goes out once, and the receipt says when', async () => {
  const { alice, github, settle, hear } = scene;
  const { token, pull, id, request } = await askedFor('late');
  const before = await waits();
  limited = 2;
  const comment = github.comment(pull, alice, `/handback approve ${request}`);
  await until('the first refusal', async () => (await waits()) > before);
  // Whoever hurries it changes nothing.
  const whole = (await scene.decisions()).find((each) => each.id.startsWith(request))?.id ?? '';
  for (const coalesce of ['once', 'twice']) await scene.app.add({ ...remediate(scene.acme.id, whole), coalesce });
  await settle();
  expect([reportsOf(token), await waits()]).toEqual([1, before + 2]);
  expect(hear(comment, pull).answers).toEqual([expect.stringContaining('done on')]);
  expect((await scene.app.facts())?.files.get(id)?.proof).toMatchObject({ state: 'proved' });
  const told = github.requests.flatMap(({ method, body }) => (method === 'GET' ? [] : [JSON.stringify(body ?? '')]));
  expect(told.filter((each) => each.includes(`reply:${comment.id}`))[0]).toMatch(
    /not done yet: .* done by itself after \d{4}-\d\d-\d\dT\d\d:\d\dZ/,
  );
});

it('GitHub has nothing against what was asked, and no job failed', async () => {
  expect(scene.github.problems).toEqual([]);
  expect(await scene.app.dead()).toEqual([]);
});
