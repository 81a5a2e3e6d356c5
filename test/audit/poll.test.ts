import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import { type GitHubApp, GitHubFailure } from '../../src/github/github.ts';
import { auditLog, look } from '../../src/jobs/requests.ts';
import type { NewJob } from '../../src/model/job.ts';
import { departures } from '../../src/policy/departures.ts';
import type { Door } from '../support/make-door.ts';
import { type AuditWorld, openAuditWorld } from './world.ts';

let world: Door;
let ledger: AuditWorld['ledger'];
let audit: AuditWorld;

async function open(options: Parameters<typeof openAuditWorld>[0] = {}) {
  audit = await openAuditWorld(options);
  ({ world, ledger } = audit);
}
beforeEach(() => open());
afterEach(() => audit.close());

const run = (job: NewJob) => audit.run(job);
const drain = () => audit.drain();
async function poll() {
  await run(auditLog(world.acme.id));
  await drain();
}
const asked = () =>
  world.github.requests.filter(({ path }) => path.endsWith('/audit-log')).map(({ query }) => JSON.stringify(query));
const facts = () => ledger.store.audit.list(world.acme.id);
const creators = async () => {
  const people = directory(await ledger.store.people.list(world.acme.id));
  const evidence = await ledger.store.evidence.list(world.acme.id);
  const byCredential = Map.groupBy(evidence, ({ credential }) => credential.replace(/.*:/, ''));
  return Object.fromEntries(
    [...byCredential].map(([name, each]) => [name, attribute(each, people).creator?.person?.login]),
  );
};

describe('the audit log, read by its API', () => {
  test('says who stored a secret that is known, and one that is listed only later', async () => {
    const { github, shop, mallory, bob, acme } = world;
    github.setSecret(shop, mallory, 'EARLY');
    await run(look(acme.id, shop.id, { sources: ['actions-secret'] }));
    await drain();
    github.setSecret(shop, bob, 'LATE');
    await poll();
    expect(await creators()).toEqual({ EARLY: 'mallory' });
    await run(look(acme.id, shop.id, { sources: ['actions-secret'] }));
    await drain();
    expect(await creators()).toEqual({ EARLY: 'mallory', LATE: 'bob' });
    expect(github.problems).toEqual([]);
  });

  test('goes on where it was, and reads little twice', async () => {
    const { github, shop, mallory } = world;
    for (let at = 0; at < 230; at++) github.setSecret(shop, mallory, `SECRET_${at}`);
    await poll();
    expect(await facts()).toHaveLength(230 + 2);
    const first = asked().length;
    await poll();
    github.setSecret(shop, mallory, 'NEW');
    await poll();
    expect(await facts()).toHaveLength(231 + 2);
    // Three polls of five groups, and the pages behind the first; everything here is within the overlap.
    expect(first).toBe(7);
    expect(asked().at(-1)).toMatch(/created:>=\d{4}-\d\d-\d\dT/);
  });

  test('that breaks off keeps the pages it had, and the next run takes the rest', async () => {
    const { github, shop, mallory } = world;
    for (let at = 0; at < 150; at++) github.setSecret(shop, mallory, `SECRET_${at}`);
    const whole = audit.context.github;
    audit.context.github = breakingAfter(whole, 130);
    await expect(run(auditLog(world.acme.id))).rejects.toThrow('cut');
    const [{ gap } = {}] = await ledger.store.coverage.list(world.acme.id);
    expect(gap).toMatchObject({ why: 'failed' });
    audit.context.github = whole;
    const before = (await facts()).length;
    expect(before).toBeGreaterThan(90);
    expect(before).toBeLessThan(130);
    await poll();
    expect(await facts()).toHaveLength(152);
  });

  test('makes a departure of a removal, but not when the person is here', async () => {
    const { github, acme, alice, bob, mallory } = world;
    github.removeMember(acme, alice, bob);
    github.addMember(acme, alice, mallory);
    github.removeMember(acme, alice, mallory);
    github.addMember(acme, alice, mallory);
    await poll();
    const people = await ledger.store.people.list(acme.id);
    const known = (who: { id?: number }) => people.find(({ id }) => id === who.id);
    const left = departures(await ledger.store.departures.list(acme.id), known, Date.now() + 1);
    expect(left.map(({ who, state }) => `${who.login} ${state}`)).toEqual(['bob effective']);
    expect(audit.logged.join('\n')).toContain('but the person is here');
  });

  test('makes a departure of a removal also when the person was merely invited again', async () => {
    const { github, acme, alice, bob } = world;
    github.removeMember(acme, alice, bob);
    audit.context.github = inviting(audit.context.github, { id: bob.id, login: 'bob' });
    await poll();
    const told = await ledger.store.departures.list(acme.id);
    expect(told.filter(({ who }) => who.login === 'bob').map(({ says }) => says)).toContain('leaves');
  });

  test('makes no departure of a removal of somebody who was skipped in a list that moved on', async () => {
    const { github, acme, alice, bob } = world;
    github.removeMember(acme, alice, bob);
    const others = Array.from({ length: 100 }, (_, at) => ({ id: 9000 + at, login: `u${at}` }));
    const readings = [others, [...others, { id: bob.id, login: 'bob' }]];
    const { forInstallation } = audit.context.github;
    const door = await forInstallation(world.installationId);
    const pages: typeof door.pages = async function* (route, parameters, schema) {
      if (!route.endsWith('/outside_collaborators')) return yield* door.pages(route, parameters, schema);
      for (const each of readings.shift() ?? []) yield schema.parse(each);
    };
    audit.context.github = { ...audit.context.github, forInstallation: async () => ({ ...door, pages }) };
    await poll();
    const told = await ledger.store.departures.list(acme.id);
    expect(told.filter(({ who }) => who.login === 'bob').map(({ says }) => says)).not.toContain('leaves');
  });

  test('that is not to be had leaves a gap in the coverage, not silence', async () => {
    world.acme.plan = 'team';
    await poll();
    const [first] = await ledger.store.coverage.list(world.acme.id);
    expect(first).toMatchObject({
      source: 'audit-log',
      gap: { why: 'absent', says: expect.stringContaining('Enterprise') },
    });
    world.acme.plan = 'enterprise';
    await poll();
    expect(await ledger.store.coverage.list(world.acme.id)).toMatchObject([{ source: 'audit-log' }]);
    expect((await ledger.store.coverage.list(world.acme.id))[0]?.gap).toBeUndefined();
  });

  test('that the App may not see is not visible, and the gap names what is needed', async () => {
    await audit.close();
    await open({ permissions: { metadata: 'read' } });
    await poll();
    const needs = expect.stringContaining('organization_administration: read');
    expect(await ledger.store.coverage.list(world.acme.id)).toMatchObject([{ gap: { why: 'permission', needs } }]);
  });
});

/** A door whose connection breaks when it has handed out so many items of lists. */
function breakingAfter(app: GitHubApp, most: number): GitHubApp {
  let handed = 0;
  return {
    ...app,
    forInstallation: async (id) => {
      const door = await app.forInstallation(id);
      return {
        ...door,
        pages: async function* (route, parameters, schema) {
          for await (const item of door.pages(route, parameters, schema)) {
            if (++handed > most) throw new GitHubFailure('the connection was cut', 0);
            yield item;
          }
        },
      };
    },
  };
}

/** The same GitHub, where somebody has an invitation into the organisation that they have not taken. */
function inviting(app: GitHubApp, user: { readonly id: number; readonly login: string }): GitHubApp {
  const forInstallation: GitHubApp['forInstallation'] = async (id) => {
    const door = await app.forInstallation(id);
    const find: typeof door.find = async (route, parameters, schema) =>
      route === 'GET /orgs/{org}/memberships/{username}' && parameters['username'] === user.login
        ? schema.parse({ state: 'pending', user })
        : door.find(route, parameters, schema);
    return { ...door, find };
  };
  return { ...app, forInstallation };
}
