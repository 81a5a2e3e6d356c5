import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importAuditLog, isAuditLog } from '../../src/jobs/audit/import.ts';
import { ROOT } from '../architecture/biome.ts';
import { entry, STORED_AT } from './entries.ts';
import { openAcme, piecesOf } from './ledger.ts';

let acme: Awaited<ReturnType<typeof openAcme>>;
beforeEach(async () => {
  acme = await openAcme();
});
afterEach(() => acme.close());

const read = (text: string | Uint8Array, size?: number) =>
  importAuditLog(acme, acme.organization, piecesOf(text, size), () => {});

const log = [
  entry(),
  entry({ key: 'UNKNOWN' }),
  entry({ action: 'org.remove_member', user: 'eve', user_id: 9 }),
  entry({ action: 'git.clone' }),
  entry({ org: 'other', org_id: 2 }),
];
const WANTED = { read: 5, understood: 3, added: 3, unknown: 1, other: 1, foreign: 1, unreadable: [] };

/** As GitHub's documentation of exports has it: no ids, and what an event has of its own under `data.` */
const CSV = [
  'action,actor,user,actor_location.country_code,org,repo,created_at,data.key,data.hook_id',
  `repo.create_actions_secret,mallory,,US,acme,acme/shop,${STORED_AT},TOKEN,`,
  `hook.create,mallory,,US,acme,acme/shop,${new Date(STORED_AT).toISOString()},,245`,
  `org.remove_member,alice,eve,US,acme,,${STORED_AT},,`,
].join('\r\n');

describe('an export', () => {
  test.each([
    ['JSON', JSON.stringify(log)],
    ['printed JSON', JSON.stringify(log, null, 2)],
    ['JSON lines', log.map((each) => JSON.stringify(each)).join('\n')],
    ['gzipped JSON', gzipSync(JSON.stringify(log))],
  ])('in %s is understood, kept, and followed up', async (_, text) => {
    expect(await read(text)).toMatchObject(WANTED);
    expect((await acme.store.audit.list(1)).map(({ about }) => about).toSorted()).toEqual([
      'membership',
      'secret',
      'secret',
    ]);
    expect(acme.jobs.map(({ type }) => type).toSorted()).toEqual(['audit-departures', 'audit-evidence']);
  });

  test('in CSV is understood without ids', async () => {
    expect(await read(CSV)).toMatchObject({ read: 3, understood: 3, unknown: 1, unreadable: [] });
    const [first] = await acme.store.audit.list(1);
    expect(first).toMatchObject({ at: STORED_AT, actor: { login: expect.any(String) } });
  });

  test('adds nothing when it is imported again, in another order, twice in one, or as JSON lines', async () => {
    await read(JSON.stringify(log));
    acme.jobs.length = 0;
    const again = [...log.toReversed(), ...log];
    expect(await read(JSON.stringify(again))).toMatchObject({ read: 10, understood: 6, added: 0 });
    expect(await read(again.map((each) => JSON.stringify(each)).join('\n'))).toMatchObject({ added: 0 });
    expect(await acme.store.audit.list(1)).toHaveLength(3);
    expect(acme.jobs).toEqual([]);
  });

  test('with damaged lines loses these alone, and names them', async () => {
    const lines = [
      JSON.stringify(log[0]),
      '{"action":"repo.cre',
      'oops',
      JSON.stringify(entry({ actor_id: 'x' })),
      JSON.stringify(log[2]),
    ];
    const { unreadable, understood } = await read(lines.join('\n'));
    expect(understood).toBe(2);
    expect(unreadable.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  test('with wrong columns is told row by row, and is no audit log when there is no action', async () => {
    const missing = await read('action,created_at\nrepo.create_actions_secret,1772360430000\nrepo.create\n');
    expect(missing.unreadable.map(({ line, why }) => `${line} ${why}`)).toEqual([
      '2 repo.create_actions_secret: it does not name the secret or variable (key)',
      '3 a row of 1 columns under a header of 2',
    ]);
    const other = await read('name,amount\nTea,3\n');
    expect(isAuditLog(other)).toBe(false);
    expect(other.unreadable).toEqual([{ line: 2, why: 'it names no action' }]);
  });

  test('that is cut off in its gzip keeps what stood before, and says so', async () => {
    const many = Array.from({ length: 3000 }, (_, at) => entry({ key: `SECRET_${at}` }));
    const packed = gzipSync(many.map((each) => JSON.stringify(each)).join('\n'));
    const { damage, added } = await read(packed.subarray(0, packed.length / 2), 1 << 12);
    expect(damage).toContain('damaged or cut off');
    expect(added).toBeGreaterThan(500);
  });

  test('shows its progress in bytes of the file', async () => {
    const text = JSON.stringify(log);
    const seen: number[] = [];
    await importAuditLog(acme, acme.organization, piecesOf(text, 100), (done) => seen.push(done));
    expect(seen.at(-1)).toBe(Buffer.byteLength(text));
    expect(seen.length).toBeGreaterThan(5);
  });
});

describe('handback import audit-log', () => {
  const run = async (...given: readonly string[]) => {
    const command = [join(ROOT, 'src/cli.ts'), 'import', 'audit-log', ...given];
    const env = { PATH: process.env['PATH'], DATA_DIR: acme.dataDir };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env, cwd: acme.dataDir });
      return { code: 0, says: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, says: stdout + stderr };
    }
  };
  const file = async (name: string, text: string) => {
    await writeFile(join(acme.dataDir, name), text);
    return name;
  };

  test('tells what it read and ends with 0', async () => {
    const { code, says } = await run(await file('log.json', JSON.stringify(log)));
    expect(says).toContain('log.json: 5 entries read.');
    expect(says).toContain('3 understood: who made or changed a credential, who came or left; 3 of them new');
    expect(says).toContain('1 of these about credentials that Handback does not know');
    expect(says).toContain('1 not of acme: left out');
    expect(code).toBe(0);
  });

  test('ends with 1 when a part is unreadable, and names the line without what could steer a terminal', async () => {
    const lines = [log[0], entry({ created_at: 'soon', '@timestamp': undefined })].map((each) => JSON.stringify(each));
    const { code, says } = await run(await file('log\u001b[2J.json', lines.join('\n')));
    expect(says).toMatch(/1 entry skipped[\s\S]*line 2: it has no time/);
    expect(says).not.toContain('\u001b');
    expect(code).toBe(1);
  });

  test('ends with 2, having done nothing, when the file is no audit log or not there', async () => {
    const { code, says } = await run(await file('package.json', '{"name":"handback"}'));
    expect(says).toMatch(
      /package\.json is not an audit log[\s\S]*Line 1: it names no action[\s\S]*Nothing was imported\. Export it/,
    );
    expect(code).toBe(2);
    expect(await run('nowhere.json')).toMatchObject({ code: 2, says: expect.stringContaining('cannot be read') });
    expect(await run(await file('empty.json', ''))).toMatchObject({
      code: 2,
      says: expect.stringContaining('no entries'),
    });
  });
});
