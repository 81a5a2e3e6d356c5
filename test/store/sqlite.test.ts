import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { storeConformance } from './conformance.ts';
import { formerLedgerIsRead } from './former.ts';

const home = mkdtempSync(join(tmpdir(), 'handback-store-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

storeConformance('SQLite', () => openStore({ dataDir: join(home, 'conformance') }));

describe('the SQLite database', () => {
  test('is made with its directory, readable for its owner only', async () => {
    const dataDir = join(home, 'deep', 'new');
    const store = await openStore({ dataDir });
    await store.notes.save('a', 'b');
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    for (const file of ['handback.db', 'handback.db-wal']) {
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
    }
    await store.close();
  });

  test('is still there when it is opened again', async () => {
    const dataDir = join(home, 'again');
    const first = await openStore({ dataDir });
    await first.notes.save('a', 'b');
    await first.close();
    const second = await openStore({ dataDir });
    expect(await second.notes.read('a')).toBe('b');
    await second.close();
  });

  test('has each commit on the disk before it returns', async () => {
    const dataDir = join(home, 'durable');
    const store = await openStore({ dataDir });
    const pragma = async (name: string) =>
      Object.values((await store.db.executeQuery<object>({ ...raw, sql: `pragma ${name}` })).rows[0] ?? {})[0];
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('foreign_keys')).toBe(1);
    await store.close();
  });

  test('says that the disk is full, keeps nothing of that transaction, and goes on when there is room', async () => {
    const dataDir = join(home, 'full');
    const store = await openStore({ dataDir });
    const pages = (many: number) => store.db.executeQuery({ ...raw, sql: `pragma max_page_count = ${many}` });
    await pages(1);
    const writing = store.transaction(async (inside) => {
      await inside.notes.save('small', 'x');
      await inside.notes.save('large', 'x'.repeat(200_000));
    });
    await expect(writing).rejects.toThrow(/^The disk that holds DATA_DIR is full\./);
    await expect(store.notes.save('large', 'x'.repeat(200_000))).rejects.toThrow(/DATA_DIR is full/);
    await pages(100_000);
    await store.transaction((inside) => inside.notes.save('after', 'x'));
    expect(await Promise.all(['small', 'large', 'after'].map(store.notes.read))).toEqual([undefined, undefined, 'x']);
    await store.close();
  });

  test('says that nothing can be written any more, keeps nothing of that transaction, and goes on when it can', async () => {
    const dataDir = join(home, 'readonly');
    const store = await openStore({ dataDir });
    await store.notes.save('before', 'x');
    const onlyRead = (is: 'on' | 'off') => store.db.executeQuery({ ...raw, sql: `pragma query_only = ${is}` });
    await onlyRead('on');
    const writing = store.transaction((inside) => inside.notes.save('small', 'x'));
    await expect(writing).rejects.toThrow(/^DATA_DIR cannot be written any more \(.*\)\. What was not committed/);
    expect(await store.notes.read('before')).toBe('x');
    await onlyRead('off');
    await store.notes.save('after', 'x');
    expect(await Promise.all(['small', 'after'].map(store.notes.read))).toEqual([undefined, 'x']);
    await store.close();
  });

  test('says that it is damaged, and what to do', async () => {
    const dataDir = join(home, 'damaged');
    const store = await openStore({ dataDir });
    await store.notes.save('large', 'x'.repeat(200_000));
    await store.db.executeQuery({ ...raw, sql: 'pragma wal_checkpoint(truncate)' });
    await store.close();
    const file = join(dataDir, 'handback.db');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8192);
    writeFileSync(file, bytes);
    const reading = openStore({ dataDir }).then((damaged) => damaged.notes.read('large'));
    await expect(reading).rejects.toThrow(/^The database in DATA_DIR is damaged \(.*\)\. .*backup/);
  });

  test('may be opened by many at once, new as it is', async () => {
    const dataDir = join(home, 'crowd');
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore({ dataDir })));
    await Promise.all(stores.map((store, at) => store.notes.save(`n${at}`, 'x')));
    for (const store of stores) await store.close();
  });

  test('in a place that cannot be written says so, and what to do', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    await expect(openStore({ dataDir: join(file, 'data') })).rejects.toThrow(/cannot be used: .*DATA_DIR/);
  });

  test('that is no database says so', async () => {
    const dataDir = join(home, 'garbage');
    await openStore({ dataDir }).then((store) => store.close());
    writeFileSync(join(dataDir, 'handback.db'), 'this is not a database, but it is long enough to be read as one');
    await expect(openStore({ dataDir })).rejects.toThrow(/cannot be used: file is not a database/);
  });

  test('is noticed not to be the open one any more when it was deleted, moved or replaced', async () => {
    const dataDir = join(home, 'replaced');
    const file = join(dataDir, 'handback.db');
    const store = await openStore({ dataDir });
    await store.stillOurs();
    renameSync(file, join(dataDir, 'moved'));
    await expect(store.stillOurs()).rejects.toThrow(/handback\.db is not the file any more .* start Handback again/);
    writeFileSync(file, 'a backup');
    await expect(store.stillOurs()).rejects.toThrow(/deleted, moved or replaced/);
    renameSync(join(dataDir, 'moved'), file);
    await store.stillOurs();
    await store.close();
  });

  test('is waited for while another process brings a large one up to date', async () => {
    const dataDir = join(home, 'large');
    await openStore({ dataDir }).then((store) => store.close());
    const other = new DatabaseSync(join(dataDir, 'handback.db'));
    other.exec('begin immediate');
    // A minute for each look at the clock, and an end after some of them.
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      if (now === 10) other.exec('commit');
      return now++ * 60_000;
    });
    onTestFinished(() => clock.mockRestore());
    const store = await openStore({ dataDir });
    expect(now).toBeGreaterThan(10);
    await store.close();
    other.close();
  });

  test('that a former Handback wrote is read like its own', () =>
    formerLedgerIsRead({ dataDir: join(home, 'former') }));

  test('that a newer Handback wrote is not touched', async () => {
    const dataDir = join(home, 'newer');
    await openStore({ dataDir }).then((store) => store.close());
    const database = new DatabaseSync(join(dataDir, 'handback.db'));
    database.exec(`insert into handback_migration values ('9999-future', '2030-01-01T00:00:00Z')`);
    database.close();
    await expect(openStore({ dataDir })).rejects.toThrow(/newer Handback/);
  });
});

const raw = { parameters: [], query: { kind: 'RawNode' }, queryId: { queryId: 'test' } } as never as {
  sql: string;
  parameters: never[];
  query: never;
  queryId: never;
};
