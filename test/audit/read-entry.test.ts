import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEntry } from '../../src/attribute/audit/read-entry.ts';
import { auditTime } from '../../src/attribute/audit/time.ts';
import { entry } from './entries.ts';

const AT = Date.UTC(2026, 2, 1, 10, 20, 30);
const fact = (given: object) => {
  const reading = readEntry(given);
  return reading.is === 'fact' ? reading.fact : reading;
};

describe('times', () => {
  test.each([
    ['milliseconds, as GitHub writes them', AT, AT],
    ['milliseconds as text, as in CSV', String(AT), AT],
    ['seconds', AT / 1000, AT],
    ['seconds with a fraction', '1772360430.5', AT + 500],
    ['ISO with Z', '2026-03-01T10:20:30Z', AT],
    ['ISO with an offset', '2026-03-01T12:20:30.000+02:00', AT],
    ['ISO as Ruby prints it', '2026-03-01 10:20:30 UTC', AT],
    ['ISO with a spaced offset', '2026-03-01 11:20:30 +0100', AT],
  ])('may be %s', (_, given, at) => {
    expect(auditTime(given)).toBe(at);
  });

  test.each(['2026-03-01 10:20:30', '01/03/2026', 'yesterday', '', 0, -5, 12, 5e11, 1e17, null, {}, Number.NaN])(
    'that could mean several moments, or none, are not guessed: %s',
    (given) => {
      expect(auditTime(given)).toBeUndefined();
    },
  );

  test('of the event come before those of the index, and an unreadable one is passed over', () => {
    expect(fact(entry({ created_at: AT, '@timestamp': AT + 9 }))).toMatchObject({ at: AT });
    expect(fact(entry({ created_at: 'soon', '@timestamp': AT + 9 }))).toMatchObject({ at: AT + 9 });
    expect(readEntry(entry({ created_at: 'soon', '@timestamp': undefined }))).toMatchObject({ is: 'unreadable' });
  });
});

describe('an entry', () => {
  test.each([
    ['repo.create_actions_secret', {}, { about: 'secret', deed: 'create', store: 'actions', name: 'TOKEN' }],
    ['repo.update_actions_secret', {}, { about: 'secret', deed: 'update' }],
    ['repo.create_actions_variable', {}, { about: 'variable', deed: 'create' }],
    ['environment.update_actions_secret', { environment_name: 'prod' }, { environment: 'prod', deed: 'update' }],
    ['repo.create_integration_secret', { integration: 'dependabot' }, { store: 'dependabot' }],
    ['org.create_integration_secret', { integration: 'GitHub Codespaces' }, { store: 'codespaces' }],
    ['hook.create', { hook_id: '245' }, { about: 'hook', hookId: 245, deed: 'create' }],
    ['hook.config_changed', { data: { hook_id: 245 } }, { about: 'hook', hookId: 245, deed: 'update' }],
    ['public_key.create', { title: 'ci', key: null }, { about: 'deploy-key', title: 'ci' }],
    ['org.remove_member', { user: 'eve', user_id: 9 }, { says: 'leaves', of: 'organization', who: { id: 9 } }],
    ['org.remove_outside_collaborator', { user: 'eve' }, { says: 'leaves', of: 'outside-collaborators' }],
    ['org.add_member', { user: 'eve' }, { says: 'stays', of: 'organization' }],
  ])('%s is understood', (action, more, wanted) => {
    expect(fact(entry({ action, ...more }))).toMatchObject({ action, actor: { id: 7, login: 'mallory' }, ...wanted });
  });

  test.each([
    ['repo.remove_member', { user: 'eve' }],
    ['repo.remove_actions_secret', {}],
    ['constructor', {}],
    ['public_key.create', { repo: undefined, repo_id: undefined, title: 'laptop' }],
  ])('%s says nothing that Handback could decide on', (action, more) => {
    expect(readEntry(entry({ action, ...more }))).toEqual({ is: 'other', action });
  });

  test.each([
    ['no object', [1], /not an object/],
    ['no action', { actor: 'x' }, /no action/],
    ['no actor', entry({ actor: undefined, actor_id: undefined }), /who did it/],
    ['a secret without a name', entry({ key: '' }), /key/],
    ['an environment without a name', entry({ action: 'environment.create_actions_secret' }), /environment/],
    ['a column that slipped', entry({ actor_id: 'acme/shop' }), /actor_id/],
    ['a name without end', entry({ actor: 'x'.repeat(501) }), /actor/],
  ])('with %s is told, not guessed', (_, given, why) => {
    expect(readEntry(given)).toMatchObject({ is: 'unreadable', why: expect.stringMatching(why) });
  });

  test('keeps no address, no browser and no token of anybody', () => {
    const given = entry({ actor_ip: '203.0.113.9', user_agent: 'curl/8', hashed_token: 'aGFzaA==', token_id: 4 });
    expect(JSON.stringify(readEntry(given))).not.toMatch(/203\.0|curl|aGFz|token_/);
  });

  test('by an app or an agent says so', () => {
    expect(fact(entry({ actor_is_bot: 'true' }))).toMatchObject({ actor: { bot: true } });
    expect(fact(entry({ actor_is_agent: true }))).toMatchObject({ actor: { bot: true } });
    expect(fact(entry({ actor_is_bot: false }))).toMatchObject({ actor: { id: 7, login: 'mallory' } });
  });

  test('is the same fact from the API, from JSON and from CSV when the document id is the same', () => {
    const api = entry({ _document_id: 'abc' });
    const csv = Object.fromEntries(Object.entries(api).map(([name, value]) => [name, String(value)]));
    expect(fact(csv)).toEqual(fact(api));
  });

  test('without a document id is the same fact when it says the same, and another when it does not', () => {
    const id = (more: object) =>
      (readEntry(entry({ _document_id: undefined, ...more })) as { fact: { id: string } }).fact.id;
    expect(id({})).toBe(id({ user_agent: 'x' }));
    expect(new Set([id({}), id({ created_at: AT + 1 }), id({ key: 'OTHER' }), id({ actor_id: 8 })]).size).toBe(4);
  });

  test('of any shape is read without an error', () => {
    const field = fc.constantFrom('action', 'created_at', 'actor', 'key', 'data', 'repo', '__proto__', 'hook_id');
    const value = fc.oneof(fc.anything(), fc.constantFrom('hook.create', 'org.add_member', AT, '\0', '\ud800'));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(field, value)), (given) => {
        expect(['fact', 'other', 'unreadable']).toContain(readEntry(given).is);
      }),
    );
  });
});
