import { Ajv } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalReport } from '../../src/scan/local-scan.ts';
import { FORMATS, type Format, reporters } from '../../src/scan/reports/index.ts';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace, NOW } from './place.ts';
import { SARIF_SCHEMA } from './sarif-schema.ts';

const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const PASSWORD = fake('{base62:14}');
const PEM = fake('-----BEGIN RSA PRIVATE KEY-----\n{pem:12}\n-----END RSA PRIVATE KEY-----');
const NASTY = '=cmd|\u001b[31m, "evil" person <a@b.c>';

let scanned: LocalReport;
let commit: string;

function written(format: Format): string {
  const { report, rules } = scanned;
  return reporters[format](report, { rules, now: NOW, version: '0.1.0', paint: (_, text) => text });
}

beforeAll(async () => {
  using place = createGitPlace();
  commit = place.commit(
    {
      'a b/ä#.ts': `x = "${TOKEN}"; y = "${TOKEN}"\n`,
      'db.yml': `url: postgres://app:${PASSWORD}@db.internal/app\n`,
      'key.pem': PEM,
      'low.ts': `password = "${fake('k{base62:20}')}"`,
    },
    NASTY,
  );
  scanned = await place.scan({ mode: 'history', least: 'low' });
});

describe.each(FORMATS)('%s', (format) => {
  it('shows every finding and no secret', () => {
    const text = written(format);
    expect(scanned.report.findings.length).toBeGreaterThanOrEqual(4);
    for (const { fingerprint } of scanned.report.findings) expect(text).toContain(fingerprint);
    for (const secret of [TOKEN, PASSWORD, ...PEM.split('\n').slice(1, -1)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
      expect(text).not.toContain(secret.slice(4, 12));
    }
  });

  it('is fine without findings', () => {
    const { report, rules } = scanned;
    const about = { rules, now: NOW, version: '0.1.0', paint: (_: string, text: string) => text };
    expect(reporters[format]({ ...report, findings: [] }, about)).not.toContain('undefined');
  });
});

describe('human', () => {
  it('says who and since when, and lets no text steer the terminal', () => {
    const text = written('human');
    expect(text).toContain(`introduced 14 months ago by =cmd|?[31m, "evil" person in ${commit.slice(0, 10)}`);
    expect(text).not.toContain('\u001b');
    expect(text).toMatch(/4 findings \(.*\): 4 files, [\d.]+ kB, in the history of/);
  });
});

describe('jsonl', () => {
  it('is one object a line with the promised names', () => {
    const lines = written('jsonl')
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual({
      rule: 'github-pat',
      confidence: 'high',
      path: 'a b/ä#.ts',
      line: 1,
      column: 6,
      endLine: 1,
      endColumn: 46,
      fingerprint: expect.stringMatching(/^hb1_[0-9a-f]{32}$/),
      mask: expect.stringContaining('40 characters'),
      commit,
      author: expect.stringContaining('evil'),
      date: '2025-01-01T00:00:00.000Z',
      refs: ['refs/heads/main'],
    });
  });
});

describe('csv', () => {
  it('has no cell that a spreadsheet takes for a formula', () => {
    const rows = written('csv').split('\r\n');
    expect(rows[0]).toMatch(/^rule,confidence,path,line,/);
    expect(rows.join('\n')).toContain(`"'=cmd|`);
  });
});

describe('sarif', () => {
  const validate = new Ajv({
    strict: true,
    formats: { uri: fullFormats.uri, 'uri-reference': fullFormats['uri-reference'] },
  }).compile(SARIF_SCHEMA);

  it('is SARIF 2.1.0', () => {
    validate(JSON.parse(written('sarif')));
    expect(validate.errors).toBeNull();
  });

  it('is refused by the schema of this test when it is none', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, more: 1 }] })).toBe(false);
  });

  it('keeps its fingerprints when lines and commits move, and tells two places of one value apart', async () => {
    using place = createGitPlace();
    const fingerprints = async () => {
      const { report, rules } = await place.scan();
      const log = JSON.parse(reporters.sarif(report, { rules, now: NOW, version: '0.1.0', paint: (_, text) => text }));
      return log.runs[0].results.map((result: { partialFingerprints: object }) => result.partialFingerprints);
    };
    place.commit({ 'a.ts': `x = "${TOKEN}"; y = "${TOKEN}"\n` });
    const before = await fingerprints();
    place.commit({ 'a.ts': `\n\n// moved\nx = "${TOKEN}"\ny = "${TOKEN}"\n` });
    expect(await fingerprints()).toEqual(before);
    expect(before).toHaveLength(2);
    expect(before[0]['handbackValue/v1']).toBe(before[1]['handbackValue/v1']);
    expect(before[0]['handbackPlace/v1']).not.toBe(before[1]['handbackPlace/v1']);
  });
});
