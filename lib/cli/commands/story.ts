import { type ArticleId, articleId, type Instant, type SiteId } from '#domain/ids.ts';
import type { Item, Table } from '#domain/ports.ts';
import type { Withdrawal } from '#domain/publishing/article.ts';
import { type Head, isWithdrawn, visibleCard } from '#domain/publishing/head.ts';
import { articlePk, OWN_PATH_PREFIX, REVISION_PREFIX } from '#domain/table/keys.ts';
import { readHead, recordOf, type StoredArticle } from '#domain/table/records.ts';

/** One thing that was committed to an article. */
export type Step =
  | {
      readonly what: 'publish';
      readonly revision: number;
      readonly sentAt: Instant;
      readonly publishAt?: Instant | undefined;
      readonly headline: string;
      readonly corrections: number;
      readonly reinstates?: number | undefined;
    }
  | {
      readonly what: 'withdraw';
      readonly revision: number;
      readonly sentAt: Instant;
      readonly mode: Withdrawal['mode'];
      readonly reason: string;
    };

/** Where an article stands, and how it came there. */
export interface Story {
  readonly site: SiteId;
  readonly id: ArticleId;
  readonly state: 'live' | 'scheduled' | 'withdrawn';
  readonly head: Head;
  /** The current address and those it had. */
  readonly paths: readonly string[];
  readonly steps: readonly Step[];
}

/** Everything the table knows of an article, or `undefined` for one that never arrived. */
export async function storyOf(
  table: Table,
  site: SiteId,
  name: string,
): Promise<Story | undefined> {
  const id = articleId(name);
  const items = await table.query({ pk: articlePk(site, id) });
  const head = readHead(items.find(({ sk }) => sk === 'HEAD'));
  if (!head) return undefined;
  const current = head.live?.card.path ?? head.pending?.path;
  const paths = items.flatMap(({ sk }) =>
    sk.startsWith(OWN_PATH_PREFIX) ? [sk.slice(OWN_PATH_PREFIX.length)] : [],
  );
  return {
    site,
    id,
    head,
    state: stateOf(head),
    paths: [...new Set([...(current ? [current] : []), ...paths])],
    steps: items.flatMap(stepOf).sort((a, b) => a.revision - b.revision),
  };
}

function stateOf(head: Head): Story['state'] {
  if (visibleCard(head)) return 'live';
  return isWithdrawn(head) ? 'withdrawn' : 'scheduled';
}

function stepOf(item: Item): readonly Step[] {
  if (item.sk.startsWith(REVISION_PREFIX)) {
    const { revision, sentAt, publishAt, headline, corrections, reinstates } =
      recordOf<StoredArticle>(item);
    return [
      {
        what: 'publish',
        revision,
        sentAt,
        publishAt,
        headline,
        corrections: corrections.length,
        reinstates,
      },
    ];
  }
  if (!item.sk.startsWith('W#')) return [];
  const { revision, at, mode, reason } = recordOf<Withdrawal>(item);
  return [{ what: 'withdraw', revision, sentAt: at, mode, reason }];
}

/** A step in one line. */
export function stepLine(step: Step): string {
  const start = `${step.sentAt}  revision ${step.revision}`;
  if (step.what === 'withdraw') return `${start}  withdrawn (${step.mode}): ${step.reason}`;
  const notes = [
    step.publishAt ? `publish at ${step.publishAt}` : '',
    step.corrections > 0 ? `${step.corrections} corrections` : '',
    step.reinstates ? `reinstates ${step.reinstates}` : '',
  ].filter(Boolean);
  return `${start}  ${step.headline}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}
