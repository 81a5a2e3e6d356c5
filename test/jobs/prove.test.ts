import { afterAll, beforeAll, expect, it } from 'vitest';
import { situation } from '../../src/jobs/reading/situation.ts';
import { prove } from '../../src/jobs/requests.ts';
import { type CredentialId, credentialId } from '../../src/model/credential.ts';
import { RetryLater } from '../../src/model/job.ts';
import { DAY, HOUR } from '../../src/model/time.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, makeEvidence, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  const org = acme.acme.id;
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(org, [asKnown(acme.shop)]);
  const reading = { policy: makePolicy(), origin: 'acme/.github-private:.github/handback.yml@1', problems: [] };
  await days.store.policies.save(org, reading);
  await days.store.people.save(org, [{ id: 7, login: 'mallory', bot: false, emails: [] }]);
  await days.store.departures.add(org, [makeNotice({ who: { id: 7, login: 'mallory' } })]);
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

/** Deploy keys of the leaver that are gone by now. */
async function goneKeys(from: number, many: number): Promise<readonly CredentialId[]> {
  const ids = Array.from({ length: many }, (_, at) => credentialId('deploy-key', acme.shop.id, from + at));
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  const keys = ids.map((id, at) =>
    makeCredential({ id, scope, facts: { keyId: from + at, publicKey: `key ${from + at}` } }),
  );
  await days.store.credentials.save(acme.acme.id, keys, NOW - DAY);
  await days.store.evidence.add(
    acme.acme.id,
    ids.map((credential) => makeEvidence({ id: `added ${credential}`, credential })),
  );
  return ids;
}

/** Whether GitHub answers a look, each time that it is asked. */
async function answering(to: (request: string) => Error | undefined): Promise<() => void> {
  const { forInstallation } = days.context.github;
  const door = await forInstallation(acme.installationId);
  const look: typeof door.look = async (route, parameters) => {
    const error = to(`${route} ${JSON.stringify(parameters)}`);
    if (error !== undefined) throw error;
    return door.look(route, parameters);
  };
  Object.assign(days.context.github, { forInstallation: async () => ({ ...door, look }) });
  return () => Object.assign(days.context.github, { forInstallation });
}

async function proved(ids: readonly string[]): Promise<number> {
  const seen = await days.store.observations.of(acme.acme.id, ids);
  return new Set(seen.filter(({ result }) => result === 'gone').map(({ credential }) => credential)).size;
}

it('more credentials than an hour has requests for are proved hour by hour', async () => {
  const ids = await goneKeys(1000, 12);
  let [left, runs] = [10, 0];
  const restore = await answering(() => {
    if (left > 0) left -= 1;
    else [left, runs] = [10, runs + 1];
    return left === 10 ? new RetryLater('the limit is used up', HOUR) : undefined;
  });
  await days.add(prove(acme.acme.id));
  await days.work(() => runs > 12);
  restore();
  expect(await proved(ids)).toBe(12);
});

it('what was written while the clock was ahead proves nothing when it is right again, and is seen anew', async () => {
  const { id: org } = acme.acme;
  const key = acme.github.addDeployKey(acme.shop, acme.mallory, 'ci', newPublicKey());
  const there = credentialId('deploy-key', acme.shop.id, key.id);
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  const facts = { keyId: key.id, publicKey: key.key };
  await days.store.credentials.save(org, [makeCredential({ id: there, scope, facts })], days.context.now());
  await days.store.evidence.add(org, [makeEvidence({ id: `added ${there}`, credential: there })]);
  const [gone = there] = await goneKeys(5000, 1);
  const ahead = days.context.now() + DAY;
  const seen = [there, gone].map((credential) => makeObservation({ id: `ahead ${credential}`, credential, at: ahead }));
  await days.store.observations.add(org, seen);
  const states = async () => {
    const { files } = await situation(days.store, acme.organization, days.context.now());
    return [there, gone].map((id) => files.get(id)?.proof.state);
  };
  expect(await states()).toEqual(['unobserved', 'unobserved']);
  await days.add(prove(org));
  await days.work();
  expect(await states()).toEqual(['alive', 'proved']);
});

it('each look is dated when it was made, however long the others take', async () => {
  const ids = await goneKeys(3000, 3);
  const restore = await answering((request) => {
    if (/"key_id":300\d/.test(request)) days.advance(HOUR);
    return undefined;
  });
  await days.add(prove(acme.acme.id));
  await days.work();
  restore();
  const times = (await days.store.observations.of(acme.acme.id, ids)).map(({ at }) => at).toSorted((a, b) => a - b);
  const [first = 0] = times;
  expect(times).toEqual([first, first + HOUR, first + 2 * HOUR]);
});
