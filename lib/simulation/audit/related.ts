import { memoryTable } from '#adapters/memory/table.ts';
import { withSettings } from '#domain/flows/sites.ts';
import type { ArticleId } from '#domain/ids.ts';
import { type Item, keyText } from '#domain/ports.ts';
import type { Card } from '#domain/publishing/article.ts';
import { type Head, visibleCard } from '#domain/publishing/head.ts';
import { relateArticles } from '#domain/related/relate.ts';
import { shownRelated } from '#domain/related/shown.ts';
import { relatedKey } from '#domain/table/keys.ts';
import { recordOf } from '#domain/table/records.ts';
import { instant } from '#domain/time.ts';
import type { World } from '../world/world.ts';

const ROUNDS_MAX = 5;

/** Law 7: the related posts that readers see are those which the engine finds when it starts from nothing. */
export async function auditRelated(
  world: World,
  items: readonly Item[],
): Promise<readonly string[]> {
  const site = withSettings(
    world.story.site,
    items.find(({ sk }) => sk === 'CFG'),
  );
  const table = memoryTable();
  await table.write(items.filter(isSource).map((put) => ({ put })));
  const heads = items.filter(({ sk }) => sk === 'HEAD').map((item) => recordOf<Head>(item));
  const context = {
    table,
    drop: world.drop,
    site,
    now: instant(world.timeline.now),
    cache: new Map(),
    change: (ids: readonly ArticleId[]): Item => ({ pk: 'changed', sk: ids.join() }),
  };
  let again: readonly ArticleId[] = heads.map(({ id }) => id);
  for (let round = 0; round < ROUNDS_MAX && again.length > 0; round++)
    again = (await relateArticles(context, again)).again;

  const cards = heads.flatMap((head) => visibleCard(head) ?? []);
  const rebuilt = new Map([...table.items()].map((item) => [keyText(item), item]));
  const kept = new Map(items.map((item) => [keyText(item), item]));
  const count = site.settings.related.count;
  return cards.flatMap((card) => {
    const key = keyText(relatedKey(site.id, card.id));
    const [found, wanted] = [kept, rebuilt].map((from) => shown(from.get(key), cards, card, count));
    return found === wanted
      ? []
      : [
          `${card.id} shows ${found || 'nothing'} as related, from scratch it is ${wanted || 'nothing'}`,
        ];
  });
}

/** What the engine reads and does not write. */
const isSource = ({ pk, sk }: Item): boolean =>
  sk === 'HEAD' || sk.startsWith('R#') || sk === 'STATISTICS' || pk.includes('#STAT#');

const shown = (
  record: Item | undefined,
  cards: readonly Card[],
  card: Card,
  count: number,
): string =>
  record
    ? shownRelated(record, cards, card, count)
        .map(({ id }) => id)
        .join(' ')
    : '';
