import type { FindingConfidence } from '../model/finding.ts';
import { checksums, marks } from './checksums.ts';
import type { Rule } from './rule.ts';

const CHECKS = { ...checksums, ...marks };

/** What the rule says of every match, moved by the checksum of this one. */
export function confidenceOf(rule: Rule, value: string): FindingConfidence {
  if (rule.checksum === undefined) return rule.confidence;
  const check: (value: string) => boolean = CHECKS[rule.checksum];
  return check(value) ? 'high' : lower(rule.confidence);
}

export function higher(confidence: FindingConfidence): FindingConfidence {
  return confidence === 'low' ? 'medium' : 'high';
}

function lower(confidence: FindingConfidence): FindingConfidence {
  return confidence === 'high' ? 'medium' : 'low';
}
