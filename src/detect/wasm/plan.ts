/**
 * Where the filter looks for a keyword: four of its bytes (three of a three-byte one), and
 * the bucket whose masks they join.
 */
export interface Fingerprint {
  readonly bucket: number;
  /** Of the fingerprint in the keyword. */
  readonly offset: number;
  readonly length: 3 | 4;
}

const BUCKETS = 8;
/** Three-byte keywords let any fourth byte pass; together in buckets of their own they spoil no other. */
const SHORT_BUCKETS = [6, 7];
const SWEEPS = 2;
/** An offset has to fit a byte, and a far one makes every window longer. */
const FARTHEST = 16;

/**
 * Gives every keyword the bucket and the fingerprint that let the fewest positions of ordinary text pass. A bucket
 * passes the product of four byte-class frequencies; a local search moves keywords while that helps. Deterministic.
 */
export function planFingerprints(keywords: readonly Uint8Array[]): Fingerprint[] {
  const buckets = Array.from({ length: BUCKETS }, createBucket);
  const anyShort = keywords.some((keyword) => keyword.length < 4);
  const longBuckets = buckets.keys().filter((bucket) => !anyShort || !SHORT_BUCKETS.includes(bucket));
  const choices = { short: SHORT_BUCKETS, long: [...longBuckets] };
  const order = [...keywords.keys()].sort((a, b) => lengthAt(keywords, a) - lengthAt(keywords, b) || a - b);
  const plan = new Map<number, Fingerprint>();
  for (let sweep = 0; sweep <= SWEEPS; sweep++) {
    for (const index of order) {
      const keyword = keywords[index] ?? new Uint8Array();
      const before = plan.get(index);
      if (before !== undefined) buckets[before.bucket]?.add(keyword, before, -1);
      const best = cheapest(buckets, keyword.length < 4 ? choices.short : choices.long, keyword);
      buckets[best.bucket]?.add(keyword, best, 1);
      plan.set(index, best);
    }
  }
  return keywords.map((_, index) => plan.get(index) ?? { bucket: 0, offset: 0, length: 3 });
}

function lengthAt(keywords: readonly Uint8Array[], index: number): number {
  return keywords[index]?.length ?? 0;
}

function cheapest(buckets: readonly Bucket[], choices: readonly number[], keyword: Uint8Array): Fingerprint {
  const length = keyword.length < 4 ? 3 : 4;
  let best: Fingerprint = { bucket: choices[0] ?? 0, offset: 0, length };
  let least = Number.POSITIVE_INFINITY;
  for (const bucket of choices) {
    const used = buckets[bucket];
    for (let offset = 0; used !== undefined && offset + length <= keyword.length && offset <= FARTHEST; offset++) {
      const cost = used.costWith(keyword, offset, length) - used.cost();
      if (cost >= least - 1e-15) continue;
      least = cost;
      best = { bucket, offset, length };
    }
  }
  return best;
}

type Bucket = ReturnType<typeof createBucket>;

/**
 * How the filter tells bytes apart: by their low five bits, letters (and the few signs beside them) before the rest.
 */
export const CLASSES = 64;

export function classOf(byte: number): number {
  return (byte & 31) | (byte & 64 ? 0 : 32);
}

/** How often each class is used at each of the four places, and what share of text that lets pass. */
function createBucket() {
  const used = Array.from({ length: 4 }, () => new Int16Array(CLASSES));
  const share = new Float64Array(4);
  let members = 0;

  const shareWith = (place: number, byte: number | undefined): number => {
    if (byte === undefined) return 1;
    const now = share[place] ?? 0;
    return (used[place]?.[classOf(byte)] ?? 0) > 0 ? now : now + (FREQUENCY[classOf(byte)] ?? 0);
  };

  return {
    cost: (): number => (members === 0 ? 0 : share.reduce((product, one) => product * Math.min(1, one), 1)),
    costWith(keyword: Uint8Array, offset: number, length: number): number {
      let product = 1;
      for (let place = 0; place < 4; place++) {
        product *= Math.min(1, shareWith(place, place < length ? keyword[offset + place] : undefined));
      }
      return product;
    },
    add(keyword: Uint8Array, { offset, length }: Fingerprint, sign: 1 | -1): void {
      members += sign;
      if (length === 3) share[3] = members > 0 ? 1 : 0;
      for (let place = 0; place < length; place++) {
        const counts = used[place];
        const at = classOf(keyword[offset + place] ?? 0);
        if (counts === undefined) continue;
        const before = counts[at] ?? 0;
        counts[at] = before + sign;
        if (sign > 0 ? before === 0 : before === 1) share[place] = (share[place] ?? 0) + sign * (FREQUENCY[at] ?? 0);
      }
    },
  };
}

/** Share of each class in source text: measured over Ruby, Go, JavaScript, Markdown and YAML, in ten-thousandths. */
const FREQUENCY: readonly number[] = [
  72, 577, 128, 328, 305, 1049, 178, 169, 207, 541, 24, 53, 349, 234, 548, 556, 302, 36, 633, 621, 758, 277, 87, 75, 62,
  91, 15, 86, 25, 86, 4, 108, 2435, 8, 129, 28, 2, 4, 7, 57, 108, 248, 505, 11, 115, 76, 197, 144, 68, 48, 38, 23, 23,
  17, 18, 12, 14, 12, 124, 60, 25, 116, 29, 17,
].map((share) => share / 10_000);
