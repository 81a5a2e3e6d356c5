// What mends a broken policy is not held back by it, whichever way it is merged.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jobsFor } from '../../src/app.ts';
import { settings } from '../../src/jobs/requests.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
let home: Awaited<ReturnType<Door['github']['createRepository']>>;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  home = await acme.github.createRepository(acme.acme, '.github-private', { actor: acme.alice });
  await days.store.repositories.save(acme.acme.id, [asKnown(home)]);
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

const GOOD = 'version: 1\nmode: block\n';

async function commit(text: string, branch?: string): Promise<string> {
  const by = { author: 'Alice', email: 'alice@acme.example', message: 'Policy', ...(branch ? { branch } : {}) };
  await acme.github.commit(home, [{ ...by, files: { '.github/handback.yml': text } }]);
  return (await acme.github.world.repositories.find(({ id }) => id === home.id)?.git.resolve(branch ?? 'main')) ?? '';
}

async function told(event: string, action: string, payload: object): Promise<void> {
  const place = { organization: { id: acme.acme.id }, repository: { id: home.id } };
  const incoming = { event, action, receivedAt: days.now() };
  await days.add(...jobsFor({ ...incoming, payload: { installation: { id: 1 }, ...place, ...payload } }));
  await days.work();
}

it('neither in a pull request nor in a merge queue', async () => {
  await commit(GOOD);
  await days.add(settings(acme.acme.id));
  await days.work();
  const base = await commit('version: [');
  await days.add(settings(acme.acme.id));
  await days.work();
  expect((await days.store.policies.read(acme.acme.id))?.problems).toHaveLength(1);
  const sha = await commit(`${GOOD}grace_days: 3\n`, 'mend');
  const conclusion = (of: string) => home.checks.findLast((check) => check.sha === of)?.conclusion;

  const pull_request = { number: 7, head: { sha }, base: { sha: base, ref: 'main' } };
  await told('pull_request', 'opened', { pull_request });
  expect(conclusion(sha)).toBe('success');

  const group = await commit(`${GOOD}grace_days: 4\n`, 'gh-readonly-queue/main/pr-7');
  const merge_group = { head_sha: group, head_ref: 'refs/heads/gh-readonly-queue/main/pr-7' };
  const onto = { base_sha: base, base_ref: 'refs/heads/main' };
  await told('merge_group', 'checks_requested', { merge_group: { ...merge_group, ...onto } });
  expect(conclusion(group)).toBe('success');
  expect(days.failures).toEqual([]);
});
