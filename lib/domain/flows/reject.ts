import { type Envelope, identityAsSent } from '#events';
import type { Instant } from '../ids.ts';
import type { ConditionalWrite } from '../ports.ts';
import type { Outcome, Reason, Receipt } from '../publishing/receipt.ts';
import { rejectedPk } from '../table/keys.ts';
import { itemOf, putReceipt } from '../table/records.ts';
import { millis } from '../time.ts';

/** An envelope for what is none: nobody can be told, but it is kept for inspection like any other rejection. */
export const rejectUnreadable = (messageId: string, at: Instant): Envelope => ({
  id: messageId,
  'detail-type': '',
  source: '',
  time: at,
  detail: undefined,
});

const KEPT_DAYS = 30;
/** As much of a rejected event as helps to see what was wrong. */
const KEPT_MAX = 20_000;

/** A rejection's records: the receipt with all reasons, and the event as it came, kept for 30 days. */
export function rejection(
  envelope: Envelope,
  reasons: readonly Reason[],
  receipt: Receipt,
  now: Instant,
): readonly ConditionalWrite[] {
  const identity = identityAsSent(envelope.detail);
  const outcome: Outcome = {
    type: 'article.rejected',
    ...identity,
    eventId: envelope.id,
    at: now,
    reasons,
    stations: receipt.stations,
  };
  const site = typeof identity.site === 'string' ? identity.site : '';
  const kept = {
    ...identity,
    eventId: envelope.id,
    type: envelope['detail-type'],
    source: envelope.source,
    at: now,
    reasons,
    detail: JSON.stringify(envelope.detail)?.slice(0, KEPT_MAX),
    expires: Math.floor(millis(now) / 1000) + KEPT_DAYS * 86_400,
  };
  return [
    putReceipt({ ...receipt, outcome, announced: false }),
    {
      put: itemOf(
        { pk: rejectedPk(site.slice(0, 64), now.slice(0, 10)), sk: `${now}#${envelope.id}` },
        kept,
      ),
    },
  ];
}
