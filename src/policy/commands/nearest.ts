/** The word that was probably meant, when at most two letters are wrong, missing, too many or swapped. */
export function nearest<T extends string>(said: string, words: readonly T[]): T | undefined {
  const word = said.toLowerCase().slice(0, 40);
  const [best] = words
    .map((each) => ({ each, far: distance(word, each) }))
    .filter(({ each, far }) => far <= 2 && far < each.length / 2)
    .toSorted((a, b) => a.far - b.far);
  return best?.each;
}

/** Edits that lead from one word to the other: a letter put in, taken out, replaced, or two neighbours swapped. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const at = (back: number, left: number) => rows[i - back]?.[j - left] ?? Number.POSITIVE_INFINITY;
      const put = (row[j - 1] ?? 0) + 1;
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(put, at(1, 0) + 1, at(1, 1) + same, swapped ? at(2, 2) + 1 : Number.POSITIVE_INFINITY));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
