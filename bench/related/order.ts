import type { Item, Table } from '#domain/ports.ts';
import type { Site } from '#domain/site/site.ts';
import {
  bySameStatistics,
  type Comparison,
  compared,
  fromArticles,
  listsIn,
  rebuilt,
} from './comparison.ts';
import { readCorpus } from './corpus.ts';
import { random } from './generator.ts';
import { type Event, worstDay } from './history.ts';

/** A newsroom that lives through a history, and whose records can be looked at. */
export interface Order {
  readonly site: Site;
  readonly table: Table;
  readonly items: () => Promise<readonly Item[]>;
  /** Lets the events happen, and everything that follows from them. */
  readonly live: (events: readonly Event[]) => Promise<void>;
  /** Takes statistics anew, as the night does. */
  readonly night: () => Promise<void>;
}

/** `count` articles of a corpus, taken evenly, and a day on which they come in random order. */
export function shuffledDay(corpus: string, count: number): readonly Event[] {
  const next = random(1);
  const stories = readCorpus(corpus)
    .map((story) => ({ story, at: next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ story }) => story);
  return worstDay(stories, 2);
}

export async function comparedAll(
  order: Order,
  events: readonly Event[],
  tell: (line: string) => void,
): Promise<void> {
  const at = async (moment: string, doing: Promise<unknown>) => {
    const started = process.cpuUsage();
    await doing;
    const { user, system } = process.cpuUsage(started);
    tell(`${moment}: ${((user + system) / 1e6).toFixed(0)} s of processor time here`);
    return listsIn(await order.items());
  };
  const day = await at(`${events.length} events`, order.live(events));
  const sameStatistics = await bySameStatistics(await order.items(), order.site);
  const night = await at('the night', order.night());
  const rebuild = await at('rebuild --related', rebuilt(order.table, order.site));
  const scratch = await fromArticles(await order.items(), order.site);
  tell(
    line(
      'after the day, and by the same statistics from the articles alone',
      compared(day, sameStatistics),
    ),
  );
  tell(line('after the day, and rebuilt', compared(day, rebuild)));
  tell(line('after the night, and rebuilt', compared(night, rebuild)));
  tell(line('rebuilt, and from the articles alone', compared(rebuild, scratch)));
}

const line = (what: string, { lists, keptAlike, shownAlike }: Comparison): string =>
  `${what}: of ${lists} lists ${keptAlike} are alike in all that is kept, ${shownAlike} in what readers see`;
