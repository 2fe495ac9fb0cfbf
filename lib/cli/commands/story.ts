import { readReceipts } from '#domain/flows/receipts.ts';
import { type ArticleId, articleId, type Instant, type SiteId } from '#domain/ids.ts';
import type { Item, Table } from '#domain/ports.ts';
import type { StoredWithdrawal } from '#domain/publishing/accept-withdrawal.ts';
import type { Withdrawal } from '#domain/publishing/article.ts';
import { type Head, isWithdrawn, visibleCard } from '#domain/publishing/head.ts';
import type { Receipt, Stations } from '#domain/publishing/receipt.ts';
import { articlePk, OWN_PATH_PREFIX, REVISION_PREFIX } from '#domain/table/keys.ts';
import { readHead, recordOf, type StoredArticle } from '#domain/table/records.ts';

/** One thing that was committed to an article. */
export type Step =
  | {
      readonly what: 'publish';
      readonly eventId: string;
      readonly revision: number;
      readonly sentAt: Instant;
      readonly publishAt?: Instant | undefined;
      readonly headline: string;
      readonly corrections: number;
      /** Whether readers were told nothing of it. */
      readonly silent: boolean;
      readonly reinstates?: number | undefined;
    }
  | {
      readonly what: 'withdraw';
      readonly eventId: string;
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
  /** What became of the events that brought the steps, by event id; absent when that was too long ago. */
  readonly receipts: ReadonlyMap<string, Receipt>;
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
  const steps = items.flatMap(stepOf).sort((a, b) => a.revision - b.revision);
  return {
    site,
    id,
    head,
    state: stateOf(head),
    paths: [...new Set([...(current ? [current] : []), ...paths])],
    steps,
    receipts: await readReceipts(
      steps.map(({ eventId }) => eventId),
      { table },
    ),
  };
}

function stateOf(head: Head): Story['state'] {
  if (visibleCard(head)) return 'live';
  return isWithdrawn(head) ? 'withdrawn' : 'scheduled';
}

function stepOf(item: Item): readonly Step[] {
  if (item.sk.startsWith(REVISION_PREFIX)) {
    const { revision, eventId, sentAt, publishAt, headline, corrections, silent, reinstates } =
      recordOf<StoredArticle>(item);
    return [
      {
        what: 'publish',
        eventId,
        revision,
        sentAt,
        publishAt,
        headline,
        corrections: corrections.length,
        silent,
        reinstates,
      },
    ];
  }
  if (!item.sk.startsWith('W#')) return [];
  const { revision, eventId, at, mode, reason } = recordOf<StoredWithdrawal>(item);
  return [{ what: 'withdraw', eventId, revision, sentAt: at, mode, reason }];
}

/** A step in one line. */
export function stepLine(step: Step): string {
  const start = `${step.sentAt}  revision ${step.revision}`;
  if (step.what === 'withdraw') return `${start}  withdrawn (${step.mode}): ${step.reason}`;
  const notes = [
    step.silent ? 'silent' : '',
    step.publishAt ? `publish at ${step.publishAt}` : '',
    step.corrections > 0
      ? `${step.corrections} ${step.corrections === 1 ? 'correction' : 'corrections'}`
      : '',
    step.reinstates ? `reinstates ${step.reinstates}` : '',
  ].filter(Boolean);
  return `${start}  ${step.headline}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

const STATIONS: readonly (readonly [keyof Stations, string])[] = [
  ['received', 'on the bus'],
  ['stored', 'stored'],
  ['rendered', 'rendered'],
  ['live', 'seen through the edge'],
  ['settled', 'every page that shows it'],
  ['clean', 'seen nowhere through the edge any more'],
];

/** What a step's sender was told, and when the event was at each station. */
export function receiptLines(receipt: Receipt | undefined): readonly string[] {
  if (!receipt) return [];
  const { outcome, stations, eventId } = receipt;
  const told = outcome ? `${outcome.type}, told ${outcome.at}` : 'under way';
  const passed = STATIONS.flatMap(([station, name]) => {
    const at = stations[station];
    return at ? [`  ${at}  ${name}`] : [];
  });
  const notes = receipt.notes?.map(({ path, message }) => `  ${path}: ${message}`) ?? [];
  const pictures = outcome?.pictures?.map((at) => `  its picture lies at ${at}`) ?? [];
  return [`${told} (event ${eventId})`, ...notes, ...passed, ...pictures];
}
