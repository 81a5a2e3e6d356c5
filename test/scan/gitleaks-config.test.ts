import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace, createPlace } from './place.ts';

const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const OTHER = fake('ghp_{base62:30}{crc32-base62}', 2);
const OURS = fake('acme-{lower:32}');

const RULE = `[[rules]]
id = "acme-key"
description = "Key of our own service"
regex = '''(acme-[a-z0-9]{32})'''
keywords = ["acme-"]
`;

async function scanWith(config: string, files: Readonly<Record<string, string>>) {
  using place = createPlace();
  place.write({ ...files, '.gitleaks.toml': config });
  const { report, rules } = await place.scan();
  return { ...report, rules, paths: report.findings.map(({ path }) => path) };
}

describe('rules of a .gitleaks.toml', () => {
  it('find what they are for', async () => {
    const { findings, rules } = await scanWith(RULE, { 'a.ts': `key: ${OURS}` });
    expect(findings).toMatchObject([{ rule: 'acme-key', confidence: 'high', line: 1, column: 6 }]);
    expect(rules.find(({ id }) => id === 'acme-key')?.title).toBe('Key of our own service');
  });

  it('find it in histories too', async () => {
    using place = createGitPlace();
    const commit = place.commit({ 'a.ts': `key: ${OURS}`, '.gitleaks.toml': RULE });
    place.commit({ 'a.ts': 'gone' });
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings).toMatchObject([{ rule: 'acme-key', path: 'a.ts', origin: { commit } }]);
  });

  it('ask for the path, for keywords anywhere in the file, and for entropy', async () => {
    const more = `path = '''\\.conf$'''\n`;
    const keywords = RULE.replace('"acme-"', '"Zebra"');
    expect((await scanWith(RULE + more, { 'a.conf': OURS, 'a.txt': OURS })).paths).toEqual(['a.conf']);
    expect((await scanWith(keywords, { 'a.conf': `${OURS} zebra`, 'b.conf': OURS })).paths).toEqual(['a.conf']);
    expect((await scanWith(`${RULE}entropy = 5.5\n`, { 'a.conf': OURS })).paths).toEqual([]);
  });

  it.each([
    ['the name of one of ours', 'github-pat', `regex = '''ghp_never[0-9]{3}'''\npath = '''^never$'''`],
    ['a longer match than ours', 'mine', `regex = '''x = "ghp_[A-Za-z0-9]{36}'''\npath = '''^never$'''`],
    ['the same match as ours', 'mine', `regex = '''ghp_[A-Za-z0-9]{36}'''\nkeywords = ["zebra"]`],
  ])('do not hide what ours find where they have no say, with %s', async (_, id, keys) => {
    const config = `[[rules]]\nid = "${id}"\n${keys}\n`;
    const { findings } = await scanWith(config, { 'a.ts': `x = "${TOKEN}"` });
    expect(findings).toMatchObject([{ rule: 'github-pat', path: 'a.ts' }]);
  });

  it('that are not understood are named as not scanned, with the line', async () => {
    const broken = `title = "x"\n\n[[rules]]\nid = "bad"\nregex = '''[a-z0-9]{32}'''\n\n${RULE}`;
    const { notScanned, paths } = await scanWith(broken, { 'a.ts': OURS });
    expect(notScanned).toEqual([{ path: '.gitleaks.toml:5', reason: expect.stringContaining('"bad" is not used') }]);
    expect(paths).toEqual(['a.ts']);
  });

  it('are all named as not scanned when the file cannot be read', async () => {
    const { notScanned } = await scanWith(`${RULE}\nwhen = 2024-01-01\n`, { 'a.ts': OURS });
    expect(notScanned).toMatchObject([
      { path: '.gitleaks.toml:7', reason: expect.stringContaining('nothing of this file') },
    ]);
  });

  it('whose keys are unknown are not used, and that is said', async () => {
    const { notScanned } = await scanWith(`${RULE}colour = "red"\n`, { 'a.ts': OURS });
    expect(notScanned).toMatchObject([{ path: '.gitleaks.toml:6', reason: expect.stringContaining('"colour"') }]);
  });
});

describe('files of the repository that say what is accepted', () => {
  const NAMES = ['.gitleaks.toml', '.gitleaksignore', '.handbackignore'];

  it('are not followed where they are links, which could lead anywhere, and that is said', async () => {
    using place = createPlace();
    using elsewhere = createPlace();
    elsewhere.write({ environ: `PASSWORD=${TOKEN}\n` });
    for (const name of NAMES) symlinkSync(join(elsewhere.folder, 'environ'), join(place.folder, name));
    const { report } = await place.scan();
    expect(report.notScanned).toEqual([{ path: '.gitleaks.toml', reason: expect.stringContaining('a link') }]);
    expect(report.notes).toEqual([
      expect.stringMatching(/^\.handbackignore: it is a link/),
      expect.stringMatching(/^\.gitleaksignore: it is a link/),
    ]);
  });

  it('are not waited for where they are pipes', async () => {
    using place = createPlace();
    for (const name of NAMES) place.pipe(name);
    expect((await place.scan()).report.notScanned).toMatchObject([{ path: '.gitleaks.toml' }]);
  });

  it('are not quoted where they are not understood', async () => {
    const { notScanned } = await scanWith(`PASSWORD=${TOKEN}\n`, {});
    expect(notScanned).toMatchObject([{ path: '.gitleaks.toml:1' }]);
    expect(JSON.stringify(notScanned)).not.toContain(TOKEN);
  });
});

describe('allowlists of a .gitleaks.toml', () => {
  const files = { 'a.ts': `x = "${TOKEN}" // demo`, 'dir/b.ts': `x = "${OTHER}"` };

  it.each([
    ['a path', `[allowlist]\npaths = ['''^dir/.*\\.ts$''']\n`, ['a.ts']],
    ['a regex on the secret', `[[allowlists]]\nregexes = ['''^${TOKEN.slice(0, 12)}''']\n`, ['dir/b.ts']],
    ['a regex on the line', `[[allowlists]]\nregexTarget = "line"\nregexes = ['''// demo$''']\n`, ['dir/b.ts']],
    ['a stop word', `[allowlist]\nstopwords = ["${TOKEN.slice(8, 20).toUpperCase()}"]\n`, ['dir/b.ts']],
    ['one of several', `[allowlist]\npaths = ["dir"]\nstopwords = ["no such"]\n`, ['a.ts']],
    [
      'all of several',
      `[allowlist]\ncondition = "AND"\npaths = ["dir"]\nstopwords = ["no such"]\n`,
      ['a.ts', 'dir/b.ts'],
    ],
    ['one rule', `[[allowlists]]\ntargetRules = ["another"]\npaths = ["dir"]\n`, ['a.ts', 'dir/b.ts']],
  ])('accept by %s', async (_, config, expected) => {
    expect((await scanWith(config, files)).paths).toEqual(expected);
  });

  it('accept a commit', async () => {
    using place = createGitPlace();
    const commit = place.commit(files);
    place.write({ '.gitleaks.toml': `[allowlist]\ncommits = ["${commit}"]\n` });
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings).toEqual([]);
    expect(report.ignored).toEqual(new Map([['.gitleaks.toml', 2]]));
  });

  it('of a rule speak of that rule only', async () => {
    const config = `${RULE}\n[[rules.allowlists]]\npaths = ["dir"]\n`;
    const { paths } = await scanWith(config, { 'dir/a.ts': OURS, 'dir/b.ts': TOKEN });
    expect(paths).toEqual(['dir/b.ts']);
  });

  it('that are not understood accept nothing, and that is said', async () => {
    const { paths, notes } = await scanWith(`[allowlist]\npaths = ["dir"]\nregexes = ["(?=x)"]\n`, files);
    expect(paths).toEqual(['a.ts', 'dir/b.ts']);
    expect(notes).toEqual([expect.stringMatching(/^\.gitleaks\.toml:1: this allowlist is not used/)]);
  });

  it('stand beside what is about rules of gitleaks, which is said to have no effect', async () => {
    const { notes } = await scanWith(`[extend]\nuseDefault = true\ndisabledRules = ["x"]\npath = "y.toml"\n`, files);
    expect(notes).toEqual([
      expect.stringContaining('.gitleaks.toml:3: these are rules'),
      expect.stringContaining('extend.path'),
    ]);
  });
});
