import anyAscii from 'any-ascii';

const LENGTH_MAX = 100;
/** What is left of a character that the cut went through. */
const HALF = /[\ud800-\udbff]$/;

/**
 * A headline as the last part of an address: NFKD, transliterated (or kept in its own script), lower-cased, every run
 * of other characters one `-`, cut at a word at 100 characters. A headline without any letter or digit gives `''`.
 */
export function slugOf(headline: string, alphabet: 'ascii' | 'unicode'): string {
  const letters =
    alphabet === 'ascii'
      ? anyAscii(headline.normalize('NFKD').replace(/\p{M}+/gu, ''))
          .toLowerCase()
          .replace(/['’]/g, '')
      : headline.normalize('NFKC').toLowerCase().replace(/['’]/g, '');
  const other = alphabet === 'ascii' ? /[^a-z0-9]+/g : /[^\p{L}\p{M}\p{N}]+/gu;
  return cutAtWord(letters.replace(other, '-').replace(/^-+|-+$/g, ''));
}

function cutAtWord(slug: string): string {
  if (slug.length <= LENGTH_MAX) return slug;
  const cut = slug.slice(0, LENGTH_MAX + 1);
  const end = cut.lastIndexOf('-');
  return end > 0 ? cut.slice(0, end) : slug.slice(0, LENGTH_MAX).replace(HALF, '');
}
