import { random } from '../../bench/related/generator.ts';

/** In an order that depends on the seed alone. */
export function shuffled<T>(all: readonly T[], seed: number): readonly T[] {
  const next = random(seed);
  return all
    .map((one) => ({ one, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
