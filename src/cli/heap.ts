import { setFlagsFromString } from 'node:v8';

/**
 * Lets no more garbage lie than half of what is in use. A pass over half a million credentials keeps some ten
 * megabytes of a gigabyte that it reads; Node waits with collecting the rest until there is four times as
 * much, and where some objects of a kind are kept it begins to make all of that kind among those that only a
 * full collection looks at, and so whatever these lead to. docs/storage.md has what it was measured to cost.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--heap-growing-percent=50');
}
