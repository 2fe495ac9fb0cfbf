import type { Change } from '../graph/change.ts';
import { type Job, jobKey } from '../graph/jobs.ts';
import { pagesOfArticle, stalePages } from '../graph/stale-pages.ts';
import type { ArticleId } from '../ids.ts';
import type { Item, Ports, Write } from '../ports.ts';
import { visibleCard } from '../publishing/head.ts';
import { gonePk, headKey, listingPk } from '../table/keys.ts';
import { changeItem, readHead } from '../table/records.ts';
import { dayIn } from '../time.ts';
import { configuredSite } from './sites.ts';

const STEP = 50;
const GONE = 'gone|';

/**
 * One step of a walk over every page of a site: the pages of the next 50 articles, newest first, then of the next 50
 * withdrawn ones, and the change that takes the next step. The walk's place is in that change, so that it survives
 * whatever happens between two steps.
 */
export async function walkStep(
  change: Change,
  ports: Ports,
): Promise<{ readonly jobs: readonly Job[]; readonly writes: readonly Write[] }> {
  const { cause } = change;
  if (cause.what !== 'everything') return { jobs: [], writes: [] };
  const site = await configuredSite(ports, change.site);
  const found = await nextArticles(change, cause.after ?? '', ports);
  const heads = await ports.table.get(found.ids.map((id) => headKey(change.site, id)));
  const jobs = [...heads.values()].flatMap((item): readonly Job[] => {
    const head = readHead(item);
    const card = visibleCard(head);
    if (!head) return [];
    if (card) return pagesOfArticle(card, head.moved, dayIn(site.timeZone, card.publishedAt));
    return [
      { kind: 'article', id: head.id },
      { kind: 'former', id: head.id },
    ];
  });
  const first: readonly Job[] =
    cause.after === undefined
      ? [
          ...stalePages(cause, [], site.timeZone),
          { kind: 'list', list: '' },
          ...site.settings.sections.map(
            ({ path }): Job => ({ kind: 'list', list: `section:${path}` }),
          ),
        ]
      : [];
  return {
    jobs: [...new Map([...first, ...jobs].map((job) => [jobKey(job), job])).values()],
    writes: found.next === undefined ? [] : [{ put: nextStep(change, found.next) }],
  };
}

function nextStep(change: Change, after: string): Item {
  const origin = change.at;
  return changeItem(`walk|${origin}|${after}`, {
    ...change,
    planned: undefined,
    announce: [],
    lane: 'bulk',
    cause: { what: 'everything', after },
  });
}

async function nextArticles(
  { site }: Change,
  after: string,
  { table }: Ports,
): Promise<{ readonly ids: readonly ArticleId[]; readonly next?: string }> {
  const gone = after.startsWith(GONE);
  const place = gone ? after.slice(GONE.length) : after;
  const items = gone
    ? await table.query({ pk: gonePk(site), ...(place && { from: place }), limit: STEP })
    : await table.query({
        pk: listingPk(site, ''),
        ...(place && { to: place }),
        newestFirst: true,
        limit: STEP,
      });
  const ids = items.map((item) => item['id'] as ArticleId);
  const last = items.at(-1);
  if (items.length === STEP && last && last.sk !== place)
    return { ids, next: `${gone ? GONE : ''}${last.sk}` };
  return gone ? { ids } : { ids, next: GONE };
}
