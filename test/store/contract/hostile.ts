import { describe, expect, test } from 'vitest';
import type { AuditFact } from '../../../src/model/audit.ts';
import { type Credential, credentialId } from '../../../src/model/credential.ts';
import { makeEvidence, makePerson, makeSighting } from '../../support/make-facts.ts';
import { makeHead } from '../../support/make-situation.ts';
import type { Bench } from './bench.ts';

/**
 * What GitHub, a log, a directory or a roster may call something: no name may stop the
 * work, and both engines give the same.
 */
export function hostileContract({ store, newOrg }: Bench): void {
  /** Nothing that could be compressed: PostgreSQL would fit a long text of one letter into an index. */
  const noise = Array.from({ length: 10_000 }, (_, at) =>
    String.fromCharCode(33 + ((at * at * 7919 + at * 31) % 9_000)),
  ).join('');
  const NAMES = { 'a NUL': 'pro\0d', 'half a character': 'pro\ud83d', 'ten thousand characters': noise } as const;
  const secret = (environment: string): Credential => ({
    id: credentialId('actions-secret', 1, environment, 'X'),
    kind: 'actions-secret',
    name: environment,
    scope: { repositoryId: 1, environment },
    facts: { publicKey: environment },
  });

  describe.each(Object.entries(NAMES))('a name with %s', (_, name) => {
    test('of an environment is listed, found by all that is asked, and gone when it is', async () => {
      const org = newOrg();
      const [{ credentials }, it] = [store(), secret(name)];
      const look = { source: 'actions-secret', scope: it.scope, lookedAt: 5 };
      await credentials.saveListing(org, look, [it]);
      await credentials.saveListing(org, { ...look, lookedAt: 6 }, [it]);
      const known = { ...it, firstSeenAt: 5, lastSeenAt: 6 };
      expect(await credentials.byId(org, it.id)).toStrictEqual(known);
      for (const which of [{ ids: [it.id] }, { places: [1], environments: true as const }, { publicKeys: [name] }])
        expect(await credentials.find(org, which)).toStrictEqual([known]);
      expect(await credentials.find(org, { after: '', limit: 1 })).toStrictEqual([known]);
      expect(await credentials.find(org, { after: it.id, limit: 1 })).toStrictEqual([]);
      expect(await store().coverage.at(org, 1)).toStrictEqual([{ ...look, lookedAt: 6 }]);
      await credentials.saveListing(org, { ...look, lookedAt: 7 }, []);
      expect((await credentials.byId(org, it.id))?.goneAt).toBe(7);
      await store().coverage.forget(org, look.source, look.scope);
      expect(await store().coverage.list(org)).toEqual([]);
    });

    test('in facts about somebody leads to what they are about', async () => {
      const org = newOrg();
      const { id } = secret(name);
      const who = { login: name, email: `${name}@x.example`, name };
      const said = makeEvidence({ id: 'e', credential: id, who });
      await store().evidence.add(org, [said, said]);
      expect(await store().evidence.of(org, [id])).toStrictEqual([said]);
      expect(await store().credentials.named(org, [`login ${name.toLowerCase()}`])).toStrictEqual(new Set([id]));
      const seen = makeSighting({ id: 's', credential: id });
      await store().sightings.add(org, [seen]);
      expect(await store().sightings.of(org, [id])).toStrictEqual([seen]);
      const fact = { id: name, at: 1, action: name, actor: {}, about: 'other' } as never as AuditFact;
      expect(await store().audit.add(org, [fact])).toStrictEqual([fact]);
      expect(await store().audit.add(org, [fact])).toStrictEqual([]);
      expect(await store().audit.list(org)).toStrictEqual([fact]);
    });

    test('is one key wherever something is kept by it', async () => {
      const org = newOrg();
      const [head, outcome] = [
        makeHead({ subject: name, sha: name }),
        { hash: name, remote: 1, state: 'open' as const },
      ];
      await store().heads.save(org, [head, head]);
      expect(await store().heads.find(org, head.repositoryId, name, name)).toStrictEqual(head);
      await store().heads.close(org, head.repositoryId, name, name);
      expect(await store().heads.listOpen(org)).toStrictEqual([head]);
      await store().outcomes.save(org, name, outcome);
      await store().outcomes.save(org, name, { ...outcome, hash: 'x' });
      expect(await store().outcomes.read(org, name)).toStrictEqual({ ...outcome, hash: 'x' });
      await store().notes.save(`${org} ${name}`, name);
      expect(await store().notes.read(`${org} ${name}`)).toBe(name);
      await store().answers.save(`${org} ${name}`, { body: name } as never, 1);
      expect(await store().answers.read(`${org} ${name}`)).toEqual({ body: name });
      const access = { repositoryId: 1, lookedAt: 1, people: [] };
      await store().records.save(org, 'access', new Map([[name, access]]));
      expect(await store().records.read(org, 'access', name)).toStrictEqual(access);
      expect((await store().records.list(org, 'access')).size).toBe(1);
      expect(await store().deliveries.add({ guid: `${org} ${name}`, event: name, receivedAt: 9e12, payload: {} })).toBe(
        'new',
      );
      expect(await store().deliveries.has(`${org} ${name}`)).toBe(true);
    });

    test('of a person, a repository, a departure or an entry of the journal is kept', async () => {
      const org = newOrg();
      await store().organizations.save({ id: org, login: name, installationId: org, state: 'active' });
      await store().people.save(org, [
        makePerson({ id: 1, login: name, name, emails: [{ address: name, source: 'github' }] }),
      ]);
      expect((await store().people.list(org))[0]?.emails).toHaveLength(1);
      const repository = { id: 1, fullName: name, private: true, archived: false, defaultBranch: name };
      await store().repositories.save(org, [repository]);
      await store().repositories.setScannedTips(org, 1, { [name]: 'x' });
      expect((await store().repositories.byId(org, 1))?.scannedTips).toEqual({ [name]: 'x' });
      await store().engagements.replace(org, [{ who: { login: name }, type: 'vendor', vendor: name }]);
      expect(await store().engagements.list(org)).toMatchObject([{ vendor: name }]);
      const leaves = { source: 'roster', who: { login: name }, says: 'leaves', effectiveAt: 1, learnedAt: 1 } as const;
      await store().departures.add(org, [{ ...leaves, detail: name }]);
      expect(await store().departures.list(org)).toMatchObject([{ detail: name }]);
      await store().journal.append(org, [{ at: 1, actor: name, did: name, about: name }]);
      expect((await store().journal.list(org)).at(-1)?.about).toBe(name);
    });
  });

  test('two names that no engine can tell apart are one, and stop nothing', async () => {
    const org = newOrg();
    await store().credentials.save(org, [secret('a\ud800'), secret('a\udbff'), secret('a\0')], 1);
    expect(await store().credentials.list(org)).toHaveLength(1);
  });

  test('texts come in the order of their bytes', async () => {
    const org = newOrg();
    const [names, sorted] = [
      ['ä', 'b', 'B', '_', 'a', '1', 'Z', 'a b', 'ab'],
      ['1', 'B', 'Z', '_', 'a', 'a b', 'ab', 'b', 'ä'],
    ];
    await store().coverage.save(
      org,
      names.map((source) => ({ source, scope: {}, lookedAt: 1 })),
    );
    expect((await store().coverage.list(org)).map(({ source }) => source)).toEqual(sorted);
    expect((await store().coverage.behind(org, 9)).map(({ source }) => source)).toEqual(sorted);
    for (const name of names) await store().outcomes.save(org, name, { hash: 'x', remote: 1, state: 'open' });
    expect((await store().outcomes.list(org)).map(({ key }) => key)).toEqual(sorted);
    const access = { repositoryId: 1, lookedAt: 1, people: [] };
    await store().records.save(org, 'access', new Map(names.map((name) => [name, access])));
    expect([...(await store().records.list(org, 'access')).keys()]).toEqual(sorted);
    const emails = names.map((address) => ({ address, source: 'github' as const }));
    await store().people.save(org, [makePerson({ id: 1, login: 'x', emails })]);
    expect((await store().people.list(org))[0]?.emails.map(({ address }) => address)).toEqual(sorted);
  });
}
