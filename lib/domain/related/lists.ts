import type { ArticleId, SiteId } from '../ids.ts';
import { type Item, keyText } from '../ports.ts';
import { relatedKey } from '../table/keys.ts';
import { EMPTY_LIST, KEPT_MAX, type RelatedList } from './list.ts';
import { readList } from './records.ts';

/** Lists as read, each decoded only when something is to be done with it: of fifty, a dozen. */
export class StoredLists {
  readonly #items: ReadonlyMap<string, Item>;
  readonly #site: SiteId;
  readonly #decoded: Map<ArticleId, RelatedList>;

  constructor(
    site: SiteId,
    items: ReadonlyMap<string, Item>,
    known: Iterable<readonly [ArticleId, RelatedList]>,
  ) {
    this.#site = site;
    this.#items = items;
    this.#decoded = new Map(known);
  }

  of(owner: ArticleId): RelatedList {
    const known = this.#decoded.get(owner);
    if (known) return known;
    const item = this.#item(owner);
    const list = item ? readList(item) : EMPTY_LIST;
    this.#decoded.set(owner, list);
    return list;
  }

  /** Whether an article finds a place in the owner's list with this score. */
  admits(owner: ArticleId, article: ArticleId, score: number): boolean {
    if (score <= 0) return false;
    const known = this.#decoded.get(owner)?.entries;
    if (known) {
      const last = known[KEPT_MAX - 1];
      return !last || score >= last.score || known.some(({ id }) => id === article);
    }
    const entries = texts(this.#item(owner)?.['entries']);
    const last = entries[KEPT_MAX - 1];
    return (
      !last ||
      score >= Number.parseInt(last, 36) ||
      entries.some((entry) => entry.endsWith(` ${article}`))
    );
  }

  /** Whether the owner's list keeps fillers. */
  isFilled(owner: ArticleId): boolean {
    const known = this.#decoded.get(owner);
    return known ? known.fillers !== undefined : this.#item(owner)?.['fillers'] !== undefined;
  }

  #item(owner: ArticleId): Item | undefined {
    return this.#items.get(keyText(relatedKey(this.#site, owner)));
  }
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [];
