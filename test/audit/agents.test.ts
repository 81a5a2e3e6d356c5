// What an agent did, GitHub's audit log says who initiated.
import { expect, test } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { fromAudit } from '../../src/attribute/audit/evidence.ts';
import { readEntry } from '../../src/attribute/audit/read-entry.ts';
import { directory } from '../../src/attribute/people.ts';
import { credentialId } from '../../src/model/credential.ts';
import { EVERYBODY, makeCredential } from '../support/make-facts.ts';
import { entry, STORED_AT } from './entries.ts';

const secret = makeCredential({
  id: credentialId('actions-secret', 11, '', 'TOKEN'),
  kind: 'actions-secret',
  name: 'TOKEN',
  scope: { repositoryId: 11, repository: 'acme/shop' },
  createdAt: STORED_AT,
  facts: {},
});

function said(given: object) {
  const reading = readEntry(given);
  if (reading.is !== 'fact') throw new Error(`not understood: ${JSON.stringify(reading)}`);
  const known = { credentials: [secret], repositories: [{ id: 11, fullName: 'acme/shop' }], sightings: [] };
  return fromAudit([reading.fact], known).flatMap(({ evidence }) => evidence);
}

test.each([
  ['its own account', { actor: 'Copilot', actor_id: 198_982_749 }],
  ['the account of whoever asked it', {}],
])('a secret that an agent stored, by %s, is of whoever asked it to: the log names them', (_, by) => {
  const agent = entry({ ...by, actor_is_agent: true, user: 'mallory', user_id: 7 });
  const { creator, chain, says } = attribute(said(agent), directory(EVERYBODY));
  expect(creator).toMatchObject({ person: { login: 'mallory' }, level: 'certain' });
  expect(says).toMatch(/^@mallory asked an agent, which stored this secret, on 2026-03-01/);
  expect(chain).toHaveLength('actor' in by ? 2 : 1);
});

test('it names nobody where the log says nobody behind the agent, or speaks of somebody else than an agent', () => {
  const silent = entry({ actor: 'Copilot', actor_id: 198_982_749, actor_is_agent: true });
  expect(attribute(said(silent), directory(EVERYBODY)).creator).toBeUndefined();
  const human = entry({ user: 'alice', user_id: 8 });
  expect(said(human).map(({ who }) => who.login)).toEqual(['mallory']);
});
