import type { Finding } from '../model/finding.ts';
import { createConfirmer } from './confirm.ts';
import { locate } from './locate.ts';
import { adjust } from './paths.ts';
import { createPrefilter, type Prefilter } from './prefilter.ts';
import { type Look, type ReadFinding, readAsUtf16, resolveOverlaps } from './readings.ts';
import type { Admits, Rule } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { mayHoldUtf16, takenFor } from './utf16.ts';

interface ScanResult {
  /** Ascending by place; no two overlap. */
  readonly findings: readonly Finding[];
  /** True when the bytes held more keyword hits than the limit: what comes after was not looked at. */
  readonly capped: boolean;
}

interface ScanOptions {
  /** Where the bytes live. Used only to judge: test data and lock files deserve less trust. */
  readonly path?: string;
  /** Rules of a user's may be for some files only. */
  readonly admits?: Admits;
}

export interface Detector {
  scan(bytes: Uint8Array, options?: ScanOptions): ScanResult;
}

interface DetectorOptions {
  /** A faster keyword filter than the portable one; it must emit the same hits. */
  readonly prefilter?: (keywords: readonly string[]) => Prefilter;
  readonly mostHits?: number;
}

/** Keyword hits looked at in one blob. Ordinary text has one in some hundred bytes. */
const MOST_HITS = 2_000_000;

export function createDetector(rules: readonly Rule[] = allRules, options: DetectorOptions = {}): Detector {
  const { prefilter: create = createPrefilter, mostHits = MOST_HITS } = options;
  const confirmer = createConfirmer(rules);
  const prefilter = create(confirmer.keywords);

  return {
    scan(bytes, { path, admits } = {}) {
      // A view of its own: what the caller's array holds may be something else by the next call.
      const whole = bytes.subarray();
      const taken = takenFor(whole);
      const found: ReadFinding[] = [];
      let capped = false;
      const look: Look = (text, report) => {
        let hits = 0;
        prefilter.hits(text, (position, keyword) => {
          if (hits++ >= mostHits) return;
          const finding = confirmer.confirm(text, position, keyword, admits);
          if (finding !== undefined) report(finding);
        });
        capped ||= hits > mostHits;
      };
      look(whole, (finding) => found.push(finding), { unit: 1, turn: 0 });
      if (mayHoldUtf16(whole)) for (const one of readAsUtf16(whole, { first: 0, taken }, look)) found.push(one);
      return { findings: locate(adjust(resolveOverlaps(found), path), whole, taken), capped };
    },
  };
}
