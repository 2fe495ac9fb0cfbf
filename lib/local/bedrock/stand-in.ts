import { createHash } from 'node:crypto';

/** Letters of a fragment: as many as two words share that have a part in common. */
const FRAGMENT = 5;

/**
 * A stand-in for a model that embeds text: words and all their fragments of five letters, hashed to as many dimensions
 * as are asked for. Texts are near when they have words in common, or parts of words, and never by what they mean. It
 * shows that everything around a model works; of its quality it says nothing.
 */
export function standInEmbedding(text: string, dimensions: number): Float64Array {
  const sums = new Float64Array(dimensions);
  for (const feature of featuresOf(text)) {
    const hash = createHash('sha256').update(feature).digest();
    const at = hash.readUInt32BE(0) % dimensions;
    sums[at] = (sums[at] ?? 0) + (hash.readUInt8(4) % 2 === 0 ? 1 : -1);
  }
  // What is often said is not as much nearer to it.
  return sums.map((sum) => Math.sign(sum) * Math.log1p(Math.abs(sum)));
}

/** As an own number of the stand-in: it has no tokens. */
export const wordsIn = (text: string): number => wordsOf(text).length;

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

function featuresOf(text: string): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    const letters = [...word];
    const fragments = letters
      .slice(0, Math.max(0, letters.length - FRAGMENT + 1))
      .map((_, from) => letters.slice(from, from + FRAGMENT).join(''));
    return [`word ${word}`, ...fragments];
  });
}

/** The vector at length 1; one without a length is the first axis, as a model never gives nothing. */
export function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length > 0
    ? vector.map((value) => value / length)
    : vector.map((_, at) => (at === 0 ? 1 : 0));
}
