import { afterEach, beforeEach, expect, it } from 'vitest';
import { look } from '../../src/jobs/requests.ts';
import { survey } from '../../src/jobs/survey-requests.ts';
import { fake } from '../support/fake-tokens.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeEach(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
});
afterEach(async () => {
  await days.close();
  await acme.close();
});

/** How often the audit log was held against the ledger meanwhile. */
async function heldAgainst(...jobs: Parameters<FastDays['add']>): Promise<number> {
  const from = days.jobs.length;
  await days.add(...jobs);
  await days.work();
  return days.jobs.slice(from).filter((type) => type === 'audit-evidence').length;
}
const looked = () => heldAgainst(look(acme.acme.id, acme.shop.id));

it('the audit log is held against the ledger after a look that sees something new, and not after every look', async () => {
  const secret = (name: string) => acme.github.setSecret(acme.shop, acme.alice, name);
  secret('TOKEN');
  expect(await looked()).toBeGreaterThan(0);
  expect(await looked()).toBe(0);
  secret('OTHER');
  expect(await looked()).toBeGreaterThan(0);
  expect(await looked()).toBe(0);
});

it('also after one that sees a secret made again under its name, or a value in a text', async () => {
  acme.github.setSecret(acme.shop, acme.alice, 'TOKEN');
  await looked();
  acme.github.deleteSecret(acme.shop, acme.alice, 'TOKEN');
  expect(await looked()).toBe(0);
  acme.github.setSecret(acme.shop, acme.alice, 'TOKEN');
  expect(await looked()).toBeGreaterThan(0);
  expect(await looked()).toBe(0);
  acme.github.setVariable(acme.shop, acme.alice, 'REGISTRY', fake('npm_{base62:30}{crc32-base62}'));
  expect(await looked()).toBeGreaterThan(0);
});

it('and at the end of every full pass, whatever was lost before', async () => {
  await looked();
  expect(await heldAgainst(survey(acme.acme.id, 'all'))).toBeGreaterThan(0);
});
