import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { look } from '../../src/jobs/requests.ts';
import { readPermissions } from '../github-stand-in/acme.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({
    rateLimit: 1_000_000,
    // What GitHub blocks of a source that is not asked for by default could be remembered for every other repository.
    permissions: { ...readPermissions, checks: 'write', issues: 'write', codespaces_secrets: 'write' },
  });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
}, 120_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

async function looked(): Promise<Record<string, string>> {
  days.advance(60_000);
  await days.add(look(acme.acme.id, acme.shop.id));
  await days.work();
  const looks = await days.store.coverage.at(acme.acme.id, acme.shop.id);
  return Object.fromEntries(
    looks.filter(({ lookedAt }) => lookedAt === days.now()).map(({ source, gap }) => [source, gap?.why ?? 'seen']),
  );
}

it('a source that GitHub fails to answer for keeps no other from being looked at', async () => {
  const before = await looked();
  expect(before).toMatchObject({ 'deploy-key': 'seen', 'actions-secret': 'seen', 'actions-variable': 'seen' });
  acme.github.fault({ on: /^GET \/repos\/acme\/shop\/hooks/, status: 422, times: 1000 });
  expect(await looked()).toEqual({ ...before, webhook: 'failed' });
  expect(days.failures).toEqual([expect.stringMatching(/^look: .*422/)]);
});

it.each([404, 451])(
  'an environment for which GitHub answers %i hides no other, and what it held is called gone by nobody',
  async (status) => {
    const { github, alice, shop } = acme;
    const places = ['abroad', 'staging'].map((name) => github.createEnvironment(shop, alice, `${name}-${status}`));
    for (const place of places) github.setSecret(place, alice, 'OLD_KEY');
    await looked();
    for (const place of places) github.setSecret(place, alice, 'NEW_KEY');
    github.fault({ on: new RegExp(`/environments/abroad-${status}/secrets`), status, times: 1000 });
    await looked();
    const known = await days.store.credentials.find(acme.acme.id, { places: [shop.id] });
    const of = (environment: string) =>
      known
        .filter(({ scope, goneAt }) => scope.environment === environment && goneAt === undefined)
        .map(({ name }) => name);
    expect(of(`abroad-${status}`)).toEqual(['OLD_KEY']);
    expect(of(`staging-${status}`).toSorted()).toEqual(['NEW_KEY', 'OLD_KEY']);
    const looks = await days.store.coverage.at(acme.acme.id, shop.id);
    const unseen = looks.filter(({ source, gap }) => source === 'environment' && gap !== undefined);
    const ofStatus = ['staging', 'abroad'].map((name) => `${name}-${status}`);
    expect(unseen.flatMap(({ scope }) => scope.environment ?? []).filter((name) => ofStatus.includes(name))).toEqual([
      `abroad-${status}`,
    ]);
  },
);

it('environments that GitHub fails to list were answered for by the look before, where there are some and where there are none', async () => {
  const { github, alice, shop } = acme;
  const org = acme.acme.id;
  const bare = await github.createRepository(acme.acme, 'bare', { actor: alice });
  await days.store.repositories.save(org, [asKnown(shop), asKnown(bare)]);
  github.createEnvironment(shop, alice, 'failing');
  const both = async () => {
    days.advance(60_000);
    await days.add(look(org, shop.id), look(org, bare.id));
    await days.work();
    return days.now();
  };
  const answeredAt = await both();
  github.fault({ on: /^GET \/repos\/acme\/\w+\/environments/, status: 422, times: 1000 });
  await both();
  for (const { id, name } of [shop, bare]) {
    const looks = await days.store.coverage.at(org, id);
    const failed = looks.filter(({ source, gap }) => source === 'environment' && gap?.why === 'failed');
    expect(failed, name).toMatchObject([{ answeredAt }]);
  }
});

it('where environments may not be seen any more, those that are known are places that nobody can look at', async () => {
  const { github, alice, shop } = acme;
  github.createEnvironment(shop, alice, 'guarded');
  await looked();
  const refused = { status: 403, message: 'Resource not accessible by integration', times: 1000 };
  github.fault({ on: /^GET \/repos\/acme\/shop\/environments/, ...refused });
  await looked();
  const looks = await days.store.coverage.at(acme.acme.id, shop.id);
  const whys = looks.filter(({ source }) => source === 'environment').map(({ gap }) => gap?.why);
  expect(whys.length).toBeGreaterThan(1);
  expect(new Set(whys)).toEqual(new Set(['permission']));
  github.clearFaults();
  await looked();
  const again = await days.store.coverage.at(acme.acme.id, shop.id);
  expect(again.filter(({ source, gap }) => source === 'environment' && gap !== undefined)).toEqual([]);
});

it.each([403, 451])(
  'a repository that GitHub blocks is a place that nobody can look at, and nothing fails: %i',
  async (status) => {
    const { github, alice, shop, acme: org } = acme;
    const failed = days.failures.length;
    github.setSecret(shop, alice, 'KEPT');
    const before = await looked();
    const more = { block: { reason: 'dmca', created_at: '2021-04-22T17:53:56Z', html_url: null } };
    github.fault({ on: /^GET \/repos\/acme\/shop/, status, message: 'Repository access blocked', more, times: 1000 });
    const wasSeen = Object.keys(before).filter((source) => before[source] === 'seen');
    expect(await looked()).toEqual({ ...before, ...Object.fromEntries(wasSeen.map((source) => [source, 'absent'])) });
    expect(days.failures.slice(failed)).toEqual([]);
    const looks = await days.store.coverage.at(org.id, shop.id);
    for (const { source, gap } of looks.filter((look) => wasSeen.includes(look.source)))
      expect(gap?.says, source).toContain(`GitHub itself blocks access there (${status}, dmca, since 2021-04-22)`);
    const [secret] = (await days.store.credentials.find(org.id, { places: [shop.id] })).filter(
      ({ name }) => name === 'KEPT',
    );
    expect(secret?.goneAt).toBeUndefined();
    github.clearFaults();
    expect(before['codespaces-secret']).toBe('seen');
    expect(await looked(), 'nothing of it is held for a permission that all places lack').toEqual(before);
  },
);
