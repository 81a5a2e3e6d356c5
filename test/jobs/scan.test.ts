import { afterAll, beforeAll, expect, it } from 'vitest';
import { askWhoLater, scan } from '../../src/jobs/requests.ts';
import type { Repository } from '../../src/model/organization.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

async function pushed(path: string): Promise<void> {
  const commit = { author: 'Bob', email: 'bob@acme.example', message: path, files: { [path]: path } };
  await acme.github.commit(acme.shop, [commit]);
}

async function gapAfterScan(): Promise<string | undefined> {
  days.advance(60_000);
  await days.add(scan(acme.acme.id, acme.shop.id));
  await days.work();
  const looks = await days.store.coverage.at(acme.acme.id, acme.shop.id);
  return looks.find(({ source }) => source === 'code')?.gap?.says;
}

/** What of the next range is not read, and why. */
function leaving(reason: string | undefined): void {
  const { engine } = days.context;
  const scanning: typeof engine = {
    ...engine,
    scan: async (directory, blobs) => {
      const report = await engine.scan(directory, blobs);
      Object.assign(days.context, { engine });
      return { ...report, notScanned: blobs.map((object) => ({ object, reason: reason ?? '' })) };
    },
  };
  Object.assign(days.context, { engine: scanning });
}

it('a file that no scan could read stays told when a later scan has nothing to say of it', async () => {
  expect(await gapAfterScan()).toBeUndefined();
  await pushed('endless.txt');
  leaving('only its first keywords were looked at');
  const told = await gapAfterScan();
  expect(told).toMatch(/^1 file was not read: [0-9a-f]{10} \(only its first keywords were looked at\)$/);
  expect(await gapAfterScan(), 'nothing is new').toBe(told);
  await pushed('harmless.txt');
  expect(await gapAfterScan(), 'something else is new').toBe(told);
  await pushed('broken.txt');
  leaving('it is broken');
  expect(await gapAfterScan()).toMatch(/^2 files were not read: .*keywords.*broken/);
  expect(days.failures).toEqual([]);
});

it('workflows are not called read where the default branch is not there, and of an empty repository they are', async () => {
  const { acme: org, github, shop, alice } = acme;
  const read = async (repository: Repository) => {
    await days.store.repositories.save(org.id, [repository]);
    await days.add(scan(org.id, repository.id));
    await days.work();
    const looks = await days.store.coverage.at(org.id, repository.id);
    const uses = await days.store.records.read(org.id, 'uses', String(repository.id));
    return { gap: looks.find(({ source }) => source === 'workflow')?.gap, unread: uses?.unread };
  };
  // Renamed since the list of repositories was read.
  expect(await read({ ...asKnown(shop), defaultBranch: 'master' })).toEqual({
    gap: { why: 'absent', says: expect.stringMatching(/master/) },
    unread: [{ path: 'refs/heads/master', why: expect.any(String) }],
  });
  expect(await read(asKnown(shop))).toEqual({ gap: undefined, unread: [] });
  const empty = await github.createRepository(org, 'empty', { actor: alice });
  expect(await read(asKnown(empty))).toEqual({ gap: undefined, unread: [] });
});

it('code is read whether or not GitHub answers who brought what is in it, and that is asked again', async () => {
  const { github, shop, acme: org, mallory } = acme;
  const tokens = [1, 2].map(() => github.createPersonalAccessToken(mallory));
  for (const [at, token] of tokens.entries())
    await github.push(shop, mallory, [{ message: `Key ${at}`, files: { [`key-${at}.sh`]: `T=${token}\n` } }]);
  github.fault({ on: /^(?:GET .*\/activity|POST \/graphql)/, status: 502, times: 1000 });
  const before = await days.store.credentials.list(org.id);
  await gapAfterScan();
  const found = (await days.store.credentials.list(org.id)).slice(before.length).map(({ id }) => id);
  expect(found).toHaveLength(2);
  const tips = (await days.store.repositories.byId(org.id, shop.id))?.scannedTips ?? {};
  expect(Object.values(tips)).toContain(await shop.git.resolve('main'));
  expect(days.failures).toEqual([expect.stringMatching(/^ask-who: /)]);
  const pushers = async () =>
    (await days.store.evidence.of(org.id, found))
      .filter(({ kind }) => kind === 'ref-update')
      .map(({ who }) => who.login);
  expect(await pushers()).toEqual([]);
  const gaps = async () =>
    (await days.store.coverage.at(org.id, shop.id)).filter(({ source, gap }) => source.startsWith('evidence: ') && gap);
  expect(await gaps()).not.toEqual([]);

  github.clearFaults();
  const sightings = (await days.store.sightings.of(org.id, found)).flatMap((each) =>
    each.in === 'code' && each.commit ? [{ credential: each.credential, commit: each.commit }] : [],
  );
  await days.add(askWhoLater(org.id, shop.id, sightings));
  await days.work();
  expect(await pushers()).toEqual(['mallory', 'mallory']);
  expect(await gaps()).toEqual([]);
});

it('what GitHub refuses to tell of a value in code is asked for again a day later, or when something else is granted', async () => {
  const { github, shop, acme: org, mallory } = acme;
  const LOG = /^GET .*\/activity/;
  const needs = { 'x-accepted-github-permissions': 'contents=read' };
  const asked = () => github.requests.filter(({ method, path }) => LOG.test(`${method} ${path}`)).length;
  const known = new Set((await days.store.credentials.list(org.id)).map(({ id }) => id));
  const leak = async (name: string) => {
    const token = github.createPersonalAccessToken(mallory);
    await github.push(shop, mallory, [{ message: name, files: { [name]: `T=${token}\n` } }]);
  };
  const pushers = async () => {
    const found = (await days.store.credentials.list(org.id)).flatMap(({ id }) => (known.has(id) ? [] : [id]));
    const evidence = await days.store.evidence.of(org.id, found);
    return evidence.filter(({ kind }) => kind === 'ref-update').map(({ who }) => who.login);
  };
  const gap = async () =>
    (await days.store.coverage.at(org.id, shop.id)).find(({ source }) => source === 'evidence: ref-update')?.gap?.says;

  await leak('first.sh');
  github.fault({ on: LOG, status: 403, headers: needs, times: 1000 });
  await gapAfterScan();
  expect(await gap()).toBe('not visible: needs contents: read');
  github.clearFaults();
  await leak('second.sh');
  await gapAfterScan();
  expect(await pushers()).toEqual(['mallory']);
  expect(await gap(), 'the first is still not told of').toBe('not visible: needs contents: read');

  const before = asked();
  await gapAfterScan();
  expect(asked(), 'not every sweep asks').toBe(before);
  days.advance(DAY);
  await gapAfterScan();
  expect(await pushers()).toEqual(['mallory', 'mallory']);
  expect(await gap()).toBeUndefined();
  const after = asked();
  days.advance(DAY);
  await gapAfterScan();
  expect(asked(), 'nothing is owed any more').toBe(after);

  await leak('third.sh');
  github.fault({ on: LOG, status: 403, headers: needs, times: 1000 });
  await gapAfterScan();
  github.clearFaults();
  const forInstallation = days.context.github.forInstallation;
  const granting = async (id: number) => ({ ...(await forInstallation(id)), granted: async () => 'something else' });
  Object.assign(days.context.github, { forInstallation: granting });
  await gapAfterScan();
  expect(await pushers()).toEqual(['mallory', 'mallory', 'mallory']);
  expect(await gap()).toBeUndefined();
});

it('what a workflow calls is read from the repository that has the name now, and not from one that had it', async () => {
  const { acme: org, github, shop, alice } = acme;
  const shared = (name: string) =>
    `on: workflow_call\njobs: { a: { steps: [{ run: 'x', env: { T: '\${{ secrets.${name} }}' } }] } }\n`;
  const make = async (name: string) => {
    const made = await github.createRepository(org, name, { actor: alice });
    const files = { '.github/workflows/shared.yml': shared(`OF_${name.toUpperCase()}`) };
    await github.commit(made, [{ author: 'Alice', email: 'alice@acme.example', message: 'Shared', files }]);
    await days.store.repositories.save(org.id, [asKnown(made)]);
    await days.add(scan(org.id, made.id));
    await days.work();
    return made;
  };
  const [former, present] = [await make('former'), await make('tools')];
  await days.store.repositories.save(org.id, [{ ...asKnown(former), fullName: 'acme/tools' }]);
  await days.store.repositories.markGone(org.id, [former.id], days.now());
  expect(present.id).toBeGreaterThan(former.id);
  const caller = 'on: push\njobs: { a: { uses: acme/tools/.github/workflows/shared.yml@main, secrets: inherit } }\n';
  const files = { '.github/workflows/caller.yml': caller };
  await github.commit(shop, [{ author: 'Bob', email: 'bob@acme.example', message: 'Call', files }]);
  await days.add(scan(org.id, shop.id));
  await days.work();
  const { uses = [] } = (await days.store.records.read(org.id, 'uses', String(shop.id))) ?? {};
  expect(uses.map(({ name }) => name)).toEqual(['OF_TOOLS']);
});

it.each([403, 451])('code that GitHub blocks is a gap, and no job that fails: %i', async (status) => {
  const failed = days.failures.length;
  acme.github.fault({ on: /^GIT .*shop|^GET \/repos\/acme/, status, message: 'Repository access blocked', times: 99 });
  expect(await gapAfterScan()).toMatch(/^not visible: GitHub itself blocks access there/);
  expect(days.failures.slice(failed)).toEqual([]);
  acme.github.clearFaults();
  expect(await gapAfterScan()).not.toMatch(/blocks access/);
});
