import { sha256Base32 } from '#domain/hash.ts';
import { type ArticleId, articleId, type SiteId } from '#domain/ids.ts';
import type { Meaning, Near, Telling } from '#domain/related/meaning.ts';
import { eachOf } from './batches.ts';
import { Patience } from './patience.ts';
import { type Embed, openTitan } from './titan.ts';
import { openVectors, type StoredVector, type Vectors, vectorsClient } from './vectors.ts';

/**
 * What a call may last at most, retries included. relate-articles has 30 s, and needs a few of them for itself: the
 * slowest run that is not cut off puts, asks and removes once (docs/decisions/0203).
 */
const EMBED_MS = 6000;
const STORE_MS = 3000;
const FIND_MS = 6000;

/** A model in Bedrock, and from where on what it finds means anything. */
export interface MeaningModel {
  readonly model: string;
  readonly dimensions: number;
  /** The least cosine of articles that are near. */
  readonly near: number;
}

/**
 * Articles as Bedrock embeds them, kept in S3 Vectors.
 *
 * @param indexes each site's own, by its ARN: a search is charged by the size of the index.
 * @param restMs how long a service that failed slowly is left alone.
 */
export function openMeaning(
  indexes: ReadonlyMap<SiteId, string>,
  { model, dimensions, near }: MeaningModel,
  restMs?: number,
): Meaning {
  const withModel = new Patience(restMs);
  const withIndex = new Patience(restMs);
  const client = vectorsClient();
  const vectors = openVectors(client);
  const embed = openTitan({ model, dimensions, requestHandler: client.config.requestHandler });
  const indexOf = (site: SiteId): string => {
    const index = indexes.get(site);
    if (index === undefined) throw new RangeError(`OFFSTONE_SITES names no vectors of ${site}.`);
    return index;
  };
  const floor = closenessOf(near);
  return {
    space: (site) => sha256Base32(`${model} ${dimensions} ${indexOf(site)}`, 8),
    async put(site, articles) {
      const index = indexOf(site);
      const embedded = await withModel.within(`Embedding by ${model}`, EMBED_MS, (signal) =>
        embedAll(articles, embed, signal),
      );
      await withIndex.within('Putting vectors', STORE_MS, (signal) =>
        vectors.put(index, embedded, signal),
      );
      return new Set(embedded.map(({ key }) => articleId(key)));
    },
    async remove(site, ids) {
      const index = indexOf(site);
      await withIndex.within('Removing vectors', STORE_MS, (signal) =>
        vectors.remove(index, ids, signal),
      );
    },
    async *known(site) {
      const index = indexOf(site);
      let next: string | undefined;
      do {
        const page = await withIndex.within('Listing vectors', STORE_MS, (signal) =>
          vectors.list(index, next, signal),
        );
        yield page.keys.map(articleId);
        next = page.next;
      } while (next !== undefined);
    },
    async nearest(site, articles, limit) {
      const index = indexOf(site);
      return await withIndex.within('Searching vectors', FIND_MS, (signal) =>
        nearestOf(vectors, index, articles, { limit, floor }, signal),
      );
    },
  };
}

/** What can be said of all in the time there is. @throws what kept the first one back when it is of none. */
async function asFarAsTold<T, U>(
  all: readonly T[],
  signal: AbortSignal,
  ask: (one: T) => Promise<U>,
): Promise<readonly U[]> {
  const answers: U[] = [];
  const failures: unknown[] = [];
  await eachOf(all, async (one) => {
    if (signal.aborted) return;
    try {
      answers.push(await ask(one));
    } catch (error) {
      failures.push(error);
    }
  });
  if (answers.length === 0 && failures.length > 0) throw failures[0];
  return answers;
}

const embedAll = (
  articles: readonly Telling[],
  embed: Embed,
  signal: AbortSignal,
): Promise<readonly StoredVector[]> =>
  asFarAsTold(articles, signal, async ({ id, language, headline, standfirst, text }) => {
    const whole = [headline, standfirst, text].filter(Boolean).join('\n');
    return { key: id, language, values: await embed(whole, signal) };
  });

async function nearestOf(
  vectors: Vectors,
  index: string,
  articles: readonly Pick<Telling, 'id' | 'language'>[],
  { limit, floor }: { readonly limit: number; readonly floor: number },
  signal: AbortSignal,
): Promise<ReadonlyMap<ArticleId, readonly Near[]>> {
  const ids = articles.map(({ id }) => id);
  const own = await vectors.get(index, ids, signal);
  const known = articles.flatMap(({ id, language }) => {
    const values = own.get(id);
    return values ? [{ id, language, values }] : [];
  });
  const answers = await asFarAsTold(known, signal, async ({ id, language, values }) => {
    // The nearest to an article is itself.
    const found = await vectors.nearest(index, { values, language, limit: limit + 1 }, signal);
    const others = found
      .map(({ key, cosine }) => ({ id: articleId(key), closeness: closenessOf(cosine) }))
      .filter((other) => other.id !== id && other.closeness >= floor)
      .sort((a, b) => b.closeness - a.closeness || (a.id < b.id ? -1 : 1));
    return [id, others.slice(0, limit)] as const;
  });
  return new Map(answers);
}

/** In thousandths: the same from both sides, whatever the last bits of a float32 are. */
const closenessOf = (cosine: number): number => Math.round(1000 * cosine);
