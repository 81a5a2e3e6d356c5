import { afterAll, beforeAll, expect, it } from 'vitest';
import { findHeads, openHead } from '../../src/jobs/head-requests.ts';
import { enforce } from '../../src/jobs/requests.ts';
import { credentialId } from '../../src/model/credential.ts';
import type { Head } from '../../src/model/head.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, most, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, makeEvidence, makeNotice, NOW } from '../support/make-facts.ts';
import { makeHead, makePolicy } from '../support/make-situation.ts';

const MINUTE = 60_000;
const HEADS = 300;
/** Real requests, judged one by one, on a machine that may have other work. */
const PATIENCE = 300_000;

let acme: Door;
let days: FastDays;
let shas: readonly string[];
const org = () => acme.acme.id;
const shop = () => acme.shop.id;

beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  await acme.github.createRepository(acme.acme, 'security', { actor: acme.alice });
  days = await startFastDays(acme);
  const security = acme.github.world.repository('acme', 'security') ?? acme.shop;
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(org(), [asKnown(acme.shop), asKnown(security)]);
  const reading = { policy: makePolicy(), origin: 'acme/.github-private:.github/handback.yml@1', problems: [] };
  await days.store.policies.save(org(), reading);
  await days.store.people.save(org(), [{ id: 7, login: 'mallory', bot: false, emails: [] }]);
  const id = credentialId('deploy-key', shop(), 5);
  const key = makeCredential({ id, scope: { repositoryId: shop(), repository: 'acme/shop' } });
  await days.store.credentials.save(org(), [key], NOW - DAY);
  await days.store.evidence.add(org(), [makeEvidence({ credential: id })]);
  shas = await commits('pull', HEADS + 2);
  await days.store.heads.save(org(), shas.slice(0, HEADS).map(asHead));
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

/** So many branches with a commit each. */
async function commits(name: string, many: number): Promise<string[]> {
  const each = Array.from({ length: many }, (_, number) => `${name}-${number}`);
  const made = each.map((branch) => ({
    branch,
    author: 'Bob',
    email: 'bob@acme.example',
    message: branch,
    files: { [branch]: branch },
  }));
  await acme.github.commit(acme.shop, made);
  const tips = await acme.shop.git.refs(['refs/heads']);
  return each.map((branch) => tips.get(`refs/heads/${branch}`) ?? '');
}

/** The higher its number, the later it was pushed. */
function asHead(sha: string, number: number): Head {
  return makeHead({ repositoryId: shop(), subject: `pull/${number + 1}`, sha, movedAt: NOW - DAY + number });
}

const newHead = (sha: string, number: number) => {
  const { scan: _, state: __, ...head } = asHead(sha, number);
  return openHead(org(), head);
};
const runsOn = (sha: string) => acme.shop.checks.filter((run) => run.sha === sha);
const conclusions = () =>
  shas.slice(0, HEADS).map((sha) =>
    runsOn(sha)
      .map(({ conclusion }) => conclusion)
      .join(),
  );
const shaOf = ({ parameters }: FastDays['writes'][number]) => parameters['head_sha'] ?? parameters['check_run_id'];

it(
  'hundreds of open heads get their check in one pass, those pushed last first, one write each',
  async () => {
    await days.add(enforce(org()));
    await days.work();
    expect(new Set(conclusions())).toEqual(new Set(['success']));
    expect(days.writes.map(shaOf)).toEqual(shas.slice(0, HEADS).toReversed());
  },
  PATIENCE,
);

it(
  'nothing new costs no write',
  async () => {
    const before = days.writes.length;
    await days.add(enforce(org()));
    await days.work();
    expect(days.writes.length).toBe(before);
  },
  PATIENCE,
);

it(
  'when somebody leaves, all of them follow in one pass; a head that is pushed meanwhile gets its check before the rest',
  async () => {
    const before = days.writes.length;
    await days.store.departures.add(org(), [makeNotice({ who: { id: 7, login: 'mallory' } })]);
    await days.add(enforce(org()));
    await days.work(() => days.writes.length >= before + 50);
    const [fresh = ''] = shas.slice(HEADS);
    const pushedAt = days.now();
    await days.add(newHead(fresh, HEADS));
    await days.work(() => runsOn(fresh).length > 0);
    expect(days.now() - pushedAt).toBeLessThan(5000);
    expect(runsOn(fresh).map(({ status }) => status)).toEqual(['queued']);
    await days.work();
    expect(new Set(conclusions())).toEqual(new Set(['failure']));
  },
  PATIENCE,
);

it(
  'no minute and no hour of it had more writes than GitHub takes',
  () => {
    const times = days.writes.map(({ at }) => at);
    expect(times.length).toBeGreaterThan(2 * HEADS);
    expect(most(times, MINUTE)).toBeLessThanOrEqual(80);
    expect(most(times, 60 * MINUTE)).toBeLessThanOrEqual(500);
  },
  PATIENCE,
);

it(
  'a commit that GitHub lost holds up no other: it fails on its own',
  async () => {
    const lost = asHead('f'.repeat(40), 900);
    const [, later = ''] = shas.slice(HEADS);
    await days.store.heads.save(org(), [asHead(later, 800), lost]);
    await days.add(enforce(org()));
    await days.work();
    expect(runsOn(later).map(({ conclusion }) => conclusion)).toEqual(['failure']);
    expect(days.failures).toEqual([expect.stringMatching(/^check-heads: .*422/)]);
  },
  PATIENCE,
);

it(
  'heads that the sweep finds are opened and scanned without a job for each, and heads that are gone are closed',
  async () => {
    for (const branch of (await commits('found', 12)).keys())
      await acme.github.openPull(acme.shop, acme.bob, { title: `found-${branch}`, head: `found-${branch}` });
    const [ran, written] = [days.jobs.length, days.writes.length];
    await days.add(findHeads(org(), shop()));
    await days.work();
    const open = await days.store.heads.listOpen(org());
    expect(open.map(({ subject, scan }) => `${subject} ${scan.state}`).toSorted()).toEqual(
      acme.shop.issues.flatMap(({ number, pull }) => (pull ? [`pull/${number} done`] : [])).toSorted(),
    );
    expect(open.flatMap(({ sha }) => runsOn(sha).map(({ conclusion }) => conclusion))).toEqual(
      Array(12).fill('failure'),
    );
    const checks = days.writes.slice(written).filter(({ route }) => route.includes('check-runs'));
    expect(checks).toHaveLength(12);
    const types = days.jobs.slice(ran);
    expect(types.filter((type) => type === 'scan-heads')).toHaveLength(2);
    expect(types.length).toBeLessThan(12);
  },
  PATIENCE,
);
