import type { ArticleId, SiteId } from '#domain/ids.ts';
import { type Item, keyText } from '#domain/ports.ts';
import { EMPTY_LIST } from '#domain/related/list.ts';
import { likenesses, ownList, pairsOf } from '#domain/related/pairs.ts';
import type { Profile } from '#domain/related/profile.ts';
import { listItem } from '#domain/related/records.ts';
import { candidates, lookups } from '#domain/related/retrieve.ts';
import { scored } from '#domain/related/score.ts';
import type { Statistics } from '#domain/related/statistics.ts';
import type { ArchivedArticles } from './archived-articles.ts';

/** The lists of an archive, as relating each article would have left them: computed once, when first read. */
export class ArchivedLists {
  readonly #site: SiteId;
  readonly #archive: ArchivedArticles;
  readonly #statistics: Statistics;
  readonly #known = new Map<ArticleId, Buffer>();

  constructor(site: SiteId, archive: ArchivedArticles, statistics: Statistics) {
    this.#site = site;
    this.#archive = archive;
    this.#statistics = statistics;
  }

  of(id: ArticleId): Item | undefined {
    const known = this.#known.get(id);
    if (known) return JSON.parse(known.toString());
    const owner = this.#archive.profile(id);
    if (!owner) return undefined;
    const item = this.#computed(owner);
    this.#known.set(id, Buffer.from(JSON.stringify(item)));
    return item;
  }

  #computed(owner: Profile): Item {
    const self = scored(owner, this.#statistics);
    const postings = new Map(
      lookups(this.#site, self).flatMap(({ key }): [string, Item][] => {
        const item = this.#archive.set(key);
        return item ? [[keyText(key), item]] : [];
      }),
    );
    const others = candidates(this.#site, self, this.#statistics, postings).flatMap((id) => {
      const other = this.#archive.profile(id);
      return other ? [scored(other, this.#statistics)] : [];
    });
    const byId = new Map(others.map((other) => [other.profile.id, other]));
    const alike = likenesses(
      (other) => byId.get(other),
      () => this.#statistics,
    );
    const list = ownList(owner, pairsOf(self, others, this.#statistics), EMPTY_LIST, alike);
    return listItem(this.#site, owner.id, { ...list, version: 1 });
  }
}
