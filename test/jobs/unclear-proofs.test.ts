// What is asked again, and how often, while no look gets a clear answer.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import { situation } from '../../src/jobs/reading/situation.ts';
import { look, prove } from '../../src/jobs/requests.ts';
import { type CredentialId, credentialId } from '../../src/model/credential.ts';
import type { IssuerAnswer } from '../../src/model/issuer.ts';
import { Secret } from '../../src/model/secret.ts';
import { DAY, HOUR } from '../../src/model/time.ts';
import { fake } from '../support/fake-tokens.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, makeEvidence, makeNotice } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
});
afterAll(() => acme.close());
beforeEach(async () => {
  days = await startFastDays(acme);
  const org = acme.acme.id;
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(org, [asKnown(acme.shop)]);
  const policy = makePolicy({ issuer_probes: true });
  await days.store.policies.save(org, { policy, origin: 'acme/.github-private:.github/handback.yml@1', problems: [] });
  await days.store.people.save(org, [{ id: 7, login: 'mallory', bot: false, emails: [] }]);
  await days.store.departures.add(org, [makeNotice({ who: { id: 7, login: 'mallory' } })]);
  return () => days.close();
});

const KEYS = /^GET \/repos\/acme\/shop\/keys\/77$/;

/** Passes of the clock, every hour: how often it was asked on each day. */
async function passes(forDays: number, asked: () => number): Promise<readonly number[]> {
  const each: number[] = [];
  for (let day = 0; day < forDays; day += 1) {
    const before = asked();
    for (let pass = 0; pass < 24; pass += 1) {
      await days.add(prove(acme.acme.id));
      await days.work();
      days.advance(HOUR);
    }
    each.push(asked() - before);
  }
  return each;
}

/** A deploy key of the leaver that is gone, and whether GitHub answers for it. */
async function goneKey() {
  const org = acme.acme.id;
  const id = credentialId('deploy-key', acme.shop.id, 77);
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  const key = makeCredential({ id, scope, facts: { keyId: 77, publicKey: 'key 77' } });
  await days.store.credentials.save(org, [key], days.now() - DAY);
  await days.store.evidence.add(org, [makeEvidence({ id: `added ${id}`, credential: id })]);
  const github = { fails: false, asked: 0 };
  const door = await days.context.github.forInstallation(acme.installationId);
  const watched: typeof door.look = async (route, parameters) => {
    const request = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(parameters[name]));
    if (!KEYS.test(request)) return door.look(route, parameters);
    github.asked += 1;
    return github.fails ? { status: 502, data: undefined } : door.look(route, parameters);
  };
  Object.assign(days.context.github, { forInstallation: async () => ({ ...door, look: watched }) });
  return { id, github };
}

async function proofOf(id: CredentialId) {
  const { files } = await situation(days.store, acme.organization, days.now());
  return files.get(id)?.proof;
}

it('a re-check without a clear answer is tried ever less often, and the last look says so', async () => {
  const { id, github } = await goneKey();
  await passes(1, () => github.asked);
  expect(await proofOf(id)).toMatchObject({ state: 'proved' });
  github.fails = true;
  const each = await passes(40, () => github.asked);
  expect(each[0]).toBeGreaterThan(1);
  expect(each[0]).toBeLessThan(7);
  expect(each.slice(1).every((many) => many <= 1)).toBe(true);
  expect(each.slice(20).reduce((sum, many) => sum + many)).toBe(3);
  expect(await proofOf(id)).toMatchObject({ state: 'proved', latest: { result: 'unknown' } });
});

it('whoever says that it is to be looked at is not kept waiting, and a clear answer ends the rests', async () => {
  const { id, github } = await goneKey();
  await passes(1, () => github.asked);
  github.fails = true;
  await passes(12, () => github.asked);
  github.fails = false;
  const before = github.asked;
  await days.add(prove(acme.acme.id, true));
  await days.work();
  expect(github.asked).toBe(before + 1);
  const proof = await proofOf(id);
  expect(proof).toMatchObject({ state: 'proved', latest: { result: 'gone' } });
  expect(proof?.recheckAt).toBe((proof?.provedAt ?? 0) + 30 * DAY);
});

it('a forced look leaves alone what was proved and rests until its day', async () => {
  const { github } = await goneKey();
  await passes(1, () => github.asked);
  const before = github.asked;
  await passes(1, () => github.asked);
  const once = github.asked - before;
  await days.add(prove(acme.acme.id, true));
  await days.work();
  expect(github.asked - before).toBe(once);
});

/** A GitHub token of the leaver in a variable, on an Enterprise Server that never took it. */
async function strangeToken(there: IssuerAnswer) {
  const { id: org } = acme.acme;
  const value = fake('ghp_{base62:30}{crc32-base62}', 77);
  acme.github.setVariable(acme.shop, acme.mallory, 'STRANGE', value);
  await days.add(look(org, acme.shop.id, { sources: ['actions-variable'] }));
  await days.work();
  const print = fingerprint(new Secret(value), days.context.fingerprintKey);
  const known = await days.store.credentials.list(org);
  const credential = known.find(({ plaintext }) => plaintext?.fingerprint === print);
  if (credential === undefined) throw new Error('the token was not found');
  await days.store.evidence.add(org, [makeEvidence({ id: 'brought', credential: credential.id })]);
  const issuers = { there, asked: 0 };
  Object.assign(days.context, {
    asksOthers: true,
    askIssuer: async ({ url }: { url: string }): Promise<IssuerAnswer> => {
      if (url.startsWith('{api}')) return { status: 401, verdict: 'dead', requestId: 'here' };
      issuers.asked += 1;
      return issuers.there;
    },
  });
  return { id: credential.id, issuers };
}

it('github.com is asked about a token of an Enterprise Server ever less often, and once a day in the end', async () => {
  const { id, issuers } = await strangeToken({ status: 503, verdict: 'unclear' });
  const [first = 0, ...rest] = await passes(6, () => issuers.asked);
  expect(first).toBeGreaterThan(2);
  expect(first).toBeLessThan(8);
  expect(rest.every((many) => many <= 1)).toBe(true);
  expect(await proofOf(id)).toMatchObject({ state: 'unobserved', latest: { result: 'unknown' } });
  issuers.there = { status: 401, verdict: 'dead', requestId: 'there' };
  await days.add(prove(acme.acme.id, true));
  await days.work();
  expect(await proofOf(id)).toMatchObject({ state: 'proved' });
});

it('github.com, which still takes a token, is asked once a day', async () => {
  const { id, issuers } = await strangeToken({ status: 200, verdict: 'live' });
  expect(await passes(3, () => issuers.asked)).toEqual([1, 1, 1]);
  expect(await proofOf(id)).toMatchObject({ state: 'alive' });
});
