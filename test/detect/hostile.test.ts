import { describe, expect, test } from 'vitest';
import { createConfirmer } from '../../src/detect/confirm.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { createPrefilter } from '../../src/detect/prefilter.ts';
import { BEHIND, DEFAULT_REACH } from '../../src/detect/rule.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { hostileTexts } from '../support/hostile.ts';

const detector = createDetector();
const MEGABYTE = 1_000_000;
const repeated = (text: string, size: number) => Buffer.from(text.repeat(Math.ceil(size / text.length)), 'latin1');

/** CPU time, so that other work on the machine does not count. */
function megabytesPerSecond(bytes: Uint8Array, runs: number): number {
  const speeds = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    detector.scan(bytes);
    const { user, system } = process.cpuUsage(before);
    return bytes.length / Math.max(1, user + system);
  });
  return Math.max(...speeds);
}

describe('text made to be slow', () => {
  test('never makes a rule see more than its reach at each keyword', () => {
    const seen = rules.map((rule) => {
      const confirmer = createConfirmer([rule]);
      return confirmer.reach.every((bytes) => bytes <= (rule.reach ?? DEFAULT_REACH) * 1.5 + 72) &&
        confirmer.longestLead <= ((rule.lead ?? 0) + BEHIND) * 1.5 + 72
        ? ''
        : rule.id;
    });
    expect(seen.filter((id) => id !== '')).toEqual([]);
  });

  test('holds no more keywords than its bytes allow', () => {
    const { keywords } = createConfirmer(rules);
    const shortest = Math.min(...keywords.map((keyword) => keyword.length));
    let hits = 0;
    const bytes = repeated('eaaaaaaaghp_token_secret', MEGABYTE);
    createPrefilter(keywords).hits(bytes, () => hits++);
    expect(hits).toBeLessThan((2 * bytes.length) / shortest);
  });

  test('is scanned at 5 MB/s or more, all rules together', () => {
    const texts = rules.flatMap((rule) => hostileTexts(rule).map((text) => repeated(text, 1200)));
    const bytes = Buffer.concat(texts);
    expect(bytes.length).toBeGreaterThan(10 * MEGABYTE);
    expect(megabytesPerSecond(bytes, 3)).toBeGreaterThan(5);
  });

  test('of one kind is still scanned in time that grows with its length only', () => {
    const slow = [
      '-----BEGIN RSA PRIVATE KEY-----',
      'eyJhbGciOi',
      'api_key="',
      'token = secret: password="a1',
      'https://a:b',
      'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tL',
      '"auth": "',
      'machine ',
    ];
    const speeds = slow.map((text) => [text, megabytesPerSecond(repeated(text, MEGABYTE / 4), 3)] as const);
    expect(speeds.filter(([, speed]) => speed < 0.5)).toEqual([]);
  });

  test('in one line of 4 MB is no trouble', () => {
    const line = repeated('Zx9+/kQ2m_-', 4 * MEGABYTE);
    expect(detector.scan(line)).toEqual({ findings: [], capped: false });
    expect(megabytesPerSecond(line, 3)).toBeGreaterThan(5);
  });
});
