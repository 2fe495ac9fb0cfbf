import type { Change } from '../graph/change.ts';
import type { Instant, Path, SiteId } from '../ids.ts';
import type { ConditionalWrite, Item, Key, Write } from '../ports.ts';
import type { Article } from '../publishing/article.ts';
import type { Due } from '../publishing/due.ts';
import type { Head } from '../publishing/head.ts';
import type { Receipt } from '../publishing/receipt.ts';
import { millis } from '../time.ts';
import { changeKey, claimKey, dueKey, headKey, receiptKey, revisionKey } from './keys.ts';

/*
 * Records to items and back. Items are written by these functions only, so what comes back has the record's shape:
 * the casts here are the table's boundary.
 */

export function itemOf<T extends object>(key: Key, record: T): Item {
  return { ...(record as unknown as Item), ...key };
}

export const recordOf = <T>(item: Item): T => item as unknown as T;

export const readHead = (item: Item | undefined): Head | undefined => item && recordOf<Head>(item);

/** Puts a head in place of the one it was decided on. */
export function putHead(head: Head): ConditionalWrite {
  const next = { ...head, version: head.version + 1 };
  return {
    put: itemOf(headKey(head.site, head.id), next),
    if: { attribute: 'version', equals: head.version, orAbsent: head.version === 0 },
  };
}

/** A revision as stored: its content's hash, the event that brought it, and its body in the drop bucket when it is too large for an item. */
export type StoredArticle = Article & {
  readonly hash: string;
  readonly eventId: string;
  readonly bodyKey?: string | undefined;
  /** Where its pictures lie; kept where the body is not, which tells it otherwise. */
  readonly pictures?: readonly string[] | undefined;
};

export const putRevision = (article: StoredArticle): ConditionalWrite => ({
  put: itemOf(revisionKey(article.site, article.id, article.revision), article),
  if: { absent: true },
});

/** Claims an address that was read as free. */
export const putClaim = (site: SiteId, at: Path, id: string): ConditionalWrite => ({
  put: { ...claimKey(site, at), id },
  if: { absent: true },
});

export const changeItem = (name: string, change: Change): Item =>
  itemOf(changeKey(change.site, change.at, name), change);

export const readChange = (item: Item): Change => recordOf<Change>(item);

const RECEIPT_DAYS = 90;

export function putReceipt(receipt: Receipt): ConditionalWrite {
  const { version, at } = receipt;
  const expires = Math.floor(millis(at) / 1000) + RECEIPT_DAYS * 86_400;
  return {
    put: itemOf(receiptKey(receipt.eventId), { ...receipt, version: version + 1, expires }),
    if: { attribute: 'version', equals: version, orAbsent: version === 0 },
  };
}

export const putDue = (site: SiteId, due: Due): Write => ({
  put: itemOf(dueKey(site, due.at, due.what), due),
});

export const deleteDue = (site: SiteId, at: Instant, what: string): Write => ({
  delete: dueKey(site, at, what),
});
