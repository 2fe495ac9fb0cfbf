/** The first index of a sorted list from which on the predicate is true. */
export function firstIndex<T>(list: readonly T[], from: (one: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = list[middle];
    if (one !== undefined && from(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}
