import { type Item, type Key, keyText, type Table } from '#domain/ports.ts';
import type { Chance } from './chance.ts';

interface Past {
  readonly key: Key;
  readonly item: Item | undefined;
  readonly until: number;
}

const STALE = 0.3;
/** How far back an eventually consistent read may look. */
const LAG_MS = 1500;

/** Reads as an eventually consistent table answers them: sometimes with what was there a moment ago. */
export class StaleReads implements Pick<Table, 'get' | 'query'> {
  readonly #table: Table & { readonly items: () => Iterable<Item> };
  readonly #chance: Chance;
  readonly #now: () => number;
  readonly #past = new Map<string, Map<string, Past>>();

  constructor(
    table: Table & { readonly items: () => Iterable<Item> },
    chance: Chance,
    now: () => number,
  ) {
    this.#table = table;
    this.#chance = chance;
    this.#now = now;
  }

  /** Keeps what is there now, just before it is written over. */
  remember(keys: readonly Key[]): void {
    for (const key of keys) {
      const partition = this.#past.get(key.pk) ?? new Map<string, Past>();
      this.#past.set(key.pk, partition);
      const known = partition.get(key.sk);
      if (known && known.until > this.#now()) continue;
      const past = { key, item: undefined as Item | undefined, until: this.#now() + LAG_MS };
      partition.set(key.sk, past);
      void this.#table.get([key]).then((found) => {
        past.item = found.get(keyText(key));
      });
    }
  }

  async get(keys: readonly Key[]): Promise<ReadonlyMap<string, Item>> {
    const found = new Map(await this.#table.get(keys));
    for (const key of keys) {
      const past = this.#recent(key.pk, key.sk);
      if (!past) continue;
      if (past.item) found.set(keyText(key), past.item);
      else found.delete(keyText(key));
    }
    return found;
  }

  async query(asked: Parameters<Table['query']>[0]): Promise<readonly Item[]> {
    const items = await this.#table.query(asked);
    // An item that was put a moment ago is not there yet; that one was there a moment ago matters less.
    return items.filter(({ pk, sk }) => {
      const past = this.#recent(pk, sk);
      return !past || past.item !== undefined;
    });
  }

  #recent(pk: string, sk: string): Past | undefined {
    const past = this.#past.get(pk)?.get(sk);
    const stale = past && past.until > this.#now() && this.#chance.roll('stale read') < STALE;
    return stale ? past : undefined;
  }
}
