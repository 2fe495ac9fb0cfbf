import type { ArticleId } from '#domain/ids.ts';
import type { Meaning, Near, Telling } from '#domain/related/meaning.ts';
import { hashOf } from '#domain/related/vector.ts';

const DIMENSIONS = 256;
/** From this cosine on, in thousandths, two texts are near. */
const NEAR = 300;

/**
 * A model of meaning for tests: words of one line of the thesaurus mean the same. A text is the bag of its meanings
 * hashed to 256 dimensions, closeness the cosine in thousandths: the same on every machine.
 */
export function thesaurus(lines: readonly string[] = [], space = 'thesaurus') {
  const meanings = new Map(
    lines.flatMap((line) => line.split(' ').map((word, _, [first = word]) => [word, first])),
  );
  const known = new Map<ArticleId, { readonly language: string; readonly vector: Float64Array }>();
  const told: string[] = [];
  const state = { down: false, refused: '' };
  const answering = (): void => {
    if (state.down) throw new Error('The model does not answer.');
  };

  const vectorOf = ({ headline, text }: Telling): Float64Array => {
    const vector = new Float64Array(DIMENSIONS);
    for (const word of `${headline} ${text}`.toLowerCase().match(/\p{L}{4,}/gu) ?? []) {
      const at = hashOf(meanings.get(word) ?? word) % DIMENSIONS;
      vector[at] = (vector[at] ?? 0) + 1;
    }
    return vector;
  };

  const nearTo = (id: ArticleId, language: string, limit: number): readonly Near[] => {
    const own = known.get(id);
    if (!own) return [];
    return [...known]
      .filter(([other, { language: theirs }]) => other !== id && theirs === language)
      .map(([other, { vector }]) => ({ id: other, closeness: cosine(own.vector, vector) }))
      .filter(({ closeness }) => closeness >= NEAR)
      .sort((a, b) => b.closeness - a.closeness || (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  };

  const meaning: Meaning = {
    space: () => space,
    async put(_, articles) {
      answering();
      const taken = articles.filter(({ id }) => id !== state.refused);
      for (const article of taken) {
        told.push(`${article.id} ${article.revision}`);
        known.set(article.id, { language: article.language, vector: vectorOf(article) });
      }
      return new Set(taken.map(({ id }) => id));
    },
    async remove(_, ids) {
      answering();
      for (const id of ids) known.delete(id);
    },
    async *known() {
      answering();
      yield [...known.keys()];
    },
    async nearest(_, articles, limit) {
      answering();
      return new Map(articles.map(({ id, language }) => [id, nearTo(id, language, limit)]));
    },
  };
  return {
    meaning,
    /** What it was told, by article and revision. */
    told,
    knows: (id: string): boolean => [...known.keys()].some((one) => one === id),
    /** Takes every article but one. */
    refuse: (id: string): void => {
      state.refused = id;
    },
    fail: (down: boolean): void => {
      state.down = down;
    },
  };
}

function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array): number =>
    x.reduce((sum, value, n) => sum + value * (y[n] ?? 0), 0);
  return Math.round((1000 * dot(a, b)) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1));
}
