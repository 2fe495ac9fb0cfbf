/*
 * Text to index terms, for any script, without word lists or stemmers: frequent words lose by their frequency.
 * The rules per script were measured on human-labelled corpora (docs/decisions/0201).
 */

const MARKS =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{Mn}+/gu;
const INVISIBLE = /[\u0640\u200b-\u200f\u00ad]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII, which needs no folding.
const ASCII = /^[\x00-\x7f]*$/;

/** Lower case, compatibility forms, no accents, variants of Arabic letters folded: what a reader takes for the same word. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(MARKS, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ς/g, 'σ')
    .replace(/ß/g, 'ss');
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)?/gu;
const CLITIC = /['’](?:s|t|re|ve|ll|d|m)$/;
const HAN_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
const HAS_HAN_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const LATIN_WORD = /^[a-z]+$/;

/** Words of folded text; pairs of characters for Chinese and Japanese; ICU's dictionary words for Thai, Lao, Khmer and Burmese. */
export function words(text: string): readonly string[] {
  const found: string[] = [];
  for (const word of fold(text).match(WORD) ?? []) {
    if (LATIN_WORD.test(word)) found.push(word);
    else if (HAS_HAN_KANA.test(word)) found.push(...pairsAndRest(word));
    else if (UNSPACED.test(word)) found.push(...segmented(word));
    else found.push(word.replace(CLITIC, ''));
  }
  return found;
}

function pairsAndRest(word: string): readonly string[] {
  const runs = word.match(HAN_KANA) ?? [];
  const rest = word.replace(HAN_KANA, ' ').split(' ').filter(Boolean);
  return [...runs.flatMap((run) => (run.length === 1 ? [run] : pairs(run))), ...rest];
}

const pairs = (run: string): readonly string[] =>
  Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));

let segmenter: Intl.Segmenter | undefined;

function segmented(word: string): readonly string[] {
  segmenter ??= new Intl.Segmenter('th', { granularity: 'word' });
  return Array.from(segmenter.segment(word))
    .filter(({ isWordLike, segment }) => isWordLike && segment.length > 1)
    .map(({ segment }) => segment);
}

const ALPHABETIC =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Devanagari}\p{M}]+$/u;
const ARABIC = /^\p{Script=Arabic}+$/u;
const HEBREW = /^\p{Script=Hebrew}+$/u;
const HANGUL = /^\p{Script=Hangul}+$/u;

/** Terms longer than any word that two articles share on purpose: addresses, keys, spam. */
const TERM_LENGTH_MAX = 40;

/**
 * Index terms of a word; each counts for an equal share of its weight, `1/√n` of n.
 * Five letters carry the stem of nearly every inflected word; articles and prepositions grown onto a word are taken off.
 */
export function stems(word: string): readonly string[] {
  if (LATIN_WORD.test(word) || ALPHABETIC.test(word)) return [word.slice(0, 5)];
  if (ARABIC.test(word)) return [arabicStem(word)];
  if (HEBREW.test(word)) {
    return [(word.length > 3 ? word.replace(/^[והבלמשכ](?=.{3})/u, '') : word).slice(0, 4)];
  }
  if (HANGUL.test(word) && word.length > 2) return [word.slice(0, 2), ...pairs(word)];
  return word.length > TERM_LENGTH_MAX ? [] : [word];
}

function arabicStem(word: string): string {
  if (word.length <= 4) return word;
  return word
    .replace(/^(?:وال|بال|كال|فال|ولل|ال|لل)/u, '')
    .replace(/^و(?=.{3})/u, '')
    .slice(0, 4);
}
