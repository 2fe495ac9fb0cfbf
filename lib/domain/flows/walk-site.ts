import type { Change } from '../graph/change.ts';
import { type Job, jobKey, parseJob } from '../graph/jobs.ts';
import { pagesOfArticle, stalePages } from '../graph/stale-pages.ts';
import type { ArticleId } from '../ids.ts';
import type { Item, Ports, Write } from '../ports.ts';
import { visibleCard } from '../publishing/head.ts';
import { gonePk, headKey, listingPk, strayPk } from '../table/keys.ts';
import { changeItem, readHead } from '../table/records.ts';
import { dayIn } from '../time.ts';
import { configuredSite } from './sites.ts';

const STEP = 50;
const GONE = 'gone|';
const STRAY = 'stray|';

/**
 * One step of a walk over every page of a site: the pages of the next 50 articles, newest first, then of the next 50
 * withdrawn ones, then 50 pages that no article leads to, and the change that takes the next step. The walk's place is in that change, so that it survives
 * whatever happens between two steps.
 */
export async function walkStep(
  change: Change,
  ports: Ports,
): Promise<{ readonly jobs: readonly Job[]; readonly writes: readonly Write[] }> {
  const { cause } = change;
  if (cause.what !== 'everything') return { jobs: [], writes: [] };
  const site = await configuredSite(ports, change.site);
  const found = await nextPlaces(change, cause.after ?? '', ports);
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
    jobs: [
      ...new Map([...first, ...found.jobs, ...jobs].map((job) => [jobKey(job), job])).values(),
    ],
    writes: found.next === undefined ? [] : [{ put: nextStep(change, found.next) }],
  };
}

function nextStep(change: Change, after: string): Item {
  // However often a step is taken up again, it leads to one and the same next step.
  const at = change.since ?? change.at;
  return changeItem(`walk|${at}|${after}`, {
    ...change,
    at,
    since: undefined,
    planned: undefined,
    announce: [],
    lane: 'bulk',
    cause: { what: 'everything', after },
  });
}

interface Places {
  readonly ids: readonly ArticleId[];
  readonly jobs: readonly Job[];
  readonly next?: string;
}

async function nextPlaces({ site }: Change, after: string, { table }: Ports): Promise<Places> {
  const kind = [GONE, STRAY].find((prefix) => after.startsWith(prefix)) ?? '';
  const place = after.slice(kind.length);
  const from = { ...(place && { from: place }), limit: STEP };
  const items =
    kind === ''
      ? await table.query({
          pk: listingPk(site, ''),
          ...(place && { to: place }),
          newestFirst: true,
          limit: STEP,
        })
      : await table.query({ pk: kind === GONE ? gonePk(site) : strayPk(site), ...from });
  const last = items.at(-1);
  const found =
    kind === STRAY
      ? { ids: [], jobs: items.map(({ sk }) => parseJob(sk)) }
      : { ids: items.map((item) => item['id'] as ArticleId), jobs: [] };
  if (items.length === STEP && last && last.sk !== place) return { ...found, next: kind + last.sk };
  return kind === STRAY ? found : { ...found, next: kind === '' ? GONE : STRAY };
}
