/** The letter pairs that make most of English text and of identifiers. */
const COMMON_PAIRS = new Set(
  `th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce
  li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em
  ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay
  ex ke ui fr oo ag if po ap od ck ue ub bo do go gi ef ff`.split(/\s+/),
);

const LEAST_PAIRS = 5;
const WORDY = 0.62;

/** Whether the letters of a value read like words: random letters hit about a fifth of the common pairs, words most of them. */
export function isWordy(value: string): boolean {
  const runs =
    value
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]{2,}/g) ?? [];
  let pairs = 0;
  let common = 0;
  for (const run of runs) {
    for (let at = 0; at + 1 < run.length; at++) {
      pairs++;
      if (COMMON_PAIRS.has(run.slice(at, at + 2))) common++;
    }
  }
  return pairs >= LEAST_PAIRS && common / pairs > WORDY;
}
