import type { Story } from './newsroom.ts';

/*
 * Made-up news with the statistics of real news: a vocabulary by Zipf's law that grows with the archive, sections and
 * people that recur, stories that begin, run for days to months and end, most of them short, a few of hundreds of
 * articles. The n-th article of a seed is always the same, wherever one begins to read.
 */

const SECTIONS = [
  'world',
  'politics',
  'business',
  'science',
  'culture',
  'sport',
  'opinion',
  'local',
];
const MINUTES_BETWEEN = 26;
const START = Date.UTC(2014, 0, 6);
const WORDS = 60;

/** Numbers from 0 to 1, the same for the same seed (Mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Running {
  readonly name: number;
  readonly section: number;
  left: number;
}

export const articleName = (number: number): string => `g${number}`;

export const articleNumber = (id: string): number => Number(id.slice(1));

export interface GeneratedArticle extends Story {
  /** The running story that it belongs to: the number of its first article. */
  readonly story: number;
}

/** Articles in order of publication, without end. */
export function* generated(seed: number, from = 0): Generator<GeneratedArticle> {
  const next = random(seed);
  const running: Running[] = [];
  for (let n = 0; ; n += 1) {
    const story = storyOf(running, n, next);
    const minutes = (n + next()) * MINUTES_BETWEEN;
    const date = new Date(START + Math.floor(minutes) * 60_000);
    // What an article says has numbers of its own: those before `from` need not be written.
    if (n >= from) yield article(story, n, date, random(seed * 1_000_003 + n));
    story.left -= 1;
    if (story.left <= 0) running.splice(running.indexOf(story), 1);
  }
}

/** Three articles of five go on with what is running; the newest stories most. */
function storyOf(running: Running[], n: number, next: () => number): Running {
  if (running.length > 0 && next() < 0.6) {
    const found = running[running.length - 1 - Math.floor(running.length * next() ** 2)];
    if (found) return found;
  }
  const size = Math.min(400, Math.floor(1 / (1 - next()) ** 0.85));
  const story = { name: n, section: Math.floor(next() * SECTIONS.length), left: size };
  running.push(story);
  if (running.length > 60) running.shift();
  return story;
}

function article(story: Running, n: number, date: Date, next: () => number): GeneratedArticle {
  const tell = (count: number): string =>
    Array.from({ length: count }, () => word(story, next)).join(' ');
  const person = capital(rare(3, (story.name * 7) % 50_000));
  const place = capital(rare(4, (story.name * 13) % 4_000));
  return {
    id: articleName(n),
    story: story.name,
    title: `${person} ${tell(4)} ${place}`,
    body: `${capital(tell(WORDS / 2))} ${person}.\n${capital(tell(WORDS / 2))} ${place}.`,
    date: date.toISOString(),
    section: SECTIONS[story.section] ?? 'world',
    topics: [`beat-${story.section}-${story.name % 30}`],
    lang: 'en',
  };
}

/** A story's own words, its section's, or anybody's. */
function word(story: Running, next: () => number): string {
  const kind = next();
  if (kind < 0.12) return rare(1, story.name * 16 + Math.floor(16 * next() ** 2));
  if (kind < 0.25) return rare(2, story.section * 400 + zipf(400, next));
  return rare(0, zipf(150_000, next));
}

const zipf = (size: number, next: () => number): number => Math.floor(size ** next()) - 1;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A word of its own five letters for each rank of each kind. */
function rare(kind: number, rank: number): string {
  let rest = Math.imul(rank * 5 + kind + 1, 2_654_435_761) >>> 0;
  let text = '';
  for (let n = 0; n < 6; n += 1) {
    text += LETTERS.charAt(rest % 26);
    rest = Math.floor(rest / 26);
  }
  return text;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
