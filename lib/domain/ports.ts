import type { Instant, Path, SiteId } from './ids.ts';
import type { Page } from './rendering/view.ts';

/** Plain data as the table keeps it. Numbers are doubles; sets are arrays in a set attribute (`addToSets`). */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [name: string]: Value | undefined };

/** The primary key of an item: partition key and sort key. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Any item: its key and its attributes. `undefined` attributes are not stored. */
export interface Item extends Key {
  readonly [attribute: string]: Value | undefined;
}

/** What must hold of the item now for a write to go through. */
export type Condition =
  | { readonly absent: true }
  | { readonly exists: true }
  /** The item's attribute equals the value; `0` also matches an absent item when `orAbsent`. */
  | { readonly attribute: string; readonly equals: string | number; readonly orAbsent?: boolean };

export type Write = { readonly put: Item } | { readonly delete: Key };
export type ConditionalWrite = (Write | { readonly check: Key }) & { readonly if?: Condition };

/** A transaction's end. `failed`: the keys whose conditions did not hold; empty when it lost against a concurrent one. */
export type Commit =
  | { readonly committed: true }
  | { readonly committed: false; readonly failed: readonly Key[] };

/** The table. Every read is strongly consistent. */
export interface Table {
  /** Items by key, in any number, in as few calls as can be; absent ones are absent from the map (keyed by `keyText`). */
  get(keys: readonly Key[]): Promise<ReadonlyMap<string, Item>>;
  /** Items of one partition in sort-key order, `from` and `to` inclusive. Without `limit`: all of them. */
  query(query: {
    readonly pk: string;
    readonly from?: string;
    readonly to?: string;
    readonly newestFirst?: boolean;
    readonly limit?: number;
  }): Promise<readonly Item[]>;
  /** Unconditional writes in any number and no order; repeated until each went through. */
  write(writes: readonly Write[]): Promise<void>;
  /** All or nothing; at most 100 writes, each to another item. */
  transact(writes: readonly ConditionalWrite[]): Promise<Commit>;
  /** Adds members to the string set `members` of items (created when absent). Repeating it changes nothing. */
  addToSets(changes: readonly SetChange[]): Promise<void>;
  /** Removes members from the string set; an emptied set leaves the item without it. */
  removeFromSets(changes: readonly SetChange[]): Promise<void>;
}

export interface SetChange {
  readonly key: Key;
  readonly members: readonly string[];
}

/** The string set that `addToSets` keeps in an item; empty where there is none. */
export const memberSet = (item: Item | undefined): readonly string[] =>
  Array.isArray(item?.['members']) ? (item['members'] as readonly string[]) : [];

export const keyText = (key: Key): string => `${key.pk}\n${key.sk}`;

/** The objects behind the edge, one bucket a site. */
export interface PageStore {
  /**
   * Puts a page if the object is still the one with `ifMatch` (`undefined`: if there is none yet).
   * Gives the new ETag, or `undefined` when another writer was first.
   */
  put(
    site: SiteId,
    page: Page,
    body: string,
    ifMatch: string | undefined,
  ): Promise<string | undefined>;
  /** The current ETag, or `undefined` when there is no object. */
  etag(site: SiteId, path: Path): Promise<string | undefined>;
  get(site: SiteId, path: Path): Promise<StoredPage | undefined>;
  /** Every path that has an object. */
  list(site: SiteId): AsyncIterable<Path>;
}

export interface StoredPage {
  readonly status: number;
  readonly location?: string | undefined;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly tags: readonly string[];
  readonly body: string;
}

export type QueueName = 'pages' | 'pagesBulk' | 'relate' | 'relateBulk' | 'outcomes' | 'releases';

/** A queue message to send. `delaySeconds` 0–900. */
export interface Outgoing {
  readonly queue: QueueName;
  readonly body: string;
  readonly delaySeconds?: number;
}

export interface Queues {
  /** Sends all, in as few calls as can be. */
  send(messages: readonly Outgoing[]): Promise<void>;
}

/** A message or stream record handed to a function. */
export interface Incoming {
  readonly id: string;
  readonly body: string;
  /** How often it was received, this time included. */
  readonly attempt: number;
}

/** An event the bus carries outwards. */
export interface BusEntry {
  readonly detailType: string;
  readonly detail: Value;
}

export interface Bus {
  /** Puts outcomes with source `offstone`; throws when an entry was not taken. */
  put(entries: readonly BusEntry[]): Promise<void>;
}

/** The site as its readers get it. */
export interface Edge {
  /** GETs a path through the edge, redirects not followed. */
  fetch(
    site: SiteId,
    path: Path,
  ): Promise<{
    readonly status: number;
    readonly location?: string | undefined;
    readonly body: string;
  }>;
  /** Makes the edge forget what carries one of the tags. */
  invalidate(site: SiteId, tags: readonly string[]): Promise<void>;
  forgetting(site: SiteId): Forgetting;
}

/** How long a site's edge takes until nothing is left of what it was told to forget. */
export interface Forgetting {
  /** For as long a fetch may be under way that brings it back: it has to be told once more. */
  readonly inFlightSeconds: number;
  /** After so long it has forgotten nearly everywhere. */
  readonly spreadingSeconds: number;
}

/** Where large bodies are: the stage's drop bucket. */
export interface Drop {
  /** The bucket's name, as events refer to it. */
  readonly name: string;
  /** The text of an object of the drop bucket, or `undefined` when there is none. `maxBytes` larger ones are refused with a RangeError. */
  read(key: string, maxBytes: number): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
}

export interface Ports {
  readonly table: Table;
  readonly pages: PageStore;
  readonly queues: Queues;
  readonly bus: Bus;
  readonly edge: Edge;
  readonly drop: Drop;
  /** A model of what articles mean; no stage has one unless its house brings it (docs/decisions/0203). */
  readonly meaning?: import('./related/meaning.ts').Meaning | undefined;
  readonly now: () => Instant;
  /** Waits: for less than a second, which is less than a queue's delay can tell. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** A text never given before: at least 96 bits. */
  readonly nonce: () => string;
  readonly sites: ReadonlyMap<SiteId, import('./site/site.ts').Site>;
  /** One structured log line. Never article text. */
  readonly log: (line: {
    readonly message: string;
    readonly [field: string]: Value | undefined;
  }) => void;
}

/** What every function does: take a batch, give back the ids of those to be tried again. */
export type Consume = (batch: readonly Incoming[], ports: Ports) => Promise<readonly string[]>;
