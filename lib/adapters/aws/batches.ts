/** `all` cut into batches of at most `size`. */
export function batchesOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const batches: (readonly T[])[] = [];
  for (let at = 0; at < all.length; at += size) batches.push(all.slice(at, at + size));
  return batches;
}

/** Batches bounded also by the sum of their weights: a call's size in bytes. One heavy thing is a batch of its own. */
export function weighedBatchesOf<T>(
  all: readonly T[],
  size: number,
  weightMax: number,
  weightOf: (one: T) => number,
): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const one of all) {
    weight += weightOf(one);
    const batch = batches.at(-1);
    if (batch && batch.length < size && weight <= weightMax) batch.push(one);
    else {
      batches.push([one]);
      weight = weightOf(one);
    }
  }
  return batches;
}

/** Enough to keep a table busy, and fewer than the sockets that the SDK opens (50). */
const CONCURRENT = 16;

/** Runs `work` over all, a few at a time; rejects with the first failure. */
export async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENT, all.length) }, worker));
}
