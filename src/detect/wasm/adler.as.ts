// Adler-32 (RFC 1950), sixteen bytes at a time.

const PRIME: u64 = 65521;
/** Bytes between two divisions; the sums of so many fit into 32 bits. */
const BLOCK: i32 = 5536;

export function adler32(from: i32, to: i32): u32 {
  let a: u64 = 1;
  let b: u64 = 0;
  let at = from;
  while (to - at >= 16) {
    const end = at + min(BLOCK, (to - at) & ~15);
    const steps = <u64>((end - at) >> 4);
    let sums = i32x4.splat(0); // of the bytes so far
    let earlier = i32x4.splat(0); // of `sums` before each step
    let weighted = i32x4.splat(0); // each byte times how often it counts within its step
    for (; at < end; at += 16) {
      const bytes = v128.load(at);
      earlier = i32x4.add(earlier, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
      const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), i16x8(16, 15, 14, 13, 12, 11, 10, 9));
      const high = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), i16x8(8, 7, 6, 5, 4, 3, 2, 1));
      weighted = i32x4.add(weighted, i32x4.add(low, high));
    }
    b = (b + 16 * (a * steps + total(earlier)) + total(weighted)) % PRIME;
    a = (a + total(sums)) % PRIME;
  }
  for (; at < to; at++) {
    a += <u64>load<u8>(at);
    b += a;
  }
  return (<u32>(b % PRIME) << 16) | <u32>(a % PRIME);
}

@inline
function total(lanes: v128): u64 {
  return (
    <u64>(<u32>i32x4.extract_lane(lanes, 0)) +
    <u64>(<u32>i32x4.extract_lane(lanes, 1)) +
    <u64>(<u32>i32x4.extract_lane(lanes, 2)) +
    <u64>(<u32>i32x4.extract_lane(lanes, 3))
  );
}
