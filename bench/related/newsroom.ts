import { type ArticleId, articleId, path, revision, type SiteId, safeHtml } from '#domain/ids.ts';
import { type Item, keyText, type Table } from '#domain/ports.ts';
import type { Article, Card } from '#domain/publishing/article.ts';
import { newHead, visibleCard } from '#domain/publishing/head.ts';
import { statisticsKey } from '#domain/related/keys.ts';
import { articlesOf } from '#domain/related/load.ts';
import type { Opinion } from '#domain/related/meaning.ts';
import { type RefreshStep, refreshStep, type Stepped } from '#domain/related/refresh.ts';
import { type RelateContext, relateArticles } from '#domain/related/relate.ts';
import { relatedIds, shownRelated } from '#domain/related/shown.ts';
import { readStatisticsIndex } from '#domain/related/statistics-store.ts';
import type { Site } from '#domain/site/site.ts';
import { changeKey, headKey, relatedKey, revisionKey } from '#domain/table/keys.ts';
import { itemOf, readHead } from '#domain/table/records.ts';
import { instant } from '#domain/time.ts';

/** What a corpus says of an article. */
export interface Story {
  readonly id: string;
  readonly title: string;
  readonly standfirst?: string;
  readonly body: string;
  readonly date: string;
  readonly section?: string;
  readonly topics?: readonly string[];
  readonly lang: string;
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** An article's records as accepting its publication leaves them: enough for the related-posts engine. */
export function articleOf(
  site: SiteId,
  story: Story,
  number = 1,
): { card: Card; article: Article } {
  const at = instant(Date.parse(story.date));
  const sections = story.section ? [story.section.toLowerCase().replace(/[^a-z0-9]+/g, '-')] : [];
  const topics = (story.topics ?? []).map((topic) => ({
    id: topic,
    name: topic.replace(/[-_]/g, ' '),
  }));
  const shared = {
    id: articleId(story.id),
    revision: revision(number),
    headline: story.title,
    standfirst: story.standfirst,
    excerpt: '',
    byline: [],
    language: story.lang,
    sections,
    topics,
    noIndex: false,
    sensitive: false,
  };
  const body = story.body
    .split('\n')
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('\n');
  return {
    card: { ...shared, path: path(`/${story.id}`), publishedAt: at, corrected: false },
    article: {
      ...shared,
      site,
      slug: story.id,
      publishAt: at,
      sentAt: at,
      silent: false,
      body: safeHtml(body),
      wordCount: 0,
      corrections: [],
      related: { show: true, pin: [], exclude: [] },
      lane: 'live',
      aliasPaths: [],
    },
  };
}

/** A site with nothing but an id. */
export const benchSite = (id: SiteId): Site => ({
  id,
  baseUrl: 'http://127.0.0.1:4800',
  timeZone: 'UTC',
  sources: [],
  settings: {
    revision: 0,
    name: 'Bench',
    language: 'en',
    sections: [],
    social: [],
    theme: {},
    related: { count: 6 },
    feeds: { content: 'summary' },
    slugs: 'ascii',
  },
});

/** Messages a function takes at once. */
const BATCH = 20;
/** Lists computed at once in a walk over all articles. */
const WALKED = 100;

/** A newsroom that does nothing but relate: publishes stories and withdraws them. */
export class RelatedNewsroom {
  readonly #context: RelateContext;
  readonly #site: Site;
  readonly #table: Table;
  #changes = 0;
  #versions = 0;
  changed = 0;

  readonly #refreshes: boolean;

  constructor(site: Site, table: Table, refreshes = true, opinion?: Opinion) {
    this.#refreshes = refreshes;
    this.#site = site;
    this.#table = table;
    this.#context = {
      table,
      site,
      drop: { name: 'none', read: async () => undefined, write: async () => {} },
      now: instant(0),
      cache: new Map(),
      change: (ids) => this.#change(ids),
      ...(opinion && { opinion }),
    };
  }

  #change(ids: readonly ArticleId[]): Item {
    this.#changes += 1;
    return {
      ...changeKey(this.#site.id, instant(0), `change-${this.#changes}`),
      kind: 'change',
      ids,
    };
  }

  #nextVersion(): number {
    this.#versions += 1;
    return this.#versions;
  }

  async store(story: Story, number = 1, edit: Partial<Article> = {}): Promise<void> {
    const { id } = this.#site;
    const { card, article } = articleOf(id, story, number);
    const head = {
      ...newHead(id, card.id),
      version: this.#nextVersion(),
      published: card.revision,
      live: {
        card: { ...card, sensitive: edit.sensitive ?? false },
        silent: false,
        sentAt: card.publishedAt,
      },
      everLive: true,
    };
    await this.#table.write([
      { put: itemOf(headKey(id, card.id), head) },
      { put: itemOf(revisionKey(id, card.id, card.revision), { ...article, ...edit }) },
    ]);
  }

  async withdraw(id: string): Promise<void> {
    const key = headKey(this.#site.id, articleId(id));
    const head = readHead((await this.#table.get([key])).get(keyText(key)));
    if (!head) return;
    await this.#table.write([
      {
        put: itemOf(key, { ...head, version: this.#nextVersion(), withdrawn: revision(1_000_000) }),
      },
    ]);
  }

  /** Relates articles, and all again whenever statistics were taken anew, as the queues would. */
  async relate(ids: readonly string[]): Promise<void> {
    let open = ids.map(articleId);
    while (open.length > 0) {
      const { again, changed, refresh } = await relateArticles(this.#context, open);
      this.changed += changed.length;
      if (this.#refreshes) for (const step of refresh) await this.#walk(step);
      open = [...again];
    }
  }

  /** Takes a language's statistics anew, as every night. */
  async refresh(language: string): Promise<void> {
    const key = statisticsKey(this.#site.id);
    const index = readStatisticsIndex((await this.#table.get([key])).get(keyText(key)));
    await this.#walk({ language, seen: index.languages[language]?.number ?? 0 });
  }

  async #walk(first: RefreshStep): Promise<void> {
    for (let step: RefreshStep | undefined = first; step; ) {
      const { ids, alone, next }: Stepped = await refreshStep(this.#context, step);
      for (let from = 0; from < ids.length; from += BATCH)
        await this.relate(ids.slice(from, from + BATCH));
      for (let from = 0; from < alone.length; from += WALKED) {
        const some = alone.slice(from, from + WALKED);
        const { again, changed } = await relateArticles(this.#context, [], some);
        this.changed += changed.length;
        await this.relate(again);
      }
      step = next;
    }
  }

  /** What readers see of these articles. */
  async seen(ids: readonly string[]): Promise<readonly { card: Card; article: Article }[]> {
    const heads = await this.#table.get(ids.map((id) => headKey(this.#site.id, articleId(id))));
    const cards = [...heads.values()].flatMap((head) => visibleCard(readHead(head)) ?? []);
    const articles = await articlesOf(this.#context, cards);
    return cards.flatMap((card) => {
      const article = articles.get(card.id);
      return article ? [{ card, article }] : [];
    });
  }

  /** The related posts a reader would see. */
  async shown(id: string, count = 6): Promise<readonly string[]> {
    const own = articleId(id);
    const keys = [relatedKey(this.#site.id, own), headKey(this.#site.id, own)] as const;
    const items = await this.#table.get(keys);
    const record = items.get(keyText(keys[0]));
    const card = visibleCard(readHead(items.get(keyText(keys[1]))));
    if (!record || !card) return [];
    const heads = await this.#table.get(
      relatedIds(record).map((other) => headKey(this.#site.id, other)),
    );
    const cards = [...heads.values()].flatMap((head) => visibleCard(readHead(head)) ?? []);
    return shownRelated(record, cards, card, count).map((other) => other.id);
  }
}
