// Short stories in which much is written.
import { DAY, isoDay } from '../../src/model/time.ts';
import type { Act } from './acts.ts';
import type { Story } from './fates.ts';
import { post } from './mail.ts';
import { newValue } from './perform-things.ts';
import { all, caseOf, KEY, keyOf, LEAVES, later, looks, MALLORY, NINA, pass, say, unheard, write } from './telling.ts';
import { ALICE } from './world.ts';

/** With an act that cannot be taken back. */
export const DECISIONS: Story = {
  before: async (machine) => {
    machine.world.policy = machine.world.policy.replace('{', '{"actions":{"allow":["deploy-key"]},');
    post(machine.world, 'push', { repository: '.github-private', after: 'f'.repeat(40) });
    await all(machine, KEY, { do: 'open-pull', who: 1, where: 0, leaks: false }, LEAVES);
  },
  story: async (machine) => {
    const { world } = machine;
    const [open, key] = [caseOf(world), keyOf(world)];
    const until = isoDay(world.now + 5 * DAY);
    await say(machine, open, ALICE, `/handback except ${key} until ${until} because the vendor replaces it`);
    await say(machine, open, ALICE, `/handback claim\n/handback nonsense`);
    await later(machine, 6 * DAY);
    await say(machine, open, ALICE, `/handback revoke ${key}`);
    const [request] = (await machine.store.decisions.list(world.org)).filter(({ decides }) => decides === 'request');
    await say(machine, open, NINA, `/handback approve ${request?.id.slice(0, 12)}`);
  },
};

export const STORIES: Readonly<Record<string, Story>> = {
  'somebody leaves, and what they made goes, is proved, and comes back': {
    before: (machine) => all(machine, KEY, { do: 'set-secret', who: 0, where: 1 }),
    story: async (machine) => {
      await all(machine, LEAVES, { do: 'delete-key', which: 0 }, { do: 'delete-secret', which: 0 });
      await later(machine, DAY);
      await later(machine, 7 * DAY);
      await all(machine, { do: 'add-key', who: 1, where: 0, again: true });
    },
  },
  'a pull request brings a secret, goes on without, and is closed': {
    before: (machine) => all(machine, KEY, LEAVES),
    story: (machine) =>
      all(
        machine,
        { do: 'open-pull', who: 1, where: 0, leaks: true },
        { do: 'touch-check', which: 0 },
        { do: 'kill', who: 0 },
        { do: 'push-pull', which: 0 },
        { do: 'close-pull', which: 0 },
      ),
  },
  'a sweep finds all that no event told of': {
    before: (machine) => all(machine, KEY, { do: 'open-pull', who: 0, where: 1, leaks: true }),
    story: async (machine) => {
      await unheard(
        machine,
        ...([
          { do: 'close-pull', which: 0 },
          { do: 'open-pull', who: 1, where: 0, leaks: true },
          { do: 'push-secret', who: 0, where: 0 },
          { do: 'set-secret', who: 0, where: 0 },
          { do: 'add-key', who: 0, where: 1, again: false },
          { do: 'block', who: 1 },
          LEAVES,
        ] satisfies Act[]),
      );
      await pass(machine);
    },
  },
  'somebody writes a secret into an issue, and another one into a comment': {
    before: async (machine) => {
      write(machine.world, MALLORY, 'nothing');
      await looks(machine);
      machine.world.now += DAY;
    },
    story: async (machine) => {
      const { world } = machine;
      const [issue] = world.issues;
      if (issue !== undefined) Object.assign(issue, { body: newValue(world), updatedAt: world.now });
      await say(machine, issue, NINA, newValue(world));
      await looks(machine);
      world.now += DAY;
      await looks(machine);
    },
  },
  'people decide in a case: an exception that runs out, a claim, and a deletion by two': DECISIONS,
  'the roster and the policy change': {
    before: (machine) => all(machine, KEY),
    story: (machine) =>
      all(
        machine,
        { do: 'roster', who: 0, day: -1 },
        { do: 'policy', mode: 'warn', grace: 5, spare: true },
        { do: 'roster', who: 0, day: null },
        { do: 'join', who: 0 },
        { do: 'close-case', which: 0 },
      ),
  },
};
