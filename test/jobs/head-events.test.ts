// What GitHub tells of a pull request comes late, twice and in any order: what it shows then counts.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Incoming, jobsFor } from '../../src/app.ts';
import { findHeads, scanHead } from '../../src/jobs/head-requests.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeHead, makePolicy } from '../support/make-situation.ts';

let acme: Door;
let days: FastDays;
let pull: Awaited<ReturnType<Door['github']['openPull']>>;
let sha: string;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  const reading = { policy: makePolicy(), origin: 'acme/.github-private:.github/handback.yml@1', problems: [] };
  await days.store.policies.save(acme.acme.id, reading);
}, 120_000);
let pulls = 0;
beforeEach(async () => {
  pulls += 1;
  const branch = `topic-${pulls}`;
  const by = { author: 'Bob', email: 'bob@acme.example', message: branch, branch };
  await acme.github.commit(acme.shop, [{ ...by, files: { [`${branch}.txt`]: 'nothing' } }]);
  sha = (await acme.shop.git.refs(['refs/heads'])).get(`refs/heads/${branch}`) ?? '';
  pull = await acme.github.openPull(acme.shop, acme.bob, { title: branch, head: branch });
});
afterEach(() => expect(days.failures).toEqual([]));
afterAll(async () => {
  await days.close();
  await acme.close();
});

type Change = { readonly action: string; readonly updated: string; readonly state?: 'open' | 'closed' };

/** The event, told now. */
async function told({ action, updated, state }: Change): Promise<void> {
  const base = { sha: '0'.repeat(40), ref: 'main' };
  const incoming: Incoming = {
    event: 'pull_request',
    action,
    receivedAt: days.now(),
    payload: {
      installation: { id: acme.installationId },
      organization: { id: acme.acme.id },
      repository: { id: acme.shop.id },
      pull_request: { number: pull.number, head: { sha }, base, updated_at: updated, ...(state ? { state } : {}) },
    },
  };
  await days.add(...jobsFor(incoming));
  await days.work();
}

const [OPENED, CLOSED, REOPENED] = ['2026-11-20T10:00:00Z', '2026-11-20T10:00:05Z', '2026-11-20T10:00:09Z'];
const opened = { action: 'opened', updated: OPENED } as const;
const closed = { action: 'closed', updated: CLOSED } as const;
const close = () => acme.github.closePull(pull, acme.bob);

const states = async () =>
  (await days.store.heads.of(acme.acme.id, acme.shop.id, `pull/${pull.number}`)).map(({ state }) => state);

it('a pull request whose opening is told after its end is not open', async () => {
  await close();
  await told(closed);
  await told(opened);
  expect(await states()).toEqual(['closed']);
});

it('a pull request whose opening is told once more after its end is not open', async () => {
  await told(opened);
  await close();
  await told(closed);
  await told(opened);
  expect(await states()).toEqual(['closed']);
});

it('a pull request that was opened and closed in the same second is not open, whatever is told first', async () => {
  await close();
  await told({ ...closed, updated: OPENED });
  await told(opened);
  expect(await states()).toEqual(['closed']);
});

it('a pull request that was opened again is open, also when its end is told after that', async () => {
  await told(opened);
  await told({ action: 'reopened', updated: REOPENED });
  await told(closed);
  expect(await states()).toEqual(['open']);
});

it('a pull request that was opened again before it was known is open, also when its end is told first', async () => {
  await told(closed);
  await told({ action: 'reopened', updated: REOPENED });
  expect(await states()).toEqual(['open']);
});

it('a merged pull request whose title is edited is not open', async () => {
  await told(opened);
  await close();
  await told(closed);
  await told({ action: 'edited', updated: REOPENED, state: 'closed' });
  expect(await states()).toEqual(['closed']);
});

it('a merge group whose end was never told is closed a day later, and not before', async () => {
  const group = (name: string, movedAt: number) =>
    makeHead({ repositoryId: acme.shop.id, subject: `merge-group/${name}`, sha, movedAt });
  const [spent, fresh] = [group('spent', days.now() - DAY - 1), group('fresh', days.now() - DAY + 60_000)];
  await days.store.heads.save(acme.acme.id, [spent, fresh]);
  await days.add(findHeads(acme.acme.id, acme.shop.id));
  await days.work();
  const open = (await days.store.heads.listOpen(acme.acme.id)).map(({ subject }) => subject);
  expect(open).toContain('merge-group/fresh');
  expect(open).not.toContain('merge-group/spent');
});

it('nothing is scanned in a repository that is gone, and no job fails', async () => {
  const gone = { ...asKnown({ id: 999, name: 'gone' }), goneAt: days.now() };
  const head = makeHead({ repositoryId: gone.id, scan: { state: 'waiting' } });
  await days.store.repositories.save(acme.acme.id, [gone]);
  await days.store.repositories.markGone(acme.acme.id, [gone.id], days.now());
  await days.store.heads.save(acme.acme.id, [head]);
  await days.add(scanHead(acme.acme.id, gone.id, head.subject, head.sha));
  await days.work();
  expect(await days.store.heads.find(acme.acme.id, gone.id, head.subject, head.sha)).toMatchObject({
    state: 'open',
    scan: head.scan,
  });
});
