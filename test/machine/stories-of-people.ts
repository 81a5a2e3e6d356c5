// Short stories of what people and other systems say: buttons, break-glass, a directory, a
// vendor, and where cases are kept.
import type { DepartureWord } from '../../src/model/departure-word.ts';
import { DAY, HOUR } from '../../src/model/time.ts';
import { editIssue } from './door-changes.ts';
import type { Story } from './fates.ts';
import { type Machine, run, settle } from './machine.ts';
import { post } from './mail.ts';
import { directorySays, hrSays } from './requests-in.ts';
import { all, caseOf, KEY, keyOf, LEAVES, later, MALLORY, NINA, say, write } from './telling.ts';
import { ALICE, type Person, type World } from './world.ts';

/** A button of the check of the first pull request. */
async function press(machine: Machine, sender: Person, identifier: string): Promise<void> {
  const { world } = machine;
  world.now += 1500;
  const check_run = { head_sha: world.pulls[0]?.sha };
  const about = { check_run, requested_action: { identifier }, sender: { ...sender, type: 'User' } };
  post(world, 'check_run.requested_action', { repository: 'shop', ...about });
  await settle(machine);
}

/** A pull request has a conversation, as an issue has. */
function converse({ issues, pulls: [pull], now }: World): void {
  const number = pull?.number ?? 0;
  const url = `https://github.example/api/v3/repos/acme/shop/issues/${number}`;
  const text = { title: 'It deploys', body: '', state: 'open' as const, user: { login: NINA.login } };
  issues.push({ repository: 'shop', number, url, ...text, updatedAt: now, comments: [] });
}

/** The policy says that cases are kept there; nowhere, where it is left out. */
async function keepCases(machine: Machine, where?: 'security' | 'infra'): Promise<void> {
  const { world } = machine;
  world.now += 1500;
  const { cases: _, ...policy } = JSON.parse(world.policy);
  world.policy = JSON.stringify(where === undefined ? policy : { ...policy, cases: { repository: where } });
  post(world, 'push', { repository: '.github-private', after: 'f'.repeat(40) });
  await settle(machine);
}

async function hear(machine: Machine, ...requests: readonly ReturnType<typeof hrSays>[]): Promise<void> {
  for (const request of requests) {
    machine.world.now += 1500;
    await run(machine, [request]);
    await settle(machine);
  }
}

const VENDOR = { vendor: 'Initech' };

function ofVendor({ now }: World, says: DepartureWord['says']): DepartureWord {
  const about = { vendor: 'Initech' };
  const words = { source: 'departures:workday', actor: 'departures:workday', detail: 'the contract ends' };
  return { id: says, ...words, about, says, effectiveAt: now + DAY, dated: true };
}

export const STORIES_OF_PEOPLE: Readonly<Record<string, Story>> = {
  'people press the buttons of a check': {
    before: async (machine) => {
      await all(machine, KEY, { do: 'open-pull', who: 1, where: 0, leaks: true });
      converse(machine.world);
    },
    story: async (machine) => {
      await press(machine, NINA, 'false-positive');
      await press(machine, ALICE, 'again');
      await press(machine, ALICE, 'false-positive');
      await press(machine, ALICE, 'rotated');
      await later(machine, 91 * DAY);
    },
  },
  'the glass is broken for an incident that closes, and for one that does not': {
    before: async (machine) => {
      write(machine.world, ALICE, 'the shop is down');
      write(machine.world, ALICE, 'and so is the rest');
      await all(machine, KEY, { do: 'open-pull', who: 1, where: 0, leaks: false }, LEAVES);
    },
    story: async (machine) => {
      const { world } = machine;
      const [first, second] = world.issues.filter(({ user }) => user.login === ALICE.login);
      const [open, key] = [caseOf(world), keyOf(world)];
      await say(machine, open, ALICE, `/handback break-glass ${key} for acme/shop#${first?.number} because it is down`);
      await later(machine, HOUR);
      if (first !== undefined) editIssue(world, first, { state: 'closed' });
      await settle(machine);
      if (first !== undefined) editIssue(world, first, { state: 'open' });
      await settle(machine);
      await say(
        machine,
        open,
        ALICE,
        `/handback break-glass ${key} for acme/shop#${second?.number} because it is down`,
      );
      await later(machine, HOUR);
      await later(machine, DAY);
    },
  },
  'cases are kept elsewhere, where they were, and nowhere': {
    before: (machine) => all(machine, KEY, LEAVES),
    story: async (machine) => {
      await keepCases(machine, 'infra');
      await all(machine, { do: 'add-key', who: 0, where: 1, again: false });
      await keepCases(machine, 'security');
      await keepCases(machine);
      await keepCases(machine, 'infra');
    },
  },
  'a directory switches somebody off, on again, and deletes and restores the entry': {
    before: async (machine) => {
      await all(machine, KEY);
      await hear(machine, directorySays(MALLORY.login, {}));
    },
    story: async (machine) => {
      const name = MALLORY.login;
      await hear(machine, directorySays(name, { active: false }), directorySays(name, { active: true }));
      await hear(machine, directorySays(name), directorySays(name, {}), directorySays('somebody else', {}));
      await hear(machine, directorySays('somebody else', { active: false }));
    },
  },
  'a whole vendor leaves; somebody works for another one by then, and somebody joins it': {
    before: async (machine) => {
      await all(machine, KEY, { do: 'add-key', who: 1, where: 1, again: false });
      await hear(machine, directorySays(MALLORY.login, VENDOR), directorySays(NINA.login, VENDOR));
    },
    story: async (machine) => {
      const { world } = machine;
      await hear(machine, hrSays(ofVendor(world, 'leaves')));
      await hear(machine, directorySays(NINA.login, { vendor: 'Initrode' }), directorySays(ALICE.login, VENDOR));
      await later(machine, 2 * DAY);
      await hear(machine, hrSays(ofVendor(world, 'stays')));
    },
  },
};
