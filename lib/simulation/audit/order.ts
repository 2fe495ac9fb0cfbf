import type { Item } from '#domain/ports.ts';
import { isWithdrawn, visibleCard } from '#domain/publishing/head.ts';
import { millis } from '#domain/time.ts';
import type { World } from '../world/world.ts';
import { conflicting, type Expected, type ExpectedArticle, expected } from './oracle.ts';

/** Law 2: the records are what the accepted events amount to, whatever the order in which they came. */
export function disordered(
  { watch, timeline, story }: World,
  items: readonly Item[],
): readonly string[] {
  const clashes = conflicting(watch.accepted);
  const truth = expected(watch.accepted, timeline.now);
  return [
    ...clashes.map(({ eventId }) => `${eventId} was taken, its revision having another content`),
    ...[...truth.articles].flatMap(([id, one]) => differences(id, one, watch, items, timeline.now)),
    ...curations(truth, items),
    ...settings(truth, items, story.site.settings.name),
  ];
}

function differences(
  id: string,
  one: ExpectedArticle,
  { heads }: World['watch'],
  items: readonly Item[],
  now: number,
): readonly string[] {
  const head = heads.get(id);
  if (!head) return [`${id} has no record`];
  const date = visibleCard(head)?.publishedAt ?? head.live?.card.publishedAt;
  const same = (what: string, found: unknown, wanted: unknown): readonly string[] =>
    JSON.stringify(found) === JSON.stringify(wanted)
      ? []
      : [`${id}: ${what} is ${JSON.stringify(found)}, should be ${JSON.stringify(wanted)}`];
  const timed = one.publishedAt !== undefined;
  const modified = head.live?.card.modifiedAt;
  return [
    ...same('the highest revision', head.published, one.published),
    ...same('the highest withdrawal', head.withdrawn, one.withdrawn),
    ...same('the highest reinstatement', head.reinstated, one.reinstated),
    ...same('visible', !isWithdrawn(head) && head.live !== undefined, one.visible),
    ...same('the revision shown', head.live?.card.revision ?? 0, one.published),
    ...(timed ? same('the date', date && millis(date), one.publishedAt) : []),
    ...(timed ? same('the update', modified && millis(modified), one.modifiedAt) : []),
    ...same('the lists', listings(id, date ?? '', items), wantedListings(one, date, now)),
  ];
}

function listings(id: string, date: string, items: readonly Item[]): readonly string[] {
  return items
    .filter((item) => /#(?:L|NEWS)(?:#|$)/.test(item.pk) && item['id'] === id)
    .map(
      ({ pk, sk }) => `${pk.slice(pk.indexOf('#') + 1)}${sk === `${date}#${id}` ? '' : ` ${sk}`}`,
    )
    .sort();
}

const TWO_DAYS = 48 * 3_600_000;

function wantedListings(
  { visible, lists, noIndex }: ExpectedArticle,
  date: string | undefined,
  now: number,
): readonly string[] {
  if (!visible || date === undefined) return [];
  const isNews = !noIndex && Date.parse(date) + TWO_DAYS > now;
  return [...lists.map((list) => `L#${list}`), ...(isNews ? ['NEWS'] : [])].sort();
}

const curations = ({ fronts }: Expected, items: readonly Item[]): readonly string[] =>
  [...fronts].flatMap(([front, pins]) => {
    const list = front === '' ? '' : `section:${front}`;
    const record = items.find(({ sk }) => sk === `CUR#${list}`);
    const found = (record?.['pins'] as readonly { readonly id: string }[] | undefined) ?? [];
    const ids = found.map(({ id }) => id);
    return ids.join() === pins.join()
      ? []
      : [`the front “${front}” has pins ${ids.join()}, should have ${pins.join()}`];
  });

function settings(
  { settingsName }: Expected,
  items: readonly Item[],
  stageName: string,
): readonly string[] {
  const record = items.find(({ sk }) => sk === 'CFG');
  const name = (record?.['settings'] as { readonly name: string } | undefined)?.name ?? stageName;
  const wanted = settingsName ?? stageName;
  return name === wanted ? [] : [`the site is called ${name}, should be ${wanted}`];
}
