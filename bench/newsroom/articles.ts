/** A generator of numbers that depends on its seed alone (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES =
  'ba ber cal da dor el fen gar hol il ka kest lan mar nor ol pen quar rin sal tor ul ves wen yar zel'.split(
    ' ',
  );
const SECTIONS = ['world', 'politics', 'business', 'science', 'culture', 'sport', 'opinion'];
const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

/**
 * Articles as a newsroom would send them: about 350 words from a vocabulary of natural skew, stories of a few dozen
 * articles that share names and terms, 7 sections, 40 authors, 300 topics, spread over `days` days.
 */
export function* articles(
  count: number,
  { seed = 1, days = 60, words = 350 } = {},
): Generator<object> {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const word = (): string =>
    Array.from({ length: 2 + Math.floor(next() * 2) }, () => pick(SYLLABLES)).join('');
  const vocabulary = Array.from({ length: 6000 }, word);
  // Rank by a power of a uniform number: a few words are everywhere, most are rare.
  const common = (): string => vocabulary[Math.floor(vocabulary.length * next() ** 3)] as string;
  const stories = Array.from({ length: Math.ceil(count / 25) }, () =>
    Array.from({ length: 12 }, word),
  );
  const name = (text: string): string => text[0]?.toUpperCase() + text.slice(1);
  const sentence = (story: readonly string[]): string =>
    `${name(Array.from({ length: 9 + Math.floor(next() * 8) }, () => (next() < 0.12 ? name(pick(story)) : common())).join(' '))}.`;
  for (let n = 0; n < count; n++) {
    const story = pick(stories);
    const paragraphs = Array.from(
      { length: Math.ceil(words / 70) },
      () => `<p>${Array.from({ length: 5 }, () => sentence(story)).join(' ')}</p>`,
    );
    yield {
      site: 'daily',
      id: `bench-${seed}-${n}`,
      revision: 1,
      headline: `${sentence(story).slice(0, 60)} ${n}`,
      standfirst: sentence(story),
      sections: [pick(SECTIONS)],
      byline: [{ name: `Reporter ${1 + Math.floor(next() * 40)}` }],
      topics: [`topic-${Math.floor(next() * 300)}`, `topic-${Math.floor(next() * 300)}`],
      publishAt: new Date(START + Math.floor(next() * days * DAY_MS)).toISOString(),
      body: { contentType: 'text/html', value: paragraphs.join('') },
    };
  }
}
