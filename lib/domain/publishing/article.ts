import type { ArticleId, Instant, Path, Revision, SafeHtml, SiteId } from '../ids.ts';

/** Someone named in a byline. `id` is the last part of the author page's address. */
export interface Author {
  readonly id: string;
  readonly name: string;
}

/** A subject the newsroom tagged. `id` is the last part of the topic page's address. */
export interface Topic {
  readonly id: string;
  readonly name: string;
}

/** A rendition of a picture at one width, in pixels. */
export interface Rendition {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** A picture, never fetched by Offstone: addresses and sizes are the newsroom's word. */
export interface Image {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly caption?: string | undefined;
  readonly credit?: string | undefined;
  readonly renditions: readonly Rendition[];
}

export interface Correction {
  readonly at: Instant;
  readonly note: string;
}

export type Lane = 'live' | 'bulk';

/** One revision of an article as it was accepted: complete, normalised, its body sanitised. Never changes once stored. */
export interface Article {
  readonly site: SiteId;
  readonly id: ArticleId;
  readonly revision: Revision;
  readonly headline: string;
  readonly standfirst?: string | undefined;
  readonly kicker?: string | undefined;
  /** The last part of the permalink: as sent, else made from the headline. */
  readonly slug: string;
  /** Section paths as sent, e.g. `world/europe`; the first is the primary. */
  readonly sections: readonly string[];
  readonly byline: readonly Author[];
  /** BCP 47. */
  readonly language: string;
  readonly dateline?: string | undefined;
  /** When the event's sender wants it public; `undefined` when the event had no `publishAt`. */
  readonly publishAt?: Instant | undefined;
  /** The envelope's time: when the event was put on the bus. */
  readonly sentAt: Instant;
  readonly modifiedAt?: Instant | undefined;
  readonly silent: boolean;
  readonly body: SafeHtml;
  /** The body's text, cut at a word near 300 characters: for descriptions where there is no standfirst. */
  readonly excerpt: string;
  readonly wordCount: number;
  readonly topics: readonly Topic[];
  readonly image?: Image | undefined;
  readonly corrections: readonly Correction[];
  readonly canonicalUrl?: string | undefined;
  readonly agency?: string | undefined;
  readonly translationOf?: ArticleId | undefined;
  readonly related: {
    readonly show: boolean;
    readonly pin: readonly ArticleId[];
    readonly exclude: readonly ArticleId[];
  };
  readonly sensitive: boolean;
  readonly lane: Lane;
  readonly aliasPaths: readonly Path[];
  readonly noIndex: boolean;
  readonly reinstates?: Revision | undefined;
}

/** What a list, a feed or another article's page shows of an article. Kept in its head record, read whenever a list is rendered. */
export interface Card {
  readonly id: ArticleId;
  readonly revision: Revision;
  readonly path: Path;
  readonly headline: string;
  readonly standfirst?: string | undefined;
  readonly kicker?: string | undefined;
  readonly excerpt: string;
  readonly byline: readonly Author[];
  readonly language: string;
  readonly sections: readonly string[];
  readonly topics: readonly Topic[];
  readonly publishedAt: Instant;
  /** When the text last changed for readers; absent until it did. */
  readonly modifiedAt?: Instant | undefined;
  readonly image?: Image | undefined;
  readonly translationOf?: ArticleId | undefined;
  readonly corrected: boolean;
  /** The newest few, for feeds; absent where there are none. */
  readonly corrections?: readonly Correction[] | undefined;
  readonly noIndex: boolean;
  readonly sensitive: boolean;
}

/** How a withdrawn article answers at its address. */
export type Withdrawal = {
  readonly revision: Revision;
  readonly at: Instant;
  /** For the newsroom's own records; never rendered. */
  readonly reason: string;
} & (
  | { readonly mode: 'gone' }
  | { readonly mode: 'notice'; readonly notice: string }
  | { readonly mode: 'redirect'; readonly redirectTo: string }
);
