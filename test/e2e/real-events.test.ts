import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deliver } from '../support/deliver.ts';
import { type Scene, startScene, WEBHOOK_SECRET } from '../support/scene.ts';
import { until } from '../support/until.ts';

interface Recorded {
  readonly name: string;
  readonly examples: readonly Record<string, unknown>[];
}

const recordings = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json'), 'utf8'),
) as readonly Recorded[];

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
});
afterAll(async () => {
  vi.useRealTimers();
  await scene?.close();
});

test('every event that GitHub was recorded sending is taken as it is', async () => {
  let sent = 0;
  for (const { name, examples } of recordings) {
    for (const [at, payload] of examples.entries()) {
      const guid = `${name}-${at}`;
      expect([guid, await deliver(scene.app.url, name, payload, { guid, secret: WEBHOOK_SECRET })]).toEqual([
        guid,
        200,
      ]);
      sent += 1;
    }
  }
  expect(sent).toBeGreaterThan(300);
  const kept = scene.app.log.filter(({ msg, stored }) => msg === 'delivery received' && stored === 'new');
  expect(kept.length).toBeGreaterThanOrEqual(sent);
});

/** What GitHub adds to the same events when an App on an organisation gets them. */
const here = () => ({ organization: { id: scene.acme.id, login: 'acme' }, installation: { id: scene.installationId } });

const PEOPLE_AND_CODE = ['push', 'deploy_key', 'member', 'organization'];

test('recorded pushes, deploy keys, members and pull requests of an organisation lack nothing that is read', async () => {
  const jobs: Record<string, unknown> = {};
  for (const name of [...PEOPLE_AND_CODE, 'pull_request', 'merge_group', 'check_run', 'check_suite', 'issues']) {
    for (const [at, payload] of (recordings.find((each) => each.name === name)?.examples ?? []).entries()) {
      const guid = `here-${name}-${at}`;
      await deliver(scene.app.url, name, { ...payload, ...here() }, { guid, secret: WEBHOOK_SECRET });
      const said = scene.app.log.filter((line) => line['guid'] === guid);
      expect(said.filter((line) => 'missing' in line)).toEqual([]);
      const types = said.flatMap((line) => (line['jobs'] as string[] | undefined) ?? []);
      const label = typeof payload['action'] === 'string' ? `${name}.${payload['action']}` : name;
      if (types.length > 0) jobs[label] = types;
    }
  }
  expect(jobs).toMatchObject({
    push: expect.arrayContaining(['scan', 'settings']),
    'deploy_key.created': expect.arrayContaining(['record-key-event', 'look']),
    'member.added': ['access', 'record-departure'],
    'organization.member_added': ['record-departure'],
    'merge_group.checks_requested': ['open-head'],
    'check_run.rerequested': ['recheck'],
    'check_run.requested_action': ['button'],
    'check_suite.rerequested': ['recheck'],
    'issues.deleted': ['enforce', 'incidents', 'look'],
    'issues.transferred': ['enforce', 'incidents', 'look'],
    'pull_request.opened': ['open-head'],
    'pull_request.closed': ['close-head'],
  });
});

test('their jobs run, or end quietly where nobody installed Handback', async () => {
  // Organisations that are not known get a minute to become so: here it passes at once.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  await until('an idle queue', async () => {
    vi.setSystemTime(Date.now() + 120_000);
    await scene.app.idle(1_500).catch(() => {});
    return scene.app.idle(1).then(
      () => true,
      () => false,
    );
  });
  expect(await scene.app.dead()).toEqual([]);
});
