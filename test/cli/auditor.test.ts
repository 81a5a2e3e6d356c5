import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import {
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeObservation,
  makePlaintext,
  NOW,
} from '../support/make-facts.ts';
import { handback, install } from './handback.ts';

const homes: string[] = [];
let home: string;
let file: string;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'auditor-'));
  homes.push(home);
  file = join(home, 'out');
  await install(home, 'acme');
  const store = await openStore({ dataDir: home });
  await store.credentials.save(1, [makeCredential(), makePlaintext()], NOW);
  await store.evidence.add(1, [makeEvidence({ who: { id: 7 } })]);
  await store.observations.add(1, [makeObservation()]);
  await store.coverage.save(1, [makeCoverage({ lookedAt: Date.now() + DAY })]);
  const out = { lookedAt: Date.now() + DAY, membership: 'none', outsider: false, teams: [] } as const;
  await store.records.save(1, 'presence', new Map([['7', out]]));
  await store.journal.append(1, [{ at: 0, actor: 'handback', did: 'opened the case', about: 'acme/security#1' }]);
  const said = { learnedAt: 400 * DAY, effectiveAt: 400 * DAY, detail: 'said so' };
  await store.departures.add(1, [{ source: 'cli', who: { id: 7, login: 'mallory' }, says: 'leaves', ...said }]);
  await store.close();
});
afterEach(() => {
  process.exitCode = undefined;
});
afterAll(() => {
  for (const each of homes) rmSync(each, { recursive: true, force: true });
});

const linesOf = () => readFileSync(file, 'utf8').trimEnd().split('\n');
const write = (lines: readonly string[]) => writeFileSync(file, `${lines.join('\n')}\n`);

describe('a certificate is of the one who was named', () => {
  it('and of nobody where two are called that, or nobody is; nothing is issued then', async () => {
    const store = await openStore({ dataDir: home });
    const left = { source: 'directory', says: 'leaves', learnedAt: NOW, effectiveAt: NOW, detail: 'x' } as const;
    await store.departures.add(1, [
      { ...left, who: { name: 'Jo Doe', email: 'a@acme.example', directory: 'a' } },
      { ...left, who: { name: 'Jo Doe', email: 'b@acme.example', directory: 'b' } },
      { ...left, who: { name: 'mallory', email: 'c@acme.example', directory: 'c' } },
    ]);
    const { entries } = await store.journal.tip(1);
    await expect(handback(home, 'certificate', 'jo doe')).rejects.toThrow(
      'Several people called jo doe leave or have left acme: a@acme.example, b@acme.example. Name one by login, user id or e-mail address.',
    );
    await expect(handback(home, 'certificate', '')).rejects.toThrow(/^Nobody called {2}leaves/);
    expect((await store.journal.tip(1)).entries).toBe(entries);
    await store.close();
    expect(await handback(home, 'certificate', 'b@acme.example')).toMatch(/^# Handback certificate: b@/);
    expect(await handback(home, 'certificate', '@Mallory')).toMatch(/^# Handback certificate: mallory,/);
    expect(await handback(home, 'certificate', '7')).toMatch(/^# Handback certificate: mallory,/);
  });
});

describe('an export', () => {
  it('holds the journal, and with --all the facts; nobody else may read it', async () => {
    await handback(home, 'export', '--output', file);
    expect(linesOf().map((line) => Object.keys(JSON.parse(line))[0])).toEqual(['handback', 'entry', 'entry', 'end']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(file);
    await handback(home, 'export', '--all', '--output', file);
    const facts = linesOf().flatMap((line) => Object.keys(JSON.parse(JSON.parse(line).body ?? '{}')));
    expect(facts).toEqual(expect.arrayContaining(['departure', 'credential', 'evidence', 'observation', 'coverage']));
  });

  it.each([['jsonl'], ['json']])('as %s is found intact', async (format) => {
    await handback(home, 'export', '--all', '--format', format, '--output', file);
    const said = await handback(home, 'verify', file);
    expect(said).toMatch(/is intact: 2 entries of acme, exported 2/);
    expect(said).toMatch(/note the head, and give it next time with --head/);
    expect(process.exitCode).toBeUndefined();
  });

  it('that begins later says so', async () => {
    await handback(home, 'export', '--since', '1971-01-01', '--output', file);
    expect(await handback(home, 'verify', file)).toContain('It begins with entry 1: what came before is not in it.');
  });

  it('that was touched is not, with the line and exit 1', async () => {
    await handback(home, 'export', '--output', file);
    write(linesOf().map((line) => line.replace('security#1', 'security#2')));
    expect(await handback(home, 'verify', file)).toMatch(/is NOT intact\. line 2: its hash does not fit/);
    expect(process.exitCode).toBe(1);
  });

  it('is held against a head that was noted', async () => {
    await handback(home, 'export', '--output', file);
    const { hash } = JSON.parse(linesOf()[1] ?? '');
    expect(await handback(home, 'verify', file, '--head', hash)).toContain('is entry 0; 1 entry came after it');
    await handback(home, 'verify', file, '--head', 'ab'.repeat(32));
    expect(process.exitCode).toBe(1);
  });

  it('and a certificate has no chain in which a head could be', async () => {
    writeFileSync(file, await handback(home, 'certificate', 'mallory', '--format', 'json'));
    expect(await handback(home, 'verify', file)).toContain('is as it was issued');
    await expect(handback(home, 'verify', file, '--head', 'ab'.repeat(32))).rejects.toThrow(/has no chain .*--head/);
  });

  it.each([
    ['a date that is none', ['export', '--since', 'yesterday'], /--since yesterday is not a date/],
    ['a day that no month has', ['export', '--since', '2026-02-31'], /--since 2026-02-31 is not a date/],
    ['a file that is there', ['export', '--output', '.'], /exists already|cannot be written/],
    ['a head that is none', ['verify', '--head', 'abc'], /--head abc is no hash/],
    ['a file that is not there', ['verify', 'nowhere.jsonl'], /nowhere.jsonl cannot be read \(ENOENT\)/],
    ['a folder', ['verify', '.'], /cannot be read \(EISDIR\)/],
    ['another file', ['verify', 'package.json'], /neither an export nor a certificate/],
    ['a page', ['verify', 'README.md'], /cannot be checked: its first line is not that of an export/],
    ['a stranger', ['certificate', 'nobody'], /Nobody called nobody leaves .* known of: mallory\./],
  ])('%s is refused in words', async (_, args, words) => {
    await expect(handback(home, ...args)).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(words),
    });
  });
});

describe('the ledger', () => {
  it('is intact, and prints the head to note', async () => {
    expect(await handback(home, 'verify')).toMatch(/^The journal of acme is intact: 2 entries\.\nhead: [\da-f]{64}\n/);
  });

  it.each([
    ['an entry was changed', "update journal set body = replace(body, '#1', '#2')", 'entry 0'],
    ['the last entry was deleted', 'delete from journal where position = 1', 'entry 1'],
    ['the first one was', 'delete from journal where position = 0', 'entry 0'],
  ])('is not when %s behind its back', async (_, sql, at) => {
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(join(home, 'handback.db'));
    db.exec(sql);
    db.close();
    expect(await handback(home, 'verify')).toContain(`NOT intact. ${at}: `);
    expect(process.exitCode).toBe(1);
  });
});

describe('a certificate', () => {
  it('says what is proved, and the journal says that it was issued', async () => {
    const text = await handback(home, 'certificate', '@Mallory');
    expect(text).toContain(
      '# Handback certificate: mallory, acme\n\n**1 of 1 proved; not covered: 1 credential of unknown maker**',
    );
    const [, sha256 = 'none'] = /SHA-256 .*`([\da-f]{64})`/.exec(text) ?? [];
    await handback(home, 'export', '--output', file);
    expect(linesOf().at(-2)).toContain(`sha256 ${sha256}, 1 of 1 proved`);
    expect(await handback(home, 'verify')).toContain('is intact: 3 entries');
  });

  it('is found as it was issued, and not when a word is changed', async () => {
    const text = await handback(home, 'certificate', '7', '--format', 'json');
    write([text]);
    expect(await handback(home, 'verify', file)).toMatch(/is as it was issued: 1 of 1 proved/);
    write([text.replace('"proved": true', '"proved": false')]);
    expect(await handback(home, 'verify', file)).toContain('is NOT intact: its content does not have the hash');
    expect(process.exitCode).toBe(1);
  });
});
