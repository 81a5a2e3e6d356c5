import type { FindingConfidence } from '../model/finding.ts';

/** A finding as a report shows it: everything about a secret but the secret. */
export interface Found {
  readonly rule: string;
  readonly confidence: FindingConfidence;
  /** From the root of the scan, with `/`. */
  readonly path: string;
  /** From 1; columns count UTF-16 code units, as editors and SARIF do. The end is exclusive. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The identity of the value, see docs/adr/0010-local-fingerprints.md. */
  readonly fingerprint: string;
  readonly mask: string;
  readonly origin?: Origin;
  /** Branches and tags that hold the value today. */
  readonly refs?: readonly string[];
  /** Other paths with the same value, where a report has one finding for each value. */
  readonly alsoIn?: readonly string[];
}

/** The commit that brought a value. */
export interface Origin {
  readonly commit: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Milliseconds since 1970, as the commit claims. */
  readonly at: number;
}

/** Something that was not looked at, or not to its end: nobody may take it for clean. */
export interface NotScanned {
  readonly path: string;
  readonly reason: string;
  /** It belongs to another repository. */
  readonly isElsewhere?: true;
}

export interface Report {
  /** In words: "the work tree of /src/shop". */
  readonly what: string;
  readonly findings: readonly Found[];
  readonly notScanned: readonly NotScanned[];
  /** Findings below the confidence asked for. */
  readonly below: number;
  /** Findings that somebody has accepted, by the name of what says so. */
  readonly ignored: ReadonlyMap<string, number>;
  /** About ignore files and configurations: what is broken, expired, unused or not understood. */
  readonly notes: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

export const CONFIDENCES = ['high', 'medium', 'low'] as const satisfies readonly FindingConfidence[];

export function atLeast(confidence: FindingConfidence, least: FindingConfidence): boolean {
  return CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(least);
}
