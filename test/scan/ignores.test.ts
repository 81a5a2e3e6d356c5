import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reporters } from '../../src/scan/reports/index.ts';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace, createPlace, NOW } from './place.ts';

const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const OTHER = fake('ghp_{base62:30}{crc32-base62}', 2);
const FILES = { 'a.ts': `\nconst token = "${TOKEN}"\n`, 'b.ts': `const other = "${OTHER}"\n` };

async function fingerprintsOf(place: ReturnType<typeof createPlace>): Promise<string[]> {
  return (await place.scan()).report.findings.map(({ fingerprint }) => fingerprint);
}

describe('.handbackignore', () => {
  it('ignores values by fingerprint, wherever they stand', async () => {
    using place = createPlace();
    place.write(FILES);
    const [first] = await fingerprintsOf(place);
    place.write({ '.handbackignore': `# accepted\n\n${first} # a test account\n`, 'moved/c.ts': FILES['a.ts'] });
    const { report } = await place.scan();
    expect(report.findings.map(({ path }) => path)).toEqual(['b.ts']);
    expect(report.ignored).toEqual(new Map([['.handbackignore', 2]]));
    expect(report.notes).toEqual([]);
  });

  it('survives rebase and squash', async () => {
    using place = createGitPlace();
    place.commit({ 'x.ts': '1' });
    place.commit(FILES);
    const [first] = await fingerprintsOf(place);
    place.commit({ '.handbackignore': `${first}\n` });
    place.git('reset', '--quiet', '--soft', 'HEAD~2');
    place.commit({}, 'Squasher <s@example.com>');
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings.map(({ path }) => path)).not.toContain('a.ts');
  });

  it('holds until the day it names is over, and says when it is', async () => {
    using place = createPlace();
    place.write(FILES);
    const [first, second] = await fingerprintsOf(place);
    place.write({ '.handbackignore': `${first} until 2026-03-05\n${second} until 2026-03-04 # later\n` });
    const { report } = await place.scan({ now: Date.UTC(2026, 2, 5, 23) });
    expect(report.findings.map(({ path }) => path)).toEqual(['b.ts']);
    expect(report.notes).toEqual(['.handbackignore:2: it has expired on 2026-03-04']);
  });

  it('names lines that nobody can read and entries that meet nothing', async () => {
    using place = createPlace();
    const unused = `hb1_${'0'.repeat(32)}`;
    place.write({
      ...FILES,
      '.handbackignore': `nonsense\n${unused} till 2026-01-01\n${unused} until 2026-13-01\n${unused}\n`,
    });
    const { report } = await place.scan();
    expect(report.findings).toHaveLength(2);
    expect(report.notes).toEqual([
      expect.stringMatching(/^\.handbackignore:1: .*no fingerprint/),
      expect.stringMatching(/^\.handbackignore:2: .*until YYYY-MM-DD/),
      expect.stringMatching(/^\.handbackignore:3: .*no date/),
      expect.stringMatching(/^\.handbackignore:4: unused/),
    ]);
  });

  it('may be another file', async () => {
    using place = createPlace();
    place.write(FILES);
    const prints = await fingerprintsOf(place);
    place.write({ 'accepted.txt': prints.join('\n') });
    const { report } = await place.scan({ ignoreFile: join(place.folder, 'accepted.txt') });
    expect(report.findings).toEqual([]);
    await expect(place.scan({ ignoreFile: join(place.folder, 'gone') })).rejects.toThrow(/--ignore-file/);
  });
});

describe('comments', () => {
  it.each([
    'handback:allow',
    'gitleaks:allow',
    'betterleaks:allow',
    'trufflehog:ignore',
    'kingfisher:ignore',
    'ggignore',
    'pragma: allowlist secret',
    'secretlint-disable-line',
  ])('%s on the line accepts it', async (comment) => {
    using place = createPlace();
    place.write({ 'a.ts': `x("${TOKEN}"); // ${comment}\nx("${OTHER}")\n` });
    const { report } = await place.scan();
    expect(report.findings.map(({ line }) => line)).toEqual([2]);
    expect(report.ignored).toEqual(new Map([['allow comments', 1]]));
  });

  it.each(['pragma: allowlist nextline secret', 'secretlint-disable-next-line'])(
    '%s on the line before accepts it',
    async (comment) => {
      using place = createPlace();
      place.write({ 'a.ts': `// ${comment}\nx("${TOKEN}")\nx("${OTHER}")\n` });
      expect((await place.scan()).report.findings.map(({ line }) => line)).toEqual([3]);
    },
  );

  it('that came later speak for old versions too', async () => {
    using place = createGitPlace();
    place.commit(FILES);
    place.commit({ 'a.ts': `// first line\n\nconst token = "${TOKEN}" // gitleaks:allow` });
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings.map(({ path }) => path)).toEqual(['b.ts']);
  });
});

describe('.gitleaksignore', () => {
  it('accepts a line of a path, in any commit or in one', async () => {
    using place = createGitPlace();
    const commit = place.commit(FILES);
    place.write({ '.gitleaksignore': `# by hand\na.ts:some-rule:2\n${commit}:b.ts:generic-api-key:1\nbroken\n` });
    const { report } = await place.scan();
    expect(report.findings.map(({ path }) => path)).toEqual(['b.ts']);
    expect(report.notes).toContainEqual(expect.stringMatching(/^\.gitleaksignore:4: write/));
    expect((await place.scan({ mode: 'history' })).report.findings).toEqual([]);
  });
});

describe('a baseline', () => {
  const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
  const gitleaks = { RuleID: 'x', File: 'old/name.ts', StartLine: 9 };

  it.each<[string, unknown]>([
    ['of gitleaks with the value', [{ ...gitleaks, Secret: TOKEN }]],
    ['of gitleaks without the value', [{ ...gitleaks, Secret: 'REDACTED', File: 'a.ts', StartLine: 2 }]],
    ['of detect-secrets', { results: { 'a.ts': [{ type: 'x', hashed_secret: sha1(TOKEN), line_number: 1 }] } }],
    ['of trufflehog', { DetectorName: 'Github', Raw: TOKEN }],
    [
      'in SARIF of another tool',
      {
        runs: [
          {
            results: [
              { locations: [{ physicalLocation: { artifactLocation: { uri: 'a.ts' }, region: { startLine: 2 } } }] },
            ],
          },
        ],
      },
    ],
  ])('%s is understood', async (_, content) => {
    using place = createPlace();
    using beside = createPlace();
    place.write(FILES);
    beside.write({ 'baseline.json': JSON.stringify(content) });
    const { report } = await place.scan({ baseline: join(beside.folder, 'baseline.json') });
    expect(report.findings.map(({ path }) => path)).toEqual(['b.ts']);
  });

  it('in SARIF may name a file as its tool found it, with a sign that opens no escape', async () => {
    using place = createPlace();
    using beside = createPlace();
    place.write({ '100%.ts': FILES['a.ts'] });
    const location = { artifactLocation: { uri: '100%.ts' }, region: { startLine: 2 } };
    const sarif = { runs: [{ results: [{ locations: [{ physicalLocation: location }] }] }] };
    beside.write({ 'baseline.json': JSON.stringify(sarif) });
    const { report } = await place.scan({ baseline: join(beside.folder, 'baseline.json') });
    expect(report.findings).toEqual([]);
  });

  it.each(['json', 'jsonl', 'sarif'] as const)('may be a report of ours in %s', async (format) => {
    using place = createPlace();
    using beside = createPlace();
    place.write(FILES);
    const { report, rules } = await place.scan();
    const about = { rules, now: NOW, version: '0.1.0', paint: (_: string, text: string) => text };
    beside.write({ report: reporters[format](report, about) });
    expect((await place.scan({ baseline: join(beside.folder, 'report') })).report.findings).toEqual([]);
  });

  it('that is no report is refused, and one that says nothing is said to', async () => {
    using place = createPlace();
    place.write({ 'no.txt': 'no json', 'other.json': '{"a":1}' });
    await expect(place.scan({ baseline: join(place.folder, 'no.txt') })).rejects.toThrow(/no JSON/);
    const { report } = await place.scan({ baseline: join(place.folder, 'other.json') });
    expect(report.notes).toMatchObject([expect.stringContaining('accepts nothing')]);
  });
});
