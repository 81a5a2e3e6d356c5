import type { Secret } from './secret.ts';

/** How sure a rule is that its match is a secret, before anybody asked the issuer. */
export type FindingConfidence = 'high' | 'medium' | 'low';

/**
 * A rule's match in some bytes. Offsets are bytes from 0, `end` exclusive; lines and columns (in bytes) count from 1.
 */
export interface Finding {
  readonly rule: string;
  readonly confidence: FindingConfidence;
  readonly secret: Secret;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
