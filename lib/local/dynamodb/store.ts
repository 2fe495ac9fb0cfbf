import { invalid, modelled, notFound } from './errors.ts';
import type { ItemChange, JournalEntry, TokenUse } from './journal-entry.ts';
import { keyOf, placeOfItem, placeOfKey } from './key-schema.ts';
import type { Stored } from './partition.ts';
import { itemSize } from './size.ts';
import { type Change, ChangeLog } from './stream.ts';
import { Table, tableName } from './table.ts';
import type { TableRecord } from './table-spec.ts';
import { type Item, sameItem } from './value.ts';

/** What a write makes of one item: its old state, and its new one (`undefined`: deleted). */
export interface Write {
  readonly table: Table;
  readonly place: { readonly partition: string; readonly sort: string };
  readonly key: Item;
  readonly next: Item | undefined;
}

export interface CommitOptions {
  readonly token?: TokenUse | undefined;
  readonly expired?: true | undefined;
}

const TOKEN_LIFE_MS = 600_000;

/**
 * Every table, its stream and the recent transactions, in memory. Each method runs in one turn, so that every commit and
 * every read is isolated from the others.
 */
export class Store {
  readonly #tables = new Map<string, Table>();
  readonly #logs = new Map<string, ChangeLog>();
  readonly #tokens = new Map<string, { readonly request: string; readonly at: number }>();
  readonly #now: () => number;
  #sequence = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get tables(): readonly Table[] {
    return [...this.#tables.values()];
  }

  now(): number {
    return this.#now();
  }

  /** The table of a request, by its name or its ARN. */
  table(name: string): Table {
    const table = this.#tables.get(tableName(name));
    if (!table) throw notFound();
    return table;
  }

  has(name: string): boolean {
    return this.#tables.has(name);
  }

  log(name: string): ChangeLog {
    const log = this.#logs.get(name);
    if (!log) throw notFound(`Requested resource not found: Table: ${name} not found`);
    return log;
  }

  /**
   * Commits all writes at once and gives the journal's entry for them; `undefined` when nothing changed, and there is
   * nothing to remember.
   */
  commit(writes: readonly Write[], options: CommitOptions = {}): JournalEntry | undefined {
    const changes = writes.flatMap(changeOf);
    if (changes.length === 0 && !options.token) return undefined;
    const entry: JournalEntry = {
      kind: 'commit',
      at: this.#now(),
      sequence: this.#sequence + 1,
      changes,
      ...options,
    };
    this.replay(entry);
    return entry;
  }

  /** Takes over an entry, new or from the journal. */
  replay(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'commit':
        this.#replayCommit(entry);
        break;
      case 'table':
        this.#replayTable(entry.table);
        break;
      case 'checkpoint':
        this.log(entry.table).positions.set(entry.consumer, entry.position);
        break;
      case 'consumers':
        this.#replayConsumers(entry.table, entry.names);
        break;
      case 'item':
        this.#put(this.table(entry.table), entry.item);
        break;
      case 'change':
        this.log(entry.table).append(entry.change);
        break;
      case 'token':
        this.#tokens.set(entry.use.token, { request: entry.use.request, at: entry.at });
        break;
      case 'sequence':
        this.#sequence = entry.last;
    }
  }

  /** Entries that rebuild the present state. */
  *snapshot(): Generator<JournalEntry> {
    for (const table of this.#tables.values()) yield { kind: 'table', table: table.record };
    for (const [name, table] of this.#tables) {
      for (const { item } of table.scan(0, 1, undefined)) yield { kind: 'item', table: name, item };
    }
    for (const [name, log] of this.#logs) {
      for (const change of log.changes) yield { kind: 'change', table: name, change };
      for (const [consumer, position] of log.positions) {
        yield { kind: 'checkpoint', table: name, consumer, position };
      }
    }
    this.#forgetTokens();
    for (const [token, { request, at }] of this.#tokens) {
      yield { kind: 'token', use: { token, request }, at };
    }
    yield { kind: 'sequence', last: this.#sequence };
  }

  /** Whether the transaction was done already in the last ten minutes; refuses a token used for another one. */
  alreadyDone(use: TokenUse): boolean {
    this.#forgetTokens();
    const known = this.#tokens.get(use.token);
    if (known && known.request !== use.request) {
      throw modelled(
        'IdempotentParameterMismatchException',
        'Transaction was started with same token but different parameters',
      );
    }
    return known !== undefined;
  }

  #forgetTokens(): void {
    const before = this.#now() - TOKEN_LIFE_MS;
    for (const [token, { at }] of this.#tokens) {
      if (at > before) return;
      this.#tokens.delete(token);
    }
  }

  #replayTable(record: TableRecord): void {
    const table = this.#tables.get(record.name);
    if (!table) {
      this.#tables.set(record.name, new Table(record));
      this.#logs.set(record.name, new ChangeLog(record.name));
      return;
    }
    if (record.expires !== table.record.expires) table.expireBy(record.expires);
    table.record = record;
  }

  #replayConsumers(name: string, names: readonly string[]): void {
    const { positions } = this.log(name);
    for (const known of [...positions.keys()]) if (!names.includes(known)) positions.delete(known);
    for (const consumer of names) {
      if (!positions.has(consumer)) positions.set(consumer, 'TRIM_HORIZON');
    }
  }

  #replayCommit(entry: Extract<JournalEntry, { readonly kind: 'commit' }>): void {
    for (const [index, change] of entry.changes.entries()) {
      this.#apply(change, {
        sequence: entry.sequence + index,
        at: entry.at,
        expired: entry.expired,
      });
    }
    this.#sequence = entry.sequence + entry.changes.length - 1;
    const { token } = entry;
    if (token) this.#tokens.set(token.token, { request: token.request, at: entry.at });
  }

  #apply(change: ItemChange, stamp: Pick<Change, 'sequence' | 'at' | 'expired'>): void {
    const table = this.table(change.table);
    const fresh = 'put' in change ? change.put : undefined;
    const key = keyOf(table.record.schema, 'put' in change ? change.put : change.delete);
    const place = placeOfKey(table.record.schema, key);
    const old = table.get(place);
    if (fresh) this.#put(table, fresh);
    else table.delete(place);
    const { view } = table.record;
    if (view) {
      const images = imagesOf(view, fresh, old?.item);
      this.log(change.table).append({
        ...stamp,
        ...images,
        name: eventName(fresh, old),
        keys: key,
        bytes: [key, images.fresh, images.old].reduce((n, one) => n + (one ? itemSize(one) : 0), 0),
        view,
      });
    }
  }

  #put(table: Table, item: Item): void {
    const place = placeOfItem(table.record.schema, item);
    table.put({ item, size: itemSize(item), ...place });
  }
}

function eventName(fresh: Item | undefined, old: Stored | undefined): Change['name'] {
  if (!fresh) return 'REMOVE';
  return old ? 'MODIFY' : 'INSERT';
}

function imagesOf(
  view: Change['view'],
  fresh: Item | undefined,
  old: Item | undefined,
): Pick<Change, 'fresh' | 'old'> {
  const both = view === 'NEW_AND_OLD_IMAGES';
  return {
    ...((both || view === 'NEW_IMAGE') && { fresh }),
    ...((both || view === 'OLD_IMAGE') && { old }),
  };
}

/** What a write has to tell the journal: nothing, when the item stays as it was. */
function changeOf({ table, place, key, next }: Write): ItemChange[] {
  const old = table.get(place)?.item;
  const name = table.record.name;
  if (next) return old && sameItem(old, next) ? [] : [{ table: name, put: next }];
  return old ? [{ table: name, delete: key }] : [];
}

const ITEM_BYTES_MAX = 400 * 1024;

/** Refuses an item that is too large; `update` only chooses DynamoDB's words. */
export function refuseLarge(item: Item, update: boolean): void {
  if (itemSize(item) <= ITEM_BYTES_MAX) return;
  throw invalid(`Item size ${update ? 'to update has' : 'has'} exceeded the maximum allowed size`);
}
