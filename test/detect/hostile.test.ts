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

/**
 * The slowest text goes through at 5.7 MB/s on a quiet machine (docs/engine.md); a busy one
 * takes more than half of that away.
 */
const FLOOR = 2;

/**
 * CPU time, so that other work on the machine counts little; the best of some runs, or the first that is good enough.
 */
function megabytesPerSecond(bytes: Uint8Array, runs: number, enough = Number.POSITIVE_INFINITY): number {
  let best = 0;
  for (let run = 0; run < runs && best < enough; run++) {
    const before = process.cpuUsage();
    detector.scan(bytes);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, bytes.length / Math.max(1, user + system));
  }
  return best;
}

describe('text made to be slow', () => {
  test('never makes a rule see more than its reach at each keyword', () => {
    const seen = rules.map((rule) => {
      const confirmer = createConfirmer([rule]);
      return confirmer.reach.every((bytes) => bytes <= Math.ceil((rule.reach ?? DEFAULT_REACH) * 1.5) + 72) &&
        confirmer.longestLead <= Math.ceil(((rule.lead ?? 0) + BEHIND) * 1.5) + 72
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

  test('is scanned at 5 MB/s, on a busy machine at 2 or more, whichever rule it was made for', {
    timeout: 300_000,
  }, () => {
    const texts = new Set(rules.flatMap(hostileTexts));
    expect(texts.size).toBeGreaterThan(10_000);
    // A short look tells most of them; the suspects are looked at longer, for a busy machine
    // makes everything look slow.
    const suspects = [...texts].filter((text) => megabytesPerSecond(repeated(text, MEGABYTE / 128), 1) < 1.3 * FLOOR);
    const slow = suspects.flatMap((text) => {
      const bytes = repeated(text, MEGABYTE / 10);
      const speed = megabytesPerSecond(bytes, 16, FLOOR);
      return speed < FLOOR ? [`${speed.toFixed(1)} MB/s: ${text}`] : [];
    });
    expect(slow).toEqual([]);
  });

  test.each([
    'secret_key: "the-.db-.my-.pw-.foo-.key-.app-.db-.my+Z"\n',
    'postgres://app:db!!my!!pw!!db!!the!!pw!!my!!key!!db!!zQ@db.internal/x\n',
  ])('does not gain from words for a password in a row: %j', (text) => {
    expect(megabytesPerSecond(repeated(text, MEGABYTE / 50), 16, FLOOR)).toBeGreaterThan(FLOOR);
  });

  test('in one line of 4 MB is no trouble', () => {
    const line = repeated('Zx9+/kQ2m_-', 4 * MEGABYTE);
    expect(detector.scan(line)).toEqual({ findings: [], capped: false });
    expect(megabytesPerSecond(line, 3)).toBeGreaterThan(FLOOR);
  });
});
