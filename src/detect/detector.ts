import type { Finding } from '../model/finding.ts';
import { better, createConfirmer, type RawFinding } from './confirm.ts';
import { locate } from './locate.ts';
import { adjust } from './paths.ts';
import { createPrefilter, type Prefilter } from './prefilter.ts';
import type { Rule } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { narrow } from './utf16.ts';

interface ScanResult {
  /** Ascending by place; no two overlap. */
  readonly findings: readonly Finding[];
  /** True when the bytes held more keyword hits than the limit: what comes after was not looked at. */
  readonly capped: boolean;
}

interface ScanOptions {
  /** Where the bytes live. Used only to judge: test data and lock files deserve less trust. */
  readonly path?: string;
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
    scan(bytes, { path } = {}) {
      // A view of its own: what the caller's array holds may be something else by the next call.
      const text = narrow(bytes.subarray());
      const raw: RawFinding[] = [];
      let hits = 0;
      prefilter.hits(text.bytes, (position, keyword) => {
        if (hits++ >= mostHits) return;
        const finding = confirmer.confirm(text.bytes, position, keyword);
        if (finding !== undefined) raw.push(finding);
      });
      const kept = adjust(resolveOverlaps(raw), path);
      return { findings: locate(kept, text), capped: hits > mostHits };
    },
  };
}

/** Of overlapping findings the better one stays, so a specific rule beats the generic one; the order of input does not matter. */
export function resolveOverlaps(found: readonly RawFinding[]): RawFinding[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  const kept: RawFinding[] = [];
  for (const finding of sorted) {
    const last = kept.at(-1);
    if (last === undefined || finding.start >= last.end) kept.push(finding);
    else kept[kept.length - 1] = better(last, finding);
  }
  return kept;
}
