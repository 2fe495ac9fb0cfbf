import type { Article } from '../publishing/article.ts';
import { signatureOf } from './signature.ts';
import { plainText } from './text.ts';
import { IN_BODY, IN_LEAD, IN_TITLE, IS_NAME, IS_TAG } from './vector.ts';
import { stems, words } from './words.ts';

/** How often a term counts by where it stands. Chosen on labelled corpora, all together (docs/decisions/0201). */
const TITLE = 3;
const STANDFIRST = 2;
const BODY = 1;
const LEAD = 0.5;
const NAME = 1;
const TAG = 3;
const TAG_WORD = 1;
/** The characters that an article is understood from. */
const LEAD_CHARACTERS = 400;
/** Longer texts say nothing new about what they are about, and cost time. */
const BODY_CHARACTERS_MAX = 20_000;

/** A capital inside a sentence: a name, in the scripts that have capitals. */
const NAMES = /(?<=[\p{Ll}\p{N},;:)’']\s)\p{Lu}[\p{L}\p{M}]+/gu;

export interface TermUse {
  frequency: number;
  flags: number;
}

/** What an article is about, in full: a pure function of its text and topics. */
export interface Analysis {
  readonly terms: ReadonlyMap<string, TermUse>;
  /** The sum of all frequencies. */
  readonly length: number;
  /** For telling near-duplicates. */
  readonly signature: string;
}

export type Text = Pick<Article, 'headline' | 'standfirst' | 'body' | 'topics'>;

export function analyse(article: Text): Analysis {
  const terms = new Map<string, TermUse>();
  const body = plainText(article.body).slice(0, BODY_CHARACTERS_MAX);
  const headlineWords = words(article.headline);
  const standfirstWords = words(article.standfirst ?? '');
  const bodyWords = words(body);
  count(terms, headlineWords, TITLE, IN_TITLE);
  count(terms, standfirstWords, STANDFIRST, IN_LEAD);
  count(terms, words(body.slice(0, LEAD_CHARACTERS)), LEAD, IN_LEAD);
  count(terms, bodyWords, BODY, IN_BODY);
  count(terms, words((body.match(NAMES) ?? []).join(' ')), NAME, IS_NAME);
  for (const topic of article.topics) {
    add(terms, `#${topic.id}`, TAG, IS_TAG);
    count(terms, words(topic.name), TAG_WORD, 0);
  }
  let length = 0;
  for (const { frequency } of terms.values()) length += frequency;
  const signature = signatureOf([...headlineWords, ...standfirstWords, ...bodyWords]);
  return { terms, length, signature };
}

function count(
  terms: Map<string, TermUse>,
  found: readonly string[],
  weight: number,
  flag: number,
): void {
  for (const word of found) {
    const parts = stems(word);
    const share = parts.length === 1 ? weight : weight / Math.sqrt(parts.length);
    for (const part of parts) add(terms, part, share, flag);
  }
}

function add(terms: Map<string, TermUse>, term: string, weight: number, flag: number): void {
  const use = terms.get(term);
  if (use) {
    use.frequency += weight;
    use.flags |= flag;
  } else terms.set(term, { frequency: weight, flags: flag });
}
