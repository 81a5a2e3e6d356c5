import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { credentialId } from '../../../src/model/credential.ts';
import type { Evidence, Role, Strength } from '../../../src/model/evidence.ts';
import { factsTogether } from '../../../src/store/facts-together.ts';
import { bypassersArePushers, ownersBecomeSetters } from '../../../src/store/migrations.ts';
import { takeFactsApart } from '../former.ts';
import type { Bench } from './bench.ts';

export function migrationContract({ store, newOrg }: Bench): void {
  const evidence = (id: string, role: string, did = 'saved this secret again'): Evidence => ({
    id,
    credential: credentialId('c'),
    kind: 'audit-log',
    strength: 'stated',
    who: { login: 'mallory' },
    at: 5,
    role: role as Role,
    did,
    source: "GitHub's audit log",
  });

  /** On the tables that there were, and then on to those that there are. */
  async function migrated(change: (db: Kysely<unknown>) => Promise<void>): Promise<void> {
    const { db, engine } = store();
    await takeFactsApart(db);
    await change(db);
    for (const { up } of Object.values(factsTogether(engine))) await up(db);
  }

  test('whom an older version called owner of what they saved again is its setter, and nothing else changes', async () => {
    const org = newOrg();
    const quoting = 'wrote "role":"owner" into it, and \\"role\\":\\"owner\\"';
    await store().evidence.add(org, [
      evidence('a', 'owner'),
      evidence('b', 'creator', quoting),
      evidence('c', 'owner', quoting),
      evidence('d', 'setter'),
    ]);
    // A second run finds nothing: a process that was killed in between runs it again.
    for (let run = 0; run < 2; run += 1) {
      await migrated(ownersBecomeSetters);
      expect(await store().evidence.list(org)).toStrictEqual([
        evidence('a', 'setter'),
        evidence('b', 'creator', quoting),
        evidence('c', 'setter', quoting),
        evidence('d', 'setter'),
      ]);
    }
  });

  test('who pushed past the push protection is known to have pushed, and not stated to have made it; nothing else changes', async () => {
    const org = newOrg();
    const quoting = 'wrote "kind":"push-protection-bypass" and "strength":"stated" into it';
    const bypass = (id: string, strength: Strength): Evidence => ({
      ...evidence(id, 'creator', quoting),
      kind: 'push-protection-bypass',
      strength,
    });
    const others = [evidence('a', 'creator', quoting), { ...evidence('b', 'creator'), kind: 'alert-owner' }];
    await store().evidence.add(org, [...others, bypass('c', 'stated'), bypass('d', 'authenticated')]);
    for (let run = 0; run < 2; run += 1) {
      await migrated(bypassersArePushers);
      expect(await store().evidence.list(org)).toStrictEqual([
        ...others,
        bypass('c', 'authenticated'),
        bypass('d', 'authenticated'),
      ]);
    }
  });

  test('a newer Handback is noticed by one that has the database open', async () => {
    await store().stillOurs();
    await sql`insert into handback_migration values ('9999-future', '2030-01-01T00:00:00Z')`.execute(store().db);
    await expect(store().stillOurs()).rejects.toThrow(/newer Handback/);
    await sql`delete from handback_migration where name = '9999-future'`.execute(store().db);
    await store().stillOurs();
  });

  test('a database that is opened has been through them', async () => {
    const { rows } = await sql<{ name: string }>`select name from handback_migration`.execute(store().db);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['0005-setters', '0009-bypassers']));
  });
}
