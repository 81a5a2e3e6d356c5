// What is made of a delivery that lacks what an organisation's has.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jobsFor } from '../../src/app.ts';
import { receive } from '../../src/jobs/intake.ts';
import { deliveryOf } from '../../src/model/delivery.ts';
import { openAcme } from '../audit/ledger.ts';

let acme: Awaited<ReturnType<typeof openAcme>>;
let warnings: string[];
beforeEach(async () => {
  acme = await openAcme();
  warnings = [];
});
afterEach(() => acme.close());

let count = 0;
async function arrives(event: string, payload: object): Promise<readonly string[]> {
  const quiet = () => undefined;
  const log = { info: quiet, error: quiet, warn: (_: object, message: string) => void warnings.push(message) };
  const delivery = deliveryOf(`guid-${++count}`, event, { installation: { id: 5 }, ...payload }, 1);
  await receive({ store: acme.store, queue: acme.queue, log }, delivery, (each) =>
    jobsFor({ event: each.event, action: each.action ?? '', payload: each.payload, receivedAt: each.receivedAt }),
  );
  return acme.jobs.splice(0).map(({ type }) => type);
}

const push = { after: 'a'.repeat(40) };
const repository = (type: string) => ({ repository: { id: 11, owner: { id: 7, login: 'bob', type } } });

it('an event of a personal account leads to nothing, and to no warning: that was said when the App was installed there', async () => {
  expect(await arrives('push', { ...push, ...repository('User') })).toEqual([]);
  expect(warnings).toEqual([]);
  expect(await arrives('installation', { action: 'created' })).toEqual(['onboard']);
});

it('an event of an organisation that lacks a field still leads to a look at everything, and to a warning', async () => {
  expect(await arrives('push', { ...push, ...repository('Organization') })).toEqual(['onboard', 'sweep']);
  expect(await arrives('push', push)).toEqual(['onboard', 'sweep']);
  expect(await arrives('push', { ...repository('User'), organization: { id: 1 } })).toEqual(['onboard', 'sweep']);
  // Of an installation that is not known yet everything is looked at as soon as it is.
  expect(await arrives('push', { ...push, installation: { id: 6 } })).toEqual(['onboard']);
  expect(warnings).toHaveLength(4);
});

it('of a repository that is edited only another default branch matters: policy, roster and workflows are read from it', async () => {
  const edited = (changes: object) => arrives('repository', { action: 'edited', organization: { id: 1 }, changes });
  expect(await edited({ description: { from: 'a shop' } })).toEqual([]);
  expect(await edited({ default_branch: { from: 'master' } })).toEqual(['onboard']);
});
