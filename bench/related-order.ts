import { memoryTable } from '#adapters/memory/table.ts';
import { articleId, siteId } from '#domain/ids.ts';
import { listingKey } from '#domain/table/keys.ts';
import { instant } from '#domain/time.ts';
import { benchSite, RelatedNewsroom } from './related/newsroom.ts';
import { comparedAll, type Order, shuffledDay } from './related/order.ts';
import { onStage } from './related/order-on-stage.ts';

/**
 * node bench/run.ts related-order CORPUS [COUNT] [ENDPOINT]: publishes COUNT (2,000) articles of a corpus in random
 * order, every tenth twice, every twentieth withdrawn, and compares the related lists that this leaves behind, and those
 * after the night's new statistics, with what a rebuild makes of them and with what it makes of the articles alone.
 *
 * Without ENDPOINT the engine runs in memory. With it (`http://127.0.0.1:4800`), events go to the runtime that was
 * started there with `npx offstone start --empty --data DIR`; ended half-way, the same command goes on.
 */
export async function bench([corpus, count = '2000', endpoint]: readonly string[]): Promise<void> {
  if (!corpus) throw new RangeError('usage: related-order CORPUS.jsonl[.gz] [COUNT] [ENDPOINT]');
  const order: Order = endpoint ? await onStage(endpoint) : inMemory();
  await comparedAll(order, shuffledDay(corpus, Number(count)), (line) =>
    process.stdout.write(`${line}\n`),
  );
}

/** Messages that a function takes at once. */
const TOGETHER = 10;

function inMemory(): Order {
  const table = memoryTable();
  const site = benchSite(siteId('daily'));
  const desk = new RelatedNewsroom(site, table);
  return {
    site,
    table,
    items: async () => [...table.items()],
    live: async (events) => {
      const open = new Set<string>();
      for (const [n, event] of events.entries()) {
        if (event.what === 'withdraw') await desk.withdraw(event.id);
        else {
          const { id, date } = event.story;
          await desk.store(event.story);
          const at = instant(Date.parse(date));
          await table.write([{ put: { ...listingKey(site.id, '', at, articleId(id)) } }]);
        }
        open.add(event.what === 'withdraw' ? event.id : event.story.id);
        if (open.size < TOGETHER && n < events.length - 1) continue;
        await desk.relate([...open]);
        open.clear();
      }
    },
    night: () => desk.refresh('en'),
  };
}
