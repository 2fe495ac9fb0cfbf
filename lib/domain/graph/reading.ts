import { type Item, type Key, keyText, type Table } from '../ports.ts';

/** What a page needs read next: items by key, ranges of partitions, objects of the drop bucket. */
export interface Ask {
  readonly get?: readonly Key[];
  readonly queries?: readonly Parameters<Table['query']>[0][];
  readonly drop?: readonly string[];
}

export interface Answer {
  readonly item: (key: Key) => Item | undefined;
  /** One a query, in the order asked. */
  readonly lists: readonly (readonly Item[])[];
  /** One an object, in the order asked; `undefined` where there is none. */
  readonly texts: readonly (string | undefined)[];
}

/**
 * A pure description of what to read and what to make of it: it yields what it needs and is resumed with the answer.
 * So that many pages are rendered with few calls, their readings advance together, round by round.
 */
export type Reading<T> = Generator<Ask, T, Answer>;

const BODY_BYTES_MAX = 8_000_000;

/** Runs readings side by side, all keys of a round in one read, and what several of them ask of a partition once. A reading that throws fails alone: its place holds the error. */
export async function readAll<T>(
  readings: readonly Reading<T>[],
  ports: {
    readonly table: Table;
    readonly drop: { read(key: string, maxBytes: number): Promise<string | undefined> };
  },
): Promise<readonly (T | Error)[]> {
  const results = new Array<T | Error>(readings.length);
  let open = readings.flatMap((reading, index) => step(reading, index, undefined, results));
  while (open.length > 0) {
    const answers = await answersTo(
      open.map(({ ask }) => ask),
      ports,
    );
    open = open.flatMap(({ reading, index }, n) => step(reading, index, answers[n], results));
  }
  return results;
}

interface Open<T> {
  readonly reading: Reading<T>;
  readonly index: number;
  readonly ask: Ask;
}

const NOTHING: Answer = { item: () => undefined, lists: [], texts: [] };

function step<T>(
  reading: Reading<T>,
  index: number,
  answer: Answer | undefined,
  results: (T | Error)[],
): readonly Open<T>[] {
  try {
    const next = reading.next(answer ?? NOTHING);
    if (!next.done) return [{ reading, index, ask: next.value }];
    results[index] = next.value;
  } catch (error) {
    results[index] = error instanceof Error ? error : new Error(String(error));
  }
  return [];
}

async function answersTo(
  asks: readonly Ask[],
  { table, drop }: Parameters<typeof readAll>[1],
): Promise<readonly Answer[]> {
  const keys = new Map(asks.flatMap((ask) => ask.get ?? []).map((key) => [keyText(key), key]));
  const asked = new Map<string, ReturnType<Table['query']>>();
  const once = (query: Parameters<Table['query']>[0]): ReturnType<Table['query']> => {
    const text = JSON.stringify(query);
    const answer = asked.get(text) ?? table.query(query);
    asked.set(text, answer);
    return answer;
  };
  const [items, lists, texts] = await Promise.all([
    keys.size > 0 ? table.get([...keys.values()]) : new Map<string, Item>(),
    Promise.all(asks.map((ask) => Promise.all((ask.queries ?? []).map(once)))),
    Promise.all(
      asks.map((ask) => Promise.all((ask.drop ?? []).map((key) => drop.read(key, BODY_BYTES_MAX)))),
    ),
  ]);
  const item = (key: Key): Item | undefined => items.get(keyText(key));
  return asks.map((_, n) => ({ item, lists: lists[n] ?? [], texts: texts[n] ?? [] }));
}
