import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openSite } from '../../src/jobs/context.ts';
import { settings } from '../../src/jobs/requests.ts';
import { otherPolicies } from '../../src/jobs/settings.ts';
import { POLICY_PATH } from '../../src/model/policy.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await acme.github.createRepository(acme.acme, '.github-private', { actor: acme.alice });
  await write('.github-private', 'version: 1\ngrace_days: 5\n');
  await read();
}, 120_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

async function read() {
  await days.add(settings(acme.acme.id));
  await days.work();
  return days.store.policies.read(acme.acme.id);
}

/** No text: the file is deleted. */
async function write(name: string, text: string | null, others: Readonly<Record<string, string>> = {}) {
  const home = acme.github.world.repositories.find((each) => each.name === name);
  if (home === undefined) throw new Error(`there is no repository ${name}`);
  const by = { author: 'Alice', email: 'alice@acme.example', message: 'Settings' };
  await acme.github.commit(home, [{ ...by, files: { ...others, [POLICY_PATH]: text } }]);
}

it('one 404 takes no policy away, and lets no other in: the tree has to say so too', async () => {
  const before = await read();
  const failed = days.failures.length;
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github-private\/contents/, status: 404, times: 1000 });
  expect(await read()).toEqual(before);
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github-private\/git\/trees/, status: 404, times: 1000 });
  expect(await read()).toEqual(before);
  expect(days.failures.slice(failed)).toEqual(Array(2).fill(expect.stringMatching(/^settings: .*stays in force/)));
});

const NONE = { origin: 'default', policy: { mode: 'observe' }, problems: [] };

it.each([
  ['with all that stood beside it', {}],
  ['and other files stay in its folder', { '.github/CODEOWNERS': '* @alice\n' }],
])('a policy that was taken away is none any more, %s', async (_, others) => {
  await write('.github-private', 'version: 1\nmode: block\n', others);
  expect(await read()).toMatchObject({ policy: { mode: 'block' } });
  await write('.github-private', null);
  expect(await read()).toMatchObject(NONE);
  await write('.github-private', 'version: 1\n');
  await read();
});

it('a repository that was emptied has no policy any more', async () => {
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github-private\/contents/, status: 404, times: 1000 });
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github-private\/git\/trees/, status: 409, times: 1000 });
  expect(await read()).toMatchObject(NONE);
  acme.github.clearFaults();
  await read();
});

it('a policy stays in force while its file is there, whoever makes the other repository that may hold one', async () => {
  await acme.github.createRepository(acme.acme, '.github', { actor: acme.alice });
  await write('.github-private', null);
  await write('.github', 'version: 1\nmode: block\n');
  expect(await read()).toMatchObject({ origin: expect.stringMatching(/^acme\/\.github:/), policy: { mode: 'block' } });

  // Any member may make a repository of that name, and switch the gate off by it.
  await write('.github-private', 'version: 1\n');
  expect(await read()).toMatchObject({ origin: expect.stringMatching(/^acme\/\.github:/), policy: { mode: 'block' } });
  expect(await otherPolicies(days.context, await openSite(days.context, acme.acme.id))).toEqual([
    'acme/.github-private',
  ]);

  await write('.github', null);
  expect(await read()).toMatchObject({ origin: expect.stringMatching(/^acme\/\.github-private:/) });
});
