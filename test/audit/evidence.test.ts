import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { type AuditKnown, fromAudit } from '../../src/attribute/audit/evidence.ts';
import { noticeOf } from '../../src/attribute/audit/notices.ts';
import { readEntry } from '../../src/attribute/audit/read-entry.ts';
import { directory } from '../../src/attribute/people.ts';
import { credentialId, type KnownCredential } from '../../src/model/credential.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import { DAY } from '../../src/model/time.ts';
import { EVERYBODY, makeCredential } from '../support/make-facts.ts';
import { entry, STORED_AT } from './entries.ts';

const HOUR = 3_600_000;
const SHOP = { repositoryId: 11, repository: 'acme/shop' };
const secret = makeCredential({
  id: credentialId('actions-secret', 11, '', 'TOKEN'),
  kind: 'actions-secret',
  name: 'TOKEN',
  scope: SHOP,
  createdAt: STORED_AT,
  facts: {},
});
const body = 'AAAAC3NzaC1lZDI1NTE5AAAAIEh';
const deployKey = makeCredential({
  id: credentialId('deploy-key', 11, 5),
  name: 'ci',
  scope: SHOP,
  createdAt: STORED_AT,
  facts: { publicKey: createHash('sha256').update(`ssh-ed25519 ${body}`).digest('hex').slice(0, 32) },
});
const known = (credentials: readonly KnownCredential[], more: Partial<AuditKnown> = {}): AuditKnown => ({
  credentials,
  repositories: [{ id: 11, fullName: 'acme/shop' }],
  sightings: [],
  ...more,
});
const facts = (...entries: readonly object[]) =>
  entries.map((each) => {
    const reading = readEntry(each);
    if (reading.is !== 'fact') throw new Error(`not understood: ${JSON.stringify(reading)}`);
    return reading.fact;
  });
const said = (entries: readonly object[], world: AuditKnown) =>
  fromAudit(facts(...entries), world).flatMap(({ evidence }) => evidence);

describe('a secret', () => {
  test('was made by the actor of the entry that created it, which GitHub itself states', () => {
    const evidence = said([entry({ _document_id: 'abc' })], known([secret]));
    expect(evidence).toMatchObject([{ credential: secret.id, role: 'creator', strength: 'stated', who: { id: 7 } }]);
    expect(attribute(evidence, directory(EVERYBODY)).says).toBe(
      "@mallory stored this secret on 2026-03-01, says GitHub's audit log (document abc): certain, 99 %.",
    );
  });

  test('that was saved again keeps its creator, and shows who knows the value since', () => {
    const again = entry({
      action: 'repo.update_actions_secret',
      actor: 'alice',
      actor_id: 8,
      created_at: STORED_AT + DAY,
    });
    const { creator, contested, claims } = attribute(said([entry(), again], known([secret])), directory(EVERYBODY));
    expect(creator?.person?.login).toBe('mallory');
    expect(contested).toBe(false);
    expect(claims.map(({ role, person }) => `${role} ${person?.login}`)).toEqual(['creator mallory', 'setter alice']);
  });

  test('that was made anew under an old name has nothing to do with who made the old one', () => {
    const old = [
      entry({ created_at: STORED_AT - DAY, actor: 'alice', actor_id: 8 }),
      entry({ action: 'repo.update_actions_secret', created_at: STORED_AT - HOUR, actor: 'alice', actor_id: 8 }),
    ];
    const later = entry({ created_at: STORED_AT + DAY, actor: 'alice', actor_id: 8 });
    expect(said([...old, entry(), later], known([secret])).map(({ who }) => who.login)).toEqual(['mallory']);
  });

  test.each([
    ['in another repository', entry({ repo_id: 12, repo: 'acme/other' })],
    ['in a repository that took over the name', entry({ repo_id: 12 })],
    ['in an environment', entry({ action: 'environment.create_actions_secret', environment_name: 'prod' })],
    ['of the organisation', entry({ action: 'org.create_actions_secret', repo: undefined, repo_id: undefined })],
    ['of Dependabot', entry({ action: 'repo.create_integration_secret', integration: 'dependabot' })],
    ['of a product that the entry does not name', entry({ action: 'repo.create_integration_secret' })],
    ['of another name', entry({ key: 'TOKEN2' })],
    ['with a hostile name', entry({ key: '","TOKEN' })],
  ])('is not the one %s', (_, other) => {
    expect(said([other], known([secret]))).toEqual([]);
  });

  test.each([
    [
      ['actions-secret', 11, 'prod'],
      'actions-secret',
      { ...SHOP, environment: 'prod' },
      'environment',
      { environment_name: 'prod' },
    ],
    [['actions-secret', 'organization', ''], 'actions-secret', {}, 'org', { repo: undefined, repo_id: undefined }],
  ] as const)('is found where it stands: %s', (id, kind, scope, level, more) => {
    const here = makeCredential({ ...secret, id: credentialId(...id, 'TOKEN'), kind, scope });
    const evidence = said([entry({ action: `${level}.create_actions_secret`, ...more })], known([secret, here]));
    expect(evidence.map(({ credential }) => credential)).toEqual([here.id]);
  });

  test('of Dependabot is found when the ledger knows it', () => {
    const here = makeCredential({
      ...secret,
      id: credentialId('dependabot-secret', 11, 'TOKEN'),
      kind: 'dependabot-secret',
    });
    const stored = entry({ action: 'repo.create_integration_secret', integration: 'dependabot' });
    expect(said([stored], known([secret, here])).map(({ credential }) => credential)).toEqual([here.id]);
  });

  test('is found by the name of its repository when an export has no ids, unless two have that name', () => {
    const nameless = entry({ repo_id: undefined, repo: 'Acme/Shop' });
    expect(said([nameless], known([secret]))).toHaveLength(1);
    const two = [...known([]).repositories, { id: 12, fullName: 'acme/shop' }];
    expect(said([nameless], known([secret], { repositories: two }))).toEqual([]);
  });

  test('stored by an app has no human creator, and the app stays in the chain', () => {
    const evidence = said([entry({ actor: 'deployer[bot]', actor_id: 99, actor_is_bot: true })], known([secret]));
    const { creator, chain } = attribute(evidence, directory(EVERYBODY));
    expect(creator).toBeUndefined();
    expect(chain.join()).toContain('@deployer[bot] stored this secret');
  });
});

describe('a deploy key', () => {
  const added = (more: object = {}) =>
    entry({ action: 'public_key.create', key: `ssh-ed25519 ${body} me@home`, title: 'ci', ...more });

  test('is known by the key itself', () => {
    expect(said([added({ title: 'renamed since' })], known([deployKey]))).toMatchObject([
      { credential: deployKey.id, role: 'creator', did: 'added this deploy key' },
    ]);
    expect(said([added({ key: `ssh-ed25519 ${'B'.repeat(30)}` })], known([deployKey]))).toEqual([]);
  });

  test('is known by title and moment when the entry does not show the key, but only if one key fits', () => {
    const blind = added({ key: undefined });
    const twin = makeCredential({ ...deployKey, id: credentialId('deploy-key', 11, 6) });
    expect(said([blind], known([deployKey]))).toHaveLength(1);
    expect(said([blind], known([deployKey, twin]))).toEqual([]);
    expect(said([added({ key: undefined, created_at: STORED_AT + HOUR })], known([deployKey]))).toEqual([]);
  });
});

test('a webhook is known by its id', () => {
  const hook = makeCredential({ id: credentialId('webhook', 245), kind: 'webhook', facts: { hookId: 245 } });
  const made = entry({ action: 'hook.create', hook_id: 245 });
  expect(said([made], known([hook, deployKey]))).toMatchObject([{ credential: hook.id, did: 'created this webhook' }]);
});

describe('a value seen in a variable', () => {
  const value = credentialId('plaintext-secret', 'f0');
  const seenAt = STORED_AT + 3 * DAY;
  const sighting: Sighting = {
    id: 's',
    in: 'variable',
    credential: value,
    name: 'REGION',
    scope: SHOP,
    firstSeenAt: seenAt,
  };
  const set = (days: number, login: string) =>
    entry({ action: 'repo.update_actions_variable', key: 'REGION', actor: login, created_at: STORED_AT + days * DAY });

  test('was put there by who set the variable last before, whatever the order of the log', () => {
    const log = [set(2, 'mallory'), set(4, 'carol'), set(1, 'alice')];
    expect(said(log, known([], { sightings: [sighting] }))).toMatchObject([
      { credential: value, role: 'creator', strength: 'authenticated', who: { login: 'mallory' } },
    ]);
  });

  test('is of nobody when the variable was only set later, or elsewhere', () => {
    expect(said([set(4, 'carol')], known([], { sightings: [sighting] }))).toEqual([]);
    const elsewhere = { ...sighting, scope: { ...SHOP, environment: 'prod' } };
    expect(said([set(1, 'alice')], known([], { sightings: [elsewhere] }))).toEqual([]);
  });
});

test('a membership entry is a notice of the source whose webhook tells the same', () => {
  const [left] = facts(entry({ action: 'org.remove_member', user: 'eve', user_id: 9 }));
  if (left?.about !== 'membership') throw new Error('not understood');
  expect(noticeOf(left, 'acme')).toEqual({
    source: 'organization',
    who: { id: 9, login: 'eve' },
    says: 'leaves',
    effectiveAt: STORED_AT,
    learnedAt: STORED_AT,
    detail: 'removed from acme by @mallory, says the audit log',
  });
});
