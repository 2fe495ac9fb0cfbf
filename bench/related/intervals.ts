import { random } from './generator.ts';

const ROUNDS = 400;
const SEED = 7;

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Where the mean lies with 95 % certainty, by drawing as many values again and again (bootstrap). */
export function intervalOf(values: readonly number[]): readonly [number, number] {
  const next = random(SEED);
  const means = Array.from({ length: ROUNDS }, () => {
    let sum = 0;
    for (let n = 0; n < values.length; n += 1)
      sum += values[Math.floor(next() * values.length)] ?? 0;
    return sum / Math.max(1, values.length);
  }).sort((a, b) => a - b);
  return [means[Math.floor(ROUNDS * 0.025)] ?? 0, means[Math.floor(ROUNDS * 0.975)] ?? 0];
}

/** Means by stretch of time, of equally many articles each; articles without a value count for none. */
export function byTime(
  ids: readonly string[],
  values: ReadonlyMap<string, number>,
  stretches: number,
): readonly number[] {
  return Array.from({ length: stretches }, (_, n) => {
    const from = Math.floor((n * ids.length) / stretches);
    const to = Math.floor(((n + 1) * ids.length) / stretches);
    return meanOf(ids.slice(from, to).flatMap((id) => values.get(id) ?? []));
  });
}
