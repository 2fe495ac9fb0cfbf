import type { ArticleId, Revision, SiteId } from '../ids.ts';
import type { Ports } from '../ports.ts';

/** What a model is given of an article. */
export interface Telling {
  readonly id: ArticleId;
  readonly revision: Revision;
  readonly language: string;
  readonly headline: string;
  readonly standfirst?: string | undefined;
  /** The body as a reader reads it, one line a block. As much of it is taken as the model bears. */
  readonly text: string;
}

/** An article near another in meaning. */
export interface Near {
  readonly id: ArticleId;
  /** A whole number, the greater the nearer; from either article to the other the same. */
  readonly closeness: number;
}

/**
 * Dense vectors of articles: an optional second opinion on what is related (docs/decisions/0203).
 *
 * Who asks after a vector was put gets it in the answer: of two articles told at the same time, one finds the other.
 */
export interface Meaning {
  /**
   * A short name of the space that a site's vectors lie in. Another model, or an index made anew, is another space: who
   * was told to the one is not known in the other.
   */
  space(site: SiteId): string;
  /**
   * Puts each article's vector in place of its former one, and gives those that it could. Repeating it changes nothing.
   */
  put(site: SiteId, articles: readonly Telling[]): Promise<ReadonlySet<ArticleId>>;
  /** Takes vectors out, also where there are none. */
  remove(site: SiteId, ids: readonly ArticleId[]): Promise<void>;
  /** Whose vectors there are, some at a time, in no order. */
  known(site: SiteId): AsyncIterable<readonly ArticleId[]>;
  /**
   * For each article the nearest others of its language, the nearest first, of equally near ones by id. Vectors always
   * have a nearest one: from which closeness on it means anything is the model's to know, and the rest is left out.
   * An article that it has no vector of, or no answer to in time, is left out of the answer.
   */
  nearest(
    site: SiteId,
    articles: readonly Pick<Telling, 'id' | 'language'>[],
    limit: number,
  ): Promise<ReadonlyMap<ArticleId, readonly Near[]>>;
}

/** `Meaning` as the engine asks it: a failure is an answer, and told in the log. */
export interface Opinion {
  readonly space: string;
  /** Those that the model knows now. */
  readonly put: (articles: readonly Telling[]) => Promise<ReadonlySet<ArticleId>>;
  readonly remove: (ids: readonly ArticleId[]) => Promise<boolean>;
  /** `undefined`: it could not say. */
  readonly nearest: (
    articles: readonly Pick<Telling, 'id' | 'language'>[],
  ) => Promise<ReadonlyMap<ArticleId, readonly Near[]> | undefined>;
}

/** As many as lists are offered an article at most: beyond, others are nearer nearly always. */
const NEAREST_MAX = 50;

/** Makes sure that a model that is slow or gone costs its opinion and nothing else. */
export function opinionOf(meaning: Meaning, site: SiteId, log: Ports['log']): Opinion {
  const tried = async <T>(what: string, call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log({ message: 'related without meaning', site, what, error: cause });
      return undefined;
    }
  };
  const noted = <T extends { has(id: ArticleId): boolean }>(
    what: string,
    articles: readonly Pick<Telling, 'id'>[],
    answer: T,
  ): T => {
    const missing = articles.filter(({ id }) => !answer.has(id)).map(({ id }) => id);
    if (missing.length > 0) log({ message: 'related without meaning', site, what, missing });
    return answer;
  };
  return {
    space: meaning.space(site),
    put: async (articles) =>
      (await tried('put', async () => noted('put', articles, await meaning.put(site, articles)))) ??
      new Set<ArticleId>(),
    remove: async (ids) =>
      (await tried('remove', async () => {
        await meaning.remove(site, ids);
        return true;
      })) ?? false,
    nearest: (articles) =>
      tried('nearest', async () =>
        noted('nearest', articles, await meaning.nearest(site, articles, NEAREST_MAX)),
      ),
  };
}
