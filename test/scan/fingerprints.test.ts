import { createHmac, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/detect/rules/index.ts';
import { createFingerprints, FINGERPRINT } from '../../src/scan/fingerprints.ts';
import { fake } from '../support/fake-tokens.ts';
import { createPlace } from './place.ts';

const LABEL = 'handback scan v1';
const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const PASSWORD = fake('{base62:14}');

const hmac = (value: string) => createHmac('sha256', LABEL).update(value).digest('hex');

describe('the fingerprint of a local scan', () => {
  it('is an HMAC for what a machine has made, and a slow hash of it for what a person may have made', async () => {
    using place = createPlace();
    place.write({ 'a.txt': TOKEN, 'b.txt': `postgres://app:${PASSWORD}@db.internal/app` });
    const { report } = await place.scan();
    expect(report.findings.map(({ fingerprint }) => fingerprint)).toEqual([
      `hb1_${hmac(TOKEN).slice(0, 32)}`,
      `hb1_${scryptSync(hmac(PASSWORD), LABEL, 16, { N: 1 << 14, r: 8, p: 1 }).toString('hex')}`,
    ]);
  });

  it('is slow for rules that nobody knows', async () => {
    const prints = createFingerprints(rules);
    const hash = hmac(TOKEN) as Parameters<typeof prints.of>[0];
    const unknown = await prints.of(hash, 'a-rule-of-the-user');
    expect(unknown).toMatch(FINGERPRINT);
    expect(unknown).not.toBe(await prints.of(hash, 'github-pat'));
  });
});
