/** The letter pairs that make most of English text and of identifiers. */
const COMMON_PAIRS = new Set(
  `th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce
  li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em
  ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay
  ex ke ui fr oo ag if po ap od ck ue ub bo do go gi ef ff`.split(/\s+/),
);

const LEAST_PAIRS = 5;
const WORDY = 0.62;

const LETTERS = 26;
const IS_COMMON = Uint8Array.from({ length: LETTERS * LETTERS }, (_, pair) =>
  COMMON_PAIRS.has(String.fromCharCode(97 + Math.floor(pair / LETTERS), 97 + (pair % LETTERS))) ? 1 : 0,
);

/**
 * Whether the letters of a value read like words: random letters hit about a fifth of the
 * common pairs, words most of them.
 */
export function isWordy(value: string): boolean {
  let pairs = 0;
  let common = 0;
  let before = -1;
  let wasLower = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    const letter = (code | 32) - 97;
    const isLetter = letter >= 0 && letter < LETTERS && code < 128;
    const isLower = isLetter && code >= 97;
    // `someWord` has a gap before its capital.
    if (isLetter && before >= 0 && (isLower || !wasLower)) {
      pairs++;
      common += IS_COMMON[before * LETTERS + letter] as number;
    }
    before = isLetter ? letter : -1;
    wasLower = isLower;
  }
  return pairs >= LEAST_PAIRS && common / pairs > WORDY;
}
