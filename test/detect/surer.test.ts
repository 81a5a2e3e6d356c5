import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const confidence = (value: string) =>
  detector.scan(Buffer.from(`password = "${value}"\n`)).findings.map((finding) => finding.confidence);

describe('what stands behind the name of a password is surely one', () => {
  test.each([
    ['with capitals, small letters and digits', fake('hQ{lower:6}{digits:3}Wz')],
    ['with letters, digits and a mark', fake('hq{lower:6}!{digits:3}')],
    ['with digits in several places among small letters', fake('hq{digits:2}tvk{digits:3}mzr')],
    ['of a word and a number', fake('kestrel{digits:4}')],
  ])('%s', (_, value) => {
    expect(confidence(value)).toEqual(['medium']);
  });

  test.each([
    ['with digits in one place', fake('hq{digits:2}tvkrmzrw')],
    ['with a mark and no digit', fake('hqtvk-rmzrw-wxq')],
    ['of hexadecimal digits, as a sum is', fake('{hex:40}')],
  ])('but not one %s', (_, value) => {
    expect(confidence(value)).not.toContain('medium');
    expect(confidence(value)).not.toContain('high');
  });
});
