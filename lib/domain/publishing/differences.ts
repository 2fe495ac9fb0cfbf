import type { Article } from './article.ts';
import { textOf } from './body.ts';

/** A run of words that stayed, went, or came. */
export interface Run {
  readonly end: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** What is different in one field of an article. */
export interface Difference {
  readonly field: string;
  readonly runs: readonly Run[];
}

/** What a reader or an editor would call different between two revisions, field by field, word by word. */
export function differences(before: Article, after: Article): readonly Difference[] {
  const [old, next] = [fieldsOf(before), fieldsOf(after)];
  return Object.keys(next).flatMap((field) => {
    const [from, to] = [old[field] ?? '', next[field] ?? ''];
    return from === to ? [] : [{ field, runs: wordRuns(from, to) }];
  });
}

const fieldsOf = (article: Article): Readonly<Record<string, string>> => ({
  headline: article.headline,
  standfirst: article.standfirst ?? '',
  kicker: article.kicker ?? '',
  slug: article.slug,
  byline: article.byline.map(({ name }) => name).join(', '),
  dateline: article.dateline ?? '',
  sections: article.sections.join(', '),
  topics: article.topics.map(({ name }) => name).join(', '),
  publishAt: article.publishAt ?? '',
  picture: [article.image?.url, article.image?.alt, article.image?.caption]
    .filter(Boolean)
    .join(' '),
  corrections: article.corrections.map(({ at, note }) => `${at} ${note}`).join('\n'),
  body: textOf(article.body),
});

const WORD = /\s+|[^\s\p{L}\p{N}]|[\p{L}\p{M}\p{N}]+/gu;

/** Two texts as runs of words. The runs that stayed and went are the first, those that stayed and came the second. */
export function wordRuns(before: string, after: string): readonly Run[] {
  const [old, next] = [before.match(WORD) ?? [], after.match(WORD) ?? []];
  const start = commonLength(old, next, (list, n) => list[n]);
  const shorter = Math.min(old.length, next.length) - start;
  const end = Math.min(
    shorter,
    commonLength(old, next, (list, n) => list[list.length - 1 - n]),
  );
  return joined([
    ...runs('same', old.slice(0, start)),
    ...middle(old.slice(start, old.length - end), next.slice(start, next.length - end)),
    ...runs('same', old.slice(old.length - end)),
  ]);
}

type Words = readonly string[];

function commonLength(
  a: Words,
  b: Words,
  at: (list: Words, n: number) => string | undefined,
): number {
  let n = 0;
  while (n < a.length && n < b.length && at(a, n) === at(b, n)) n++;
  return n;
}

const runs = (end: Run['end'], words: Words): readonly Run[] =>
  words.map((text) => ({ end, text }));

/** Beyond this, the table of common parts takes too long: all of it counts as rewritten. */
const CELLS_MAX = 4_000_000;

/** The longest common subsequence, by the table that every textbook has. */
function middle(old: Words, next: Words): readonly Run[] {
  const width = next.length + 1;
  if (old.length * width > CELLS_MAX) return [...runs('gone', old), ...runs('new', next)];
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = next.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        old[i] === next[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return walked(old, next, at);
}

function walked(old: Words, next: Words, at: (i: number, j: number) => number): readonly Run[] {
  const found: Run[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < next.length) {
    const [gone, come] = [old[i], next[j]];
    if (gone !== undefined && gone === come) {
      found.push({ end: 'same', text: gone });
      i++;
      j++;
    } else if (gone !== undefined && (come === undefined || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ end: 'gone', text: gone });
      i++;
    } else {
      found.push({ end: 'new', text: come ?? '' });
      j++;
    }
  }
  return found;
}

/** Neighbouring words of one kind as one run. */
function joined(words: readonly Run[]): readonly Run[] {
  const result: { end: Run['end']; text: string }[] = [];
  for (const { end, text } of words) {
    const last = result.at(-1);
    if (last?.end === end) last.text += text;
    else result.push({ end, text });
  }
  return result;
}
