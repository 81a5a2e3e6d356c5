import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importAuditLog } from '../../src/jobs/audit/import.ts';
import { situations } from '../../src/jobs/reading/narrow.ts';
import { situation } from '../../src/jobs/reading/situation.ts';
import { credentialId } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import { makeCredential, makeNotice } from '../support/make-facts.ts';
import { entry, STORED_AT as NOW } from './entries.ts';
import { piecesOf } from './ledger.ts';
import { type AuditWorld, openAuditWorld } from './world.ts';

let audit: AuditWorld;
beforeEach(async () => {
  audit = await openAuditWorld();
});
afterEach(() => audit.close());

describe('an export that has logins of former days', () => {
  /** Until now mallory was called mally; the login is bob's today, whom the ledger knows. */
  async function renamed(...entries: readonly object[]) {
    return importing(
      [-DAY, DAY].map((by) => ({ ...said(by), actor_id: audit.world.mallory.id })),
      ...entries,
    );
  }
  async function importing(naming: readonly object[], ...entries: readonly object[]) {
    const { acme, mallory, bob, organization } = audit.world;
    const { store } = audit.ledger;
    const account = (id: number, name: string) => ({ id, login: name, bot: false, emails: [] });
    await store.people.save(acme.id, [account(mallory.id, 'mallory'), account(bob.id, 'mally')]);
    const seen = naming.map((each) => entry({ action: 'hook.create', hook_id: 1, ...each }));
    const lines = [...seen, ...entries].map((each) => JSON.stringify(each)).join('\n');
    await importAuditLog(audit.ledger, organization, piecesOf(lines), () => {});
    await audit.drain();
    return situation(store, organization, NOW + 90 * DAY);
  }
  const said = (by: number) => ({
    org_id: audit.world.acme.id,
    repo: 'acme/shop',
    repo_id: audit.world.shop.id,
    actor: 'mally',
    actor_id: undefined,
    created_at: NOW + by,
  });
  const secret = () =>
    makeCredential({
      id: credentialId('actions-secret', audit.world.shop.id, '', 'TOKEN'),
      kind: 'actions-secret',
      name: 'TOKEN',
      scope: { repositoryId: audit.world.shop.id },
      createdAt: NOW,
      facts: {},
    });

  test('leads to who had them then, in the case of whoever left, and in what they did since', async () => {
    const { acme, mallory, bob } = audit.world;
    await audit.ledger.store.credentials.save(acme.id, [secret()], NOW);
    const left = (id: number) => makeNotice({ who: { id }, effectiveAt: NOW - DAY, learnedAt: NOW - DAY });
    await audit.ledger.store.departures.add(acme.id, [left(mallory.id), left(bob.id)]);
    const { cases, files } = await renamed(entry(said(0)));
    expect(files.get(secret().id)?.attribution().creator?.person?.id).toBe(mallory.id);
    const told = cases.map(({ departure, items, incidents }) => [
      departure.person?.id,
      items.map(({ file }) => file.credential.name),
      incidents?.map(({ is }) => is),
    ]);
    expect(told).toEqual([
      [mallory.id, ['TOKEN'], ['acted', 'acted']],
      [bob.id, [], undefined],
    ]);
    const portions = await Array.fromAsync(
      situations(audit.ledger.store, audit.world.organization, NOW + 90 * DAY, { portion: 1 }),
    );
    expect(
      portions.flatMap((portion) => portion.cases.flatMap(({ items }) => items.length)).toSorted((a, b) => a - b),
    ).toEqual([0, 1]);
  });

  test('leads to who had them by what the log says of those for whom agents acted', async () => {
    const { acme, mallory } = audit.world;
    await audit.ledger.store.credentials.save(acme.id, [secret()], NOW);
    const agent = { actor: 'Copilot', actor_id: 198_982_749, actor_is_agent: true };
    const asked = { ...agent, user: 'mally', user_id: mallory.id };
    const { files } = await importing(
      [-DAY, DAY].map((by) => ({ ...said(by), ...asked })),
      entry(said(0)),
    );
    expect(files.get(secret().id)?.attribution().creator?.person?.id).toBe(mallory.id);
  });

  test('leads to who had an agent act, which is named beside them', async () => {
    const { acme, mallory } = audit.world;
    const left = makeNotice({ who: { id: mallory.id }, effectiveAt: NOW - DAY / 2, learnedAt: NOW - DAY / 2 });
    await audit.ledger.store.departures.add(acme.id, [left]);
    const agent = { actor: 'Copilot', actor_id: 198_982_749, actor_is_agent: true, user: 'mally' };
    const { cases } = await renamed(entry({ ...said(0), ...agent }));
    const acts = cases[0]?.incidents?.flatMap((each) => (each.is === 'acted' ? [each.fact] : [])) ?? [];
    expect(acts.map(({ actor, askedBy }) => [actor.login, askedBy?.id])).toContainEqual(['Copilot', mallory.id]);
  });

  test('makes no departure of a removal of somebody who is here under another name, nor of who has the login now', async () => {
    const { github, acme, alice, mallory } = audit.world;
    github.addMember(acme, alice, mallory);
    const removed = entry({ ...said(0), action: 'org.remove_member', actor: 'alice', user: 'mally' });
    expect((await renamed(removed)).departures).toEqual([]);
    expect(audit.logged.join('\n')).toContain('but the person is here');
  });
});
