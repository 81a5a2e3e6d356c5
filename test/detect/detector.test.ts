import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const pat = fake('ghp_{base62:30}{crc32-base62}');
const scan = (text: string, path?: string) =>
  detector.scan(Buffer.from(text, 'utf8'), path === undefined ? {} : { path }).findings;
const brief = (text: string, path?: string) =>
  scan(text, path).map((finding) => `${finding.rule} ${finding.confidence}`);

describe('a finding', () => {
  test('says where it stands, in bytes, lines and columns', () => {
    const [finding] = scan(`first\nsecond é\ntoken = ${pat} # here\n`);
    expect(finding).toMatchObject({ start: 24, end: 64, line: 3, column: 9, endLine: 3, endColumn: 49 });
  });

  test('holds the value, and shows it nowhere', () => {
    const findings = scan(`token = ${pat}`);
    expect(findings[0]?.secret.reveal()).toBe(pat);
    expect(JSON.stringify(findings) + inspect(findings, { depth: 9 }) + String(findings[0]?.secret)).not.toContain(pat);
  });

  test('spans lines when the secret does', () => {
    const key = fake('-----BEGIN EC PRIVATE KEY-----\n{pem:3}\n-----END EC PRIVATE KEY-----');
    expect(scan(`\n${key}\n`)[0]).toMatchObject({
      rule: 'private-key-ec',
      line: 2,
      column: 1,
      endLine: 6,
      endColumn: 29,
    });
  });
});

describe('several findings', () => {
  test('come in the order of their places, every copy by itself', () => {
    const other = fake('glpat-{base62:20}');
    expect(scan(`${other} ${pat}\n${other}`).map((finding) => finding.start)).toEqual([0, 27, 68]);
  });

  test('never overlap: the specific rule beats the generic one', () => {
    expect(brief(`https://x-access-token:${pat}@github.com/o/r`)).toEqual(['github-pat high']);
    expect(brief(`MY_SECRET_TOKEN=${pat}`)).toEqual(['github-pat high']);
    expect(brief(fake('GITHUB_TOKEN=ghs_{digits:7}_{jwt}'))).toEqual(['github-installation-jwt high']);
  });

  test('are the same whenever the same bytes are scanned', () => {
    const text = `a ${pat}\nb=${fake('AKIA{base32:16}')} https://u:${fake('{base62:20}')}@db.acme.io/\n`.repeat(20);
    expect(JSON.stringify(scan(text))).toBe(JSON.stringify(createDetector().scan(Buffer.from(text)).findings));
  });
});

describe('a checksum', () => {
  test('that is right vouches for a token with a short word in it, which chance puts there', () => {
    expect(brief(fake('ghp_{base62:12}mYkEy{base62:13}{crc32-base62}'))).toEqual(['github-pat high']);
    expect(brief(fake('glpat-{base62:6}mYkEy{base62:9}'))).toEqual([]);
  });

  test('that is wrong lowers the confidence and drops nothing', () => {
    expect(brief(fake('ghp_{base62:30}000000'))).toEqual(['github-pat medium']);
  });

  test('that is right raises it', () => {
    expect(brief(fake('ATBB{base62:24}{crc32-hex-upper}'))).toEqual(['bitbucket-app-password high']);
    expect(brief(fake('ATBB{base62:24}12AB34CD'))).toEqual(['bitbucket-app-password low']);
  });
});

describe('UTF-16 text', () => {
  const text = `line one\r\ntoken = ${pat}\r\n`;
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');

  test.each([
    ['little-endian with a mark', little, 2],
    ['big-endian with a mark', Buffer.from(little).swap16(), 2],
    ['little-endian without one', little.subarray(2), 0],
  ])('%s is read, and places count original bytes', (_, bytes, mark) => {
    const [finding] = detector.scan(bytes).findings;
    const start = mark + 2 * text.indexOf(pat);
    expect(finding).toMatchObject({ rule: 'github-pat', start, end: start + 2 * pat.length, line: 2, column: 17 });
    expect(finding?.secret.reveal()).toBe(pat);
  });
});

describe('text in base64', () => {
  const wrap = (text: string) => Buffer.from(text).toString('base64');

  test.each(['', '=', 'a=', 'ab=', '{"auths":{"password":"'])(
    'is read after %j, and the place is that of the encoded secret',
    (lead) => {
      const encoded = wrap(`${lead}${pat}" and more`);
      const [finding] = detector.scan(Buffer.from(`data:\n  value: ${encoded}\n`)).findings;
      expect(finding).toMatchObject({ rule: 'github-pat', line: 2 });
      expect(finding?.secret.reveal()).toBe(pat);
      const from = 15 + Math.floor((lead.length * 8) / 6);
      expect(finding?.start).toBe(from);
      expect(finding?.end).toBe(15 + Math.ceil(((lead.length + pat.length) * 8) / 6));
    },
  );

  test('is read over wrapped lines', () => {
    const key = fake('-----BEGIN RSA PRIVATE KEY-----\n{pem:24}\n-----END RSA PRIVATE KEY-----');
    const lines = wrap(`x${key}\n`).replace(/.{76}/g, '$&\n');
    const [finding] = scan(`blob:\n${lines}\n`);
    expect(finding).toMatchObject({ rule: 'private-key-rsa', line: 2 });
    expect(finding?.secret.reveal()).toBe(key);
  });

  test('does not run on into the next line of a file', () => {
    expect(brief(`A=${wrap(pat).replace(/=+$/, '')}\nSECRETS_ARE_HERE=1\n`)).toEqual(['github-pat high']);
  });
});

describe('a private key', () => {
  const pem = (lines: number, indent = '') =>
    fake(`-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,{upper:32}\n\n{pem:${lines}}`)
      .concat('\n-----END RSA PRIVATE KEY-----')
      .replaceAll('\n', `\n${indent}`);

  test('of 8192 bits is seen whole, indented and with headers', () => {
    const key = pem(100, ' '.repeat(12));
    const [finding, ...rest] = scan(`key: |\n${key}\n`);
    expect(rest).toEqual([]);
    expect(finding?.secret.reveal()).toBe(key);
  });

  test('longer than a rule sees is known by its first bytes, plain and wrapped', () => {
    const key = pem(400);
    for (const text of [`${key}\n`, `${Buffer.from(key).toString('base64')}\n`]) {
      const [finding, ...rest] = scan(text);
      expect(rest).toEqual([]);
      expect(finding).toMatchObject({ rule: 'private-key-rsa', confidence: 'high' });
      expect(key.startsWith(finding?.secret.reveal() ?? '?')).toBe(true);
    }
  });
});

describe('the path', () => {
  test('of a test or a document lowers the confidence by a step', () => {
    expect(brief(pat, 'src/app.ts')).toEqual(['github-pat high']);
    expect(brief(pat, 'test/fixtures/a.json')).toEqual(['github-pat medium']);
    expect(brief(pat, 'README.md')).toEqual(['github-pat medium']);
  });

  test('of a lock file takes generic findings out', () => {
    const generic = fake('"token": "k7{base62:30}"');
    expect(brief(generic, 'config.json')).toEqual([expect.stringContaining('generic-token')]);
    expect(brief(generic, 'web/package-lock.json')).toEqual([]);
    expect(brief(pat, 'package-lock.json')).toEqual(['github-pat high']);
  });
});

describe('the limit on keyword hits', () => {
  test('is reported when it cuts a scan short, and only then', () => {
    const bytes = Buffer.from(`${'ghp_ '.repeat(50)}${pat}`);
    expect(createDetector(undefined, { mostHits: 51 }).scan(bytes)).toMatchObject({ capped: false, findings: [{}] });
    expect(createDetector(undefined, { mostHits: 50 }).scan(bytes)).toMatchObject({ capped: true, findings: [] });
  });
});
