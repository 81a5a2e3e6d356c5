import { describe, expect, test } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { fromAudit } from '../../src/attribute/audit/evidence.ts';
import { loginRuns } from '../../src/attribute/audit/login-runs.ts';
import { readEntry } from '../../src/attribute/audit/read-entry.ts';
import { directory } from '../../src/attribute/people.ts';
import { credentialId } from '../../src/model/credential.ts';
import type { Person } from '../../src/model/person.ts';
import { DAY } from '../../src/model/time.ts';
import { makeCredential, makePerson } from '../support/make-facts.ts';
import { entry, STORED_AT } from './entries.ts';

const secret = makeCredential({
  id: credentialId('actions-secret', 11, '', 'TOKEN'),
  kind: 'actions-secret',
  name: 'TOKEN',
  scope: { repositoryId: 11, repository: 'acme/shop' },
  createdAt: STORED_AT,
  facts: {},
});

describe('an entry that names its actor by nothing but a login', () => {
  const bare = entry({ actor_id: undefined });
  const later = (days: number, actor: string, actor_id: number) =>
    entry({ action: 'hook.create', hook_id: 1, actor, actor_id, created_at: STORED_AT + days * DAY });
  const renamed = makePerson({ id: 7, login: 'mal' });
  const taker = makePerson({ id: 70, login: 'mallory' });
  const asked = (people: readonly Person[], ...seen: readonly object[]) => {
    const all = [bare, ...seen].flatMap((each) => {
      const reading = readEntry(each);
      return reading.is === 'fact' ? [reading.fact] : [];
    });
    const known = { credentials: [secret], repositories: [{ id: 11, fullName: 'acme/shop' }], sightings: [] };
    const evidence = fromAudit(all, known).flatMap((each) => each.evidence);
    return attribute(evidence, directory(people, [], loginRuns(all)));
  };

  test('means who was seen with that login before and after, whatever they are called today', () => {
    const { creator, chain } = asked([renamed, taker], later(-1, 'mallory', 7), later(1, 'mallory', 7));
    expect(creator).toMatchObject({ person: { id: 7 }, level: 'certain' });
    expect(chain).toEqual([
      expect.stringContaining('@mallory (known as @mal by the login that it had then, says the audit log) stored this'),
    ]);
  });

  test('names nobody for sure when the login changed hands about that time: both are shown, and neither is blocked', () => {
    const { creator, rivals, contested, says, chain } = asked(
      [renamed, taker],
      later(-1, 'mallory', 7),
      later(1, 'mallory', 70),
    );
    expect([creator, ...rivals].map((claim) => [claim?.person?.id, claim?.level])).toEqual([
      [7, 'weak'],
      [70, 'weak'],
    ]);
    expect(contested).toBe(true);
    expect(says).toContain('Not known for sure. A hint: @mal stored this secret on 2026-03-01');
    expect(says).toContain('as the login @mallory has changed hands and it is not known who had it then');
    expect(chain.join('\n')).toContain(
      '@mallory (perhaps @mallory, user 70: the login has changed hands, and it is not known who had it then) stored',
    );
  });

  test('is a hint to the only one who may have had it, and not to who took it since', () => {
    const { creator, rivals } = asked(
      [renamed, taker],
      later(-2, 'mallory', 7),
      later(1, 'mallory', 70),
      later(-1, 'mal', 7),
    );
    expect([creator?.person?.id, creator?.level, rivals]).toEqual([70, 'weak', []]);
  });

  test.each([3, 4, 9])('names nobody for sure of %i who may have had it, and leaves out none of them', (many) => {
    const ids = Array.from({ length: many }, (_, n) => 70 + n);
    const holders = ids.map((id) => makePerson({ id, login: `holder-${id}` }));
    // It went from one to the next, so often that day that each of them may have had it.
    const seen = ids.flatMap((id) => [later(-1 - id / 1000, 'mallory', id), later(1 + id / 1000, 'mallory', id)]);
    const { creator, rivals, says } = asked(holders, ...seen);
    const named = [creator, ...rivals].map((claim) => claim?.person?.id ?? 0);
    expect(named.toSorted((a, b) => a - b)).toEqual(ids);
    expect(new Set([creator, ...rivals].map((claim) => claim?.level))).toEqual(new Set(['weak']));
    for (const claim of rivals.slice(0, 3)) expect(says).toContain(`@${claim.person?.login}`);
  });

  test('is not made sure by what else is perhaps about somebody else', () => {
    const again = entry({ actor_id: undefined, action: 'repo.update_actions_secret', created_at: STORED_AT + 1 });
    const { claims } = asked([renamed, taker], later(-1, 'mallory', 7), later(1, 'mallory', 70), again);
    expect(claims.map(({ level }) => level)).toEqual(['weak', 'weak', 'weak', 'weak']);
  });
});
