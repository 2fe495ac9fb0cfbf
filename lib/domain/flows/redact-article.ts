import type { ArticleId, Instant, Path, SiteId } from '../ids.ts';
import { type ConditionalWrite, type Item, keyText, type Ports } from '../ports.ts';
import type { Card } from '../publishing/article.ts';
import { headWrites } from '../publishing/commit.ts';
import type { Head } from '../publishing/head.ts';
import { dayOfPermalink, permalinks } from '../publishing/permalink.ts';
import {
  addressHolds,
  type Redaction,
  redactedArticle,
  redactedCard,
  redactedText,
  redactedWithdrawal,
  redactionOf,
} from '../publishing/redact.ts';
import { termsKey } from '../related/keys.ts';
import { claimKey, headKey, ownPathKey, redactionKey, revisionKey } from '../table/keys.ts';
import { itemOf, putClaim, readHead, recordOf, type StoredArticle } from '../table/records.ts';
import { wholeArticle } from './bodies.ts';
import { ownPathsOf } from './own-paths.ts';
import { type Cleaned, cleanHistory, cleanReceipts, cleanRejected } from './redact-records.ts';

type RedactPorts = Pick<Ports, 'table' | 'drop' | 'now' | 'nonce'>;

/** Which words the law wants gone, and from where. */
export interface RedactionOrder {
  readonly site: SiteId;
  readonly id: ArticleId;
  readonly words: readonly string[];
  /** For the newsroom's own records. */
  readonly reason?: string | undefined;
}

/** What was changed. Kept with the article, without a word of what it was about. */
export interface Redacted extends Omit<Cleaned, 'eventIds'> {
  /** Rejected events whose text was removed. */
  readonly rejected: number;
  readonly receipts: number;
  /** Addresses that told the words: they lead to where the article is now, and nothing names them any more. */
  readonly left: readonly Path[];
}

/** What would be changed; nothing is. `undefined`: there is no such article. */
export async function surveyRedaction(
  { site, id, words }: RedactionOrder,
  ports: RedactPorts,
): Promise<Cleaned | undefined> {
  if (!(await headOf(site, id, ports))) return undefined;
  return await cleanHistory(site, id, redactionOf(words), false, ports);
}

const ATTEMPTS_MAX = 10;

/**
 * Takes words out of everything that is stored of an article, and has every page that shows it rendered anew, out of
 * reach of caches. May be repeated, whatever broke off: the last step is the change that brings the pages.
 */
export async function redactArticle(
  order: RedactionOrder,
  ports: RedactPorts,
): Promise<Redacted | undefined> {
  const { site, id } = order;
  const redaction = redactionOf(order.words);
  const total: Cleaned[] = [];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    // Read before the history: a revision that comes in between changes it, and then all is done once more.
    const head = await headOf(site, id, ports);
    if (!head) return undefined;
    total.push(await cleanHistory(site, id, redaction, true, ports));
    const done = joined(total);
    const now = ports.now();
    const rejected = await cleanRejected(site, id, redaction, now, ports);
    const receipts = await cleanReceipts([...done.eventIds, ...rejected], redaction, ports);
    await forgetTerms(site, id, ports);
    const next = await cleanHead(head, redaction, ports);
    const { eventIds: _, ...cleaned } = done;
    const left = await tellingPaths(head, redaction, ports);
    const report: Redacted = { ...cleaned, rejected: rejected.length, receipts, left };
    const commit = await ports.table.transact([
      ...next(now, ports.nonce()),
      { put: record(order, report, now) },
    ]);
    if (commit.committed) return report;
  }
  throw new Error(`${site}/${id} keeps changing.`);
}

async function headOf(
  site: SiteId,
  id: ArticleId,
  { table }: RedactPorts,
): Promise<Head | undefined> {
  const key = headKey(site, id);
  return readHead((await table.get([key])).get(keyText(key)));
}

/** Several rounds as one: the first found what there was, later ones what came meanwhile. */
function joined(rounds: readonly Cleaned[]): Cleaned {
  const all = <T>(list: (one: Cleaned) => readonly T[]): readonly T[] => [
    ...new Set(rounds.flatMap(list)),
  ];
  return {
    revisions: all(({ revisions }) => revisions),
    withdrawals: all(({ withdrawals }) => withdrawals),
    times: rounds.reduce((sum, { times }) => sum + times, 0),
    within: all(({ within }) => within),
    eventIds: all(({ eventIds }) => eventIds),
  };
}

/** Related posts keep an article's words as hashes: marked as stale, they are made anew from what is left. */
async function forgetTerms(site: SiteId, id: ArticleId, { table }: RedactPorts): Promise<void> {
  const key = termsKey(site, id);
  const item = (await table.get([key])).get(keyText(key));
  if (!item || typeof item['vector'] !== 'string') return;
  await table.transact([
    { put: { ...item, revision: 0 }, if: { attribute: 'vector', equals: item['vector'] } },
  ]);
}

/** The addresses that the article had and that tell the words: they lead on, and nothing names them. */
async function tellingPaths(
  { site, id }: Head,
  redaction: Redaction,
  ports: RedactPorts,
): Promise<readonly Path[]> {
  const own = await ownPathsOf(site, id, ports);
  return own.filter((at) => addressHolds(at, redaction));
}

type HeadWrites = (now: Instant, name: string) => readonly ConditionalWrite[];

/** The head with its cards made from what the revisions hold now, at addresses that do not tell the words. */
async function cleanHead(
  head: Head,
  redaction: Redaction,
  ports: RedactPorts,
): Promise<HeadWrites> {
  const live = head.live && (await cleanCard(head, head.live.card, redaction, ports));
  const pending = head.pending && (await cleanCard(head, head.pending.card, redaction, ports));
  const { withdrawal } = head;
  const moves = [live, pending].flatMap((card) => (card?.moves ? [card] : []));
  const after: Head = {
    ...head,
    live: head.live && live && { ...head.live, card: live.card },
    pending: head.pending &&
      pending && { ...head.pending, card: pending.card, path: pending.card.path },
    withdrawal: withdrawal && redactedWithdrawal(withdrawal, redaction),
    moved: head.moved || moves.length > 0,
  };
  const { site, id } = head;
  const claims = new Set(moves.filter(({ isFree }) => isFree).map(({ card: { path } }) => path));
  return (now, name) => [
    ...headWrites({
      before: head,
      after,
      now,
      lane: 'live',
      announce: [],
      newAddresses: moves.length > 0,
      redacts: true,
      name: `redact|${name}`,
    }),
    ...[...claims].flatMap((at): readonly ConditionalWrite[] => [
      putClaim(site, at, id),
      { put: { ...ownPathKey(site, id, at) } },
    ]),
  ];
}

interface CleanCard {
  readonly card: Card;
  /** Whether its address told the words. */
  readonly moves: boolean;
  /** Whether its new address has to be claimed. */
  readonly isFree: boolean;
}

async function cleanCard(
  { site, id }: Head,
  card: Card,
  redaction: Redaction,
  ports: RedactPorts,
): Promise<CleanCard> {
  const article = redactedArticle(await storedArticle(site, card, ports), redaction);
  if (!addressHolds(card.path, redaction))
    return { card: redactedCard(card, article, card.path), moves: false, isFree: false };
  const possible = permalinks(site, id, dayOfPermalink(card.path), article.slug);
  const claims = await ports.table.get(possible.map((at) => claimKey(site, at)));
  const ownerOf = (at: Path) => claims.get(keyText(claimKey(site, at)))?.['id'];
  const at = possible.find((each) => (ownerOf(each) ?? id) === id);
  if (!at) throw new Error(`Every address of ${site}/${id} is taken: ${possible.join(' ')}`);
  return {
    card: redactedCard(card, article, at),
    moves: true,
    isFree: ownerOf(at) === undefined,
  };
}

async function storedArticle(
  site: SiteId,
  { id, revision }: Card,
  ports: RedactPorts,
): Promise<StoredArticle> {
  const key = revisionKey(site, id, revision);
  const item = (await ports.table.get([key])).get(keyText(key));
  if (!item) throw new Error(`Revision ${revision} of ${site}/${id} is not stored.`);
  return await wholeArticle(recordOf<StoredArticle>(item), ports);
}

/** That there was a redaction; `within` would tell what of. */
function record(
  { site, id, reason, words }: RedactionOrder,
  { revisions, withdrawals, times }: Redacted,
  at: Instant,
): Item {
  const why = reason && redactedText(reason, redactionOf(words));
  return itemOf(redactionKey(site, id, at), { at, reason: why, revisions, withdrawals, times });
}
