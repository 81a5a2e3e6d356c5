// Short stories in which much is written.
import { enforce, incidents, look, prove, sweep } from '../../src/jobs/requests.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import type { Act } from './acts.ts';
import type { Story } from './fates.ts';
import { type Machine, run, settle } from './machine.ts';
import { post } from './mail.ts';
import { perform } from './perform.ts';
import { newValue } from './perform-things.ts';
import { ALICE, CONTRACTORS, type Issue, iso, nextId, type Person, repositoryId, type World } from './world.ts';

const [MALLORY = ALICE, NINA = ALICE] = CONTRACTORS;

async function all(machine: Machine, ...acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    await perform(machine, act);
    await settle(machine);
  }
}

async function pass(machine: Machine): Promise<void> {
  machine.world.now += 60_000;
  await run(machine, [sweep(machine.world.org)]);
  await settle(machine);
}

/** What is in the shop, as a sweep would see it. */
async function looks(machine: Machine): Promise<void> {
  const { world } = machine;
  world.now += 60_000;
  await run(machine, [look(world.org, repositoryId(world, 'shop'))]);
  await settle(machine);
}

async function later(machine: Machine, ms: number): Promise<void> {
  const { world } = machine;
  world.now += ms;
  await run(machine, [incidents(world.org), prove(world.org), enforce(world.org)]);
  await settle(machine);
}

/** The webhooks of what happened just now never come. */
async function unheard(machine: Machine, ...acts: readonly Act[]): Promise<void> {
  for (const act of acts) await perform(machine, act);
  machine.world.mail.splice(0);
}

function write(world: World, { login }: Person, body: string): Issue {
  const number = nextId(world);
  const url = `https://github.example/api/v3/repos/acme/shop/issues/${number}`;
  const issue: Issue = {
    ...{ repository: 'shop', number, url, title: 'It fails', body, state: 'open', user: { login } },
    ...{ updatedAt: world.now, comments: [] },
  };
  world.issues.push(issue);
  return issue;
}

async function say(machine: Machine, issue: Issue | undefined, who: Person, body: string): Promise<void> {
  const { world } = machine;
  world.now += 1500;
  const comment = { id: nextId(world), body, user: { login: who.login }, created_at: iso(world.now), reactions: [] };
  issue?.comments.push(comment);
  const sender = { id: who.id, login: who.login, type: 'User' };
  const about = { comment: { id: comment.id, body, user: sender }, sender };
  post(world, 'issue_comment.created', { repository: issue?.repository ?? 'security', ...about });
  await settle(machine);
}

const KEY: Act = { do: 'add-key', who: 0, where: 0, again: false };
const LEAVES: Act = { do: 'leave', who: 0 };

const caseOf = ({ issues }: World) => issues.find(({ repository }) => repository === 'security');
const keyOf = (world: World) => `deploy-key:${repositoryId(world, 'shop')}:${world.keys[0]?.id}`;

/** With an act that cannot be taken back. */
export const DECISIONS: Story = {
  before: async (machine) => {
    machine.world.policy = machine.world.policy.replace('{', '{"actions":{"allow":["deploy-key"]},');
    post(machine.world, 'push', { repository: '.github-private', ...{ after: 'f'.repeat(40) } });
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
