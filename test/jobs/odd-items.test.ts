// One item of a list that lacks a field which GitHub's description promises: it hides no
// other, it is told, and nothing is gone for it.
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { syncRepositories } from '../../src/jobs/onboard.ts';
import { access, look, people } from '../../src/jobs/requests.ts';
import type { Gap } from '../../src/model/coverage.ts';
import { isPresent } from '../../src/model/sighting.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { fake } from '../support/fake-tokens.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { lacking } from '../support/odd-items.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
}, 120_000);
afterEach(() => vi.unstubAllGlobals());
afterAll(async () => {
  await days.close();
  await acme.close();
});

/** What is not visible of the repository, or of the organisation, after one more look there. */
async function gapsAfter(...jobs: Parameters<FastDays['add']>): Promise<ReadonlyMap<string, Gap>> {
  days.advance(60_000);
  await days.add(...jobs);
  await days.work();
  expect(days.failures, 'no job fails for an odd item').toEqual([]);
  const looks = [undefined, acme.shop.id].map((place) => days.store.coverage.at(acme.acme.id, place));
  return new Map(
    (await Promise.all(looks))
      .flat()
      .flatMap(({ source, scope, gap }) => (gap ? [[[source, scope.environment ?? ''].join(' ').trim(), gap]] : [])),
  );
}
const lookAtShop = () => gapsAfter(look(acme.acme.id, acme.shop.id));

/** By name, of what is known to stand in the shop. */
async function standing(kind: string): Promise<readonly string[]> {
  const all = await days.store.credentials.find(acme.acme.id, { places: [acme.shop.id] });
  return all.flatMap((each) => (each.kind === kind && each.goneAt === undefined ? [each.name] : [])).toSorted();
}

it('a deploy key that GitHub shows without its date hides no other, and is not taken for gone', async () => {
  const { github, shop, mallory } = acme;
  const odd = github.addDeployKey(shop, mallory, 'odd', newPublicKey());
  const gone = github.addDeployKey(shop, mallory, 'gone', newPublicKey());
  await lookAtShop();
  expect(await standing('deploy-key')).toEqual(['gone', 'odd']);

  lacking(/\/repos\/acme\/shop\/keys$/, 'created_at', ({ id }) => id === odd.id);
  github.addDeployKey(shop, mallory, 'new', newPublicKey());
  github.deleteDeployKey(shop, mallory, gone);
  const gap = (await lookAtShop()).get('deploy-key');
  expect(await standing('deploy-key'), 'what was read is read, and nothing is gone').toEqual(['gone', 'new', 'odd']);
  expect(gap).toMatchObject({ why: 'absent' });
  expect(gap?.says).toMatch(/^1 of 2 .*\/keys\) .*\(created_at: /);

  vi.unstubAllGlobals();
  expect([...(await lookAtShop()).keys()]).not.toContain('deploy-key');
  expect(await standing('deploy-key'), 'once the list is whole, what it does not show is gone').toEqual(['new', 'odd']);
});

it('a secret in the address of a webhook is not gone from there because the hook could not be read', async () => {
  const { github, shop, mallory } = acme;
  const token = fake('ghp_{base62:30}{crc32-base62}', 9);
  const odd = github.addHook(shop, mallory, `https://ci.example/hook?token=${token}`);
  github.addHook(shop, mallory, 'https://other.example/hook');
  const present = async () =>
    (await days.store.sightings.at(acme.acme.id, shop.id)).flatMap((each) =>
      each.in === 'variable' && isPresent(each) ? [each.name] : [],
    );
  await lookAtShop();
  expect(await present()).toEqual([`webhook ${odd.id}`]);
  lacking(/\/repos\/acme\/shop\/hooks$/, 'events', ({ id }) => id === odd.id);
  expect((await lookAtShop()).get('webhook')?.says).toMatch(/^1 of 2 /);
  expect(await present()).toEqual([`webhook ${odd.id}`]);
});

it('an environment without a name is no environment that was deleted, and hides no other', async () => {
  const { github, shop, alice } = acme;
  const [odd, other] = [github.createEnvironment(shop, alice, 'odd'), github.createEnvironment(shop, alice, 'other')];
  github.setSecret(odd, alice, 'IN_ODD');
  github.setSecret(other, alice, 'IN_OTHER');
  await lookAtShop();
  lacking(/\/repos\/acme\/shop\/environments$/, 'name', ({ name }) => name === 'odd');
  github.setSecret(other, alice, 'LATER');
  const gaps = await lookAtShop();
  expect(await standing('actions-secret')).toEqual(['IN_ODD', 'IN_OTHER', 'LATER']);
  expect(gaps.get('environment')?.says).toMatch(/^1 of 2 .*\/environments\) /);
  expect([...gaps.keys()].filter((name) => name.startsWith('environment'))).toEqual(['environment', 'environment odd']);

  vi.unstubAllGlobals();
  lacking(/\/environments\/other\/secrets$/, 'created_at', ({ name }) => name === 'LATER');
  github.deleteEnvironment(odd, alice);
  const later = await lookAtShop();
  expect([...later.keys()].filter((name) => name.startsWith('environment'))).toEqual(['environment other']);
  expect(await standing('actions-secret'), 'the list of environments was whole').toEqual(['IN_OTHER', 'LATER']);
});

it('a secret-scanning alert without a repository hides no other', async () => {
  const { shop } = acme;
  const alert = { createdAt: days.now(), state: 'open', validity: 'active', secretType: 'github_token' } as const;
  shop.alerts = [11, 12].map((number) => ({
    ...alert,
    number,
    secret: fake('ghp_{base62:30}{crc32-base62}', number),
  }));
  lacking(/\/orgs\/acme\/secret-scanning\/alerts$/, 'repository', ({ number }) => number === 11);
  const gaps = await gapsAfter(look(acme.acme.id));
  expect(gaps.get('secret-scanning-alert')?.says).toMatch(/^1 of 2 .*\(repository: /);
  const sightings = await days.store.sightings.at(acme.acme.id, shop.id);
  const names = sightings.flatMap((each) => (each.in === 'variable' ? [each.name] : []));
  expect(names.filter((name) => name.startsWith('secret-scanning'))).toEqual(['secret-scanning alert #12']);
});

it('a member without a login hides no other, and nobody has left for it', async () => {
  const { github, acme: org, alice, bob } = acme;
  await gapsAfter(people(org.id));
  lacking(/\/orgs\/acme\/members$/, 'login', ({ id }) => id === bob.id);
  const carol = github.user('carol');
  github.addMember(org, alice, carol);
  expect((await gapsAfter(people(org.id))).get('member')?.says).toMatch(/^1 of 3 .*\(login: /);
  const known = (await days.store.people.list(org.id)).map(({ login }) => login);
  expect(known).toContain('carol');
  expect((await days.store.departures.list(org.id)).filter(({ says }) => says === 'leaves')).toEqual([]);
});

it('a collaborator without permissions hides no other, and keeps the access that was seen before', async () => {
  const { github, acme: org, shop, alice, mallory } = acme;
  const writers = async () => {
    const { people: all = [] } = (await days.store.records.read(org.id, 'access', String(shop.id))) ?? {};
    return all.flatMap(({ login, goneAt }) => (goneAt === undefined ? [login] : [])).toSorted();
  };
  await gapsAfter(access(org.id, shop.id));
  expect(await writers()).toEqual(['alice', 'mallory']);
  lacking(/\/repos\/acme\/shop\/collaborators$/, 'permissions', ({ id }) => id === mallory.id);
  github.setCollaborator(shop, alice, github.user('dave'), 'write');
  expect((await gapsAfter(access(org.id, shop.id))).get('access')?.says).toMatch(/^1 of \d .*\(permissions: /);
  expect(await writers()).toEqual(['alice', 'dave', 'mallory']);
});

it('a repository without a name hides no new one, and is not gone', async () => {
  const { github, acme: org, shop, alice } = acme;
  const names = async () =>
    (await days.store.repositories.list(org.id)).flatMap(({ fullName, goneAt }) =>
      goneAt === undefined ? [fullName] : [],
    );
  const gapOf = async () =>
    (await days.store.coverage.at(org.id, undefined)).find(({ source }) => source === 'repositories')?.gap;
  const sync = () => syncRepositories(days.context, acme.organization, () => []);
  lacking(/\/installation\/repositories$/, 'full_name', ({ id }) => id === shop.id);
  await github.createRepository(org, 'fresh', { actor: alice });
  await sync();
  expect((await names()).toSorted()).toEqual(['acme/fresh', 'acme/shop']);
  expect((await gapOf())?.says).toMatch(/^1 of 2 .*\(full_name: /);
  vi.unstubAllGlobals();
  await sync();
  expect(await gapOf()).toBeUndefined();
});
