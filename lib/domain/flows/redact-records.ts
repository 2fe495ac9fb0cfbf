import type { ArticleId, Instant, SiteId } from '../ids.ts';
import type { Item, Key, Ports, Write } from '../ports.ts';
import type { StoredWithdrawal } from '../publishing/accept-withdrawal.ts';
import { picturesOf } from '../publishing/pictures.ts';
import type { Outcome } from '../publishing/receipt.ts';
import {
  addressHolds,
  heldBy,
  type Redaction,
  redactedArticle,
  redactedText,
  redactedWithdrawal,
} from '../publishing/redact.ts';
import {
  articlePk,
  changePk,
  REVISION_PREFIX,
  rejectedPk,
  shards,
  WITHDRAWAL_PREFIX,
} from '../table/keys.ts';
import { itemOf, putReceipt, readChange, recordOf, type StoredArticle } from '../table/records.ts';
import { shifted } from '../time.ts';
import { outsized, wholeArticle } from './bodies.ts';
import { readReceipts } from './receipts.ts';

type Stored = Pick<Ports, 'table' | 'drop'>;

/** What of an article's past held the words. */
export interface Cleaned {
  readonly revisions: readonly number[];
  readonly withdrawals: readonly number[];
  /** How often the words stood in revisions. */
  readonly times: number;
  /** Longer words that hold them, which stay. */
  readonly within: readonly string[];
  /** Events that brought revisions and withdrawals. */
  readonly eventIds: readonly string[];
}

/** Takes words out of every revision and withdrawal of an article. `write` false only looks. */
export async function cleanHistory(
  site: SiteId,
  id: ArticleId,
  redaction: Redaction,
  write: boolean,
  ports: Stored,
): Promise<Cleaned> {
  const pk = articlePk(site, id);
  const [revisions, withdrawals] = await Promise.all([
    ports.table.query({ pk, from: REVISION_PREFIX, to: `${REVISION_PREFIX}\uffff` }),
    ports.table.query({ pk, from: WITHDRAWAL_PREFIX, to: `${WITHDRAWAL_PREFIX}\uffff` }),
  ]);
  const cleaned = {
    ...(await cleanRevisions(revisions, redaction, write, ports)),
    withdrawals: await cleanWithdrawals(withdrawals, redaction, write, ports),
  };
  const eventIds = [...revisions, ...withdrawals].map((item) => String(item['eventId']));
  return { ...cleaned, eventIds: [...new Set(eventIds)] };
}

async function cleanRevisions(
  items: readonly Item[],
  redaction: Redaction,
  write: boolean,
  ports: Stored,
): Promise<Pick<Cleaned, 'revisions' | 'times' | 'within'>> {
  const revisions: number[] = [];
  const longer = new Set<string>();
  let count = 0;
  for (const item of items) {
    const article = await wholeArticle(recordOf<StoredArticle>(item), ports);
    const next = redactedArticle(article, redaction);
    const { times, within } = heldBy(article, redaction);
    count += times;
    for (const word of within) longer.add(word);
    if (same(article, next)) continue;
    revisions.push(article.revision);
    if (write) await ports.table.write([await putCleaned(item, next, ports)]);
  }
  return { revisions, times: count, within: [...longer].sort() };
}

async function cleanWithdrawals(
  items: readonly Item[],
  redaction: Redaction,
  write: boolean,
  { table }: Stored,
): Promise<readonly number[]> {
  const withdrawals: number[] = [];
  for (const item of items) {
    const stored = recordOf<StoredWithdrawal>(item);
    const next = redactedWithdrawal(stored, redaction);
    if (same(stored, next)) continue;
    withdrawals.push(stored.revision);
    if (write) await table.write([{ put: itemOf(keyOf(item), next) }]);
  }
  return withdrawals;
}

const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });

const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A body that lies in the drop bucket is written over where it lies: nothing of it is left there. */
async function putCleaned(item: Item, article: StoredArticle, ports: Stored): Promise<Write> {
  if (!article.bodyKey) return { put: itemOf(keyOf(item), await outsized(article, ports)) };
  await ports.drop.write(article.bodyKey, article.body);
  const pictures = picturesOf({ ...article, pictures: undefined });
  return { put: itemOf(keyOf(item), { ...article, body: '', pictures }) };
}

/** Rejected events are kept for 30 days, by the day. */
const REJECTED_DAYS = 31;
const DAY_MS = 86_400_000;

/** Empties what is kept of the article's rejected events: they are kept to see what was wrong, and the reasons stay. Gives the ids of the events. */
export async function cleanRejected(
  site: SiteId,
  id: ArticleId,
  redaction: Redaction,
  now: Instant,
  { table }: Stored,
): Promise<readonly string[]> {
  const days = Array.from({ length: REJECTED_DAYS }, (_, n) => shifted(now, -n * DAY_MS));
  const pks = days.flatMap((day) => [site, ''].map((name) => rejectedPk(name, day.slice(0, 10))));
  const found = await Promise.all(pks.map((pk) => table.query({ pk })));
  const own = found.flat().filter((item) => item['id'] === id);
  await table.write(
    own.map(({ detail: _, ...item }) => {
      const { reasons } = recordOf<Pick<Outcome, 'reasons'>>(item);
      return {
        put: itemOf(keyOf(item), { ...item, reasons: redactedReasons(reasons, redaction) }),
      };
    }),
  );
  return own.map(({ sk }) => sk.slice(sk.indexOf('#') + 1));
}

const redactedReasons = (reasons: Outcome['reasons'], redaction: Redaction): Outcome['reasons'] =>
  reasons?.map((reason) => ({
    ...reason,
    path: redactedText(reason.path, redaction),
    message: redactedText(reason.message, redaction),
  }));

/** Takes the words out of what senders were told: reasons, and addresses that tell them. Gives how many held them. */
export async function cleanReceipts(
  eventIds: readonly string[],
  redaction: Redaction,
  ports: Stored,
): Promise<number> {
  const receipts = await readReceipts(eventIds, ports);
  let count = 0;
  for (const receipt of receipts.values()) {
    const { outcome } = receipt;
    if (!outcome) continue;
    const url = outcome.url && addressHolds(outcome.url, redaction) ? undefined : outcome.url;
    const pictures = outcome.pictures?.filter((at) => !addressHolds(at, redaction));
    const notes = redactedReasons(receipt.notes, redaction);
    const reasons = redactedReasons(outcome.reasons, redaction);
    const next = { ...outcome, url, reasons, pictures, notes: outcome.notes && notes };
    if (same(outcome, next) && same([receipt.notes], [notes])) continue;
    count++;
    // One that changed meanwhile was told again, from the records as they are now.
    await ports.table.transact([putReceipt({ ...receipt, notes, outcome: next })]);
  }
  return count;
}

/** Whether pages that a redaction touched are still on their way. */
export async function isRedacting(
  site: SiteId,
  id: ArticleId,
  { table }: Pick<Ports, 'table'>,
): Promise<boolean> {
  const found = await Promise.all(
    shards.map((shard) => table.query({ pk: changePk(site, shard) })),
  );
  return found
    .flat()
    .map((item) => readChange(item).cause)
    .some((cause) => cause.what === 'article' && cause.id === id && cause.redacts === true);
}
