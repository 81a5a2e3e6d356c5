/** Starts the work on the next few items while the consumer is busy with this one; gives the results in order. */
export async function* ahead<Item, Result>(
  items: Iterable<Item>,
  many: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  for (const item of items) {
    const started = work(item);
    started.catch(() => {}); // awaited below, in its turn
    pending.push(started);
    if (pending.length < many) continue;
    const first = pending.shift();
    if (first !== undefined) yield await first;
  }
  for (const rest of pending) yield await rest;
}
