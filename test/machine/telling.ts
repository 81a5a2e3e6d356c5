// What stories are told with.
import { enforce, incidents, look, prove, sweep } from '../../src/jobs/requests.ts';
import type { Act } from './acts.ts';
import { type Machine, run, settle } from './machine.ts';
import { post } from './mail.ts';
import { perform } from './perform.ts';
import { ALICE, CONTRACTORS, type Issue, iso, nextId, type Person, repositoryId, type World } from './world.ts';

export const [MALLORY = ALICE, NINA = ALICE] = CONTRACTORS;

export async function all(machine: Machine, ...acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    await perform(machine, act);
    await settle(machine);
  }
}

export async function pass(machine: Machine): Promise<void> {
  machine.world.now += 60_000;
  await run(machine, [sweep(machine.world.org)]);
  await settle(machine);
}

/** What is in the shop, as a sweep would see it. */
export async function looks(machine: Machine): Promise<void> {
  const { world } = machine;
  world.now += 60_000;
  await run(machine, [look(world.org, repositoryId(world, 'shop'))]);
  await settle(machine);
}

export async function later(machine: Machine, ms: number): Promise<void> {
  const { world } = machine;
  world.now += ms;
  await run(machine, [incidents(world.org), prove(world.org), enforce(world.org)]);
  await settle(machine);
}

/** The webhooks of what happened just now never come. */
export async function unheard(machine: Machine, ...acts: readonly Act[]): Promise<void> {
  for (const act of acts) await perform(machine, act);
  machine.world.mail.splice(0);
}

export function write(world: World, { login }: Person, body: string): Issue {
  const number = nextId(world);
  const url = `https://github.example/api/v3/repos/acme/shop/issues/${number}`;
  const issue: Issue = {
    repository: 'shop',
    number,
    url,
    title: 'It fails',
    body,
    state: 'open',
    user: { login },
    updatedAt: world.now,
    comments: [],
  };
  world.issues.push(issue);
  return issue;
}

export async function say(machine: Machine, issue: Issue | undefined, who: Person, body: string): Promise<void> {
  const { world } = machine;
  world.now += 1500;
  const comment = { id: nextId(world), body, user: { login: who.login }, created_at: iso(world.now), reactions: [] };
  issue?.comments.push(comment);
  const sender = { id: who.id, login: who.login, type: 'User' };
  const about = { comment: { id: comment.id, body, user: sender }, sender };
  post(world, 'issue_comment.created', { repository: issue?.repository ?? 'security', ...about });
  await settle(machine);
}

export const KEY: Act = { do: 'add-key', who: 0, where: 0, again: false };
export const LEAVES: Act = { do: 'leave', who: 0 };

export const caseOf = ({ issues }: World) => issues.find(({ repository }) => repository === 'security');
export const keyOf = (world: World) => `deploy-key:${repositoryId(world, 'shop')}:${world.keys[0]?.id}`;
