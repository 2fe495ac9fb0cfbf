import type { Instant, Revision } from '../ids.ts';
import type { Card, Withdrawal } from './article.ts';
import { type Asker, type Head, isWithdrawn, type Pending, visibleCard } from './head.ts';

/** How an event ends, as far as the article's own records can tell. `live` and `withdrawn` are announced only once readers see it. */
export type Verdict = 'live' | 'scheduled' | 'withdrawn' | 'superseded';

/** A publish, ready to be decided on: its card is complete, its address claimed. */
export interface Publication {
  readonly card: Card;
  readonly silent: boolean;
  readonly sentAt: Instant;
  readonly reinstates?: Revision | undefined;
  readonly asker?: Asker | undefined;
}

/** A decision: the record as it is from now on, and who else has to be told that their event came to nothing. */
export interface Decision {
  readonly head: Head;
  readonly overtaken: readonly Asker[];
}

/** Brings a head up to `now`: a pending revision whose time has come goes live. Does nothing else. */
export function released(head: Head, now: Instant): Head {
  const { pending } = head;
  return pending && pending.publishAt <= now
    ? goLive({ ...head, pending: undefined }, pending)
    : head;
}

/**
 * Decides on a publish.
 *
 * The highest revision wins. A revision whose time has not come waits in the pending slot, and what is live stays.
 * A lower revision still goes live when all that overtakes it is pending and it was due before that was sent:
 * then it is what readers should see meanwhile, whichever of the two arrived first. (Due later, it was the
 * embargo that the higher revision moved.)
 */
export function publish(before: Head, publication: Publication, now: Instant): Decision {
  const head = {
    ...released(before, now),
    reinstated: highest(before.reinstated, publication.reinstates ?? 0),
  };
  const { revision, publishedAt } = publication.card;
  const due = publishedAt <= now;
  if (revision > head.published) {
    const { pending, ...rest } = head;
    const overtaken = pending?.asker ? [pending.asker] : [];
    const next = { ...rest, published: revision };
    return {
      head: due ? goLive(next, publication) : { ...next, pending: waiting(publication) },
      overtaken,
    };
  }
  if (due && slipsIn(head, revision, publishedAt))
    return { head: goLive(head, publication), overtaken: [] };
  // It counts as history only if it was due before that which overtakes it was sent: else nobody ever saw it.
  const seen = head.live !== undefined && publishedAt <= head.live.sentAt;
  return { head: seen ? heard(dated(head, publication.card), publication) : head, overtaken: [] };
}

/** Decides on a withdrawal. Whatever was live or pending stays on record, for a publish to reinstate. */
export function withdraw(before: Head, withdrawal: Withdrawal, now: Instant): Decision {
  const head = released(before, now);
  if (withdrawal.revision <= head.withdrawn) return { head, overtaken: [] };
  const next: Head = { ...head, withdrawn: withdrawal.revision, withdrawal };
  const { pending } = next;
  if (!pending?.asker || !isWithdrawn(next)) return { head: next, overtaken: [] };
  return {
    head: { ...next, pending: { ...pending, asker: undefined } },
    overtaken: [pending.asker],
  };
}

/** What is true now of a publish of `revision`. */
export function verdictOnPublish(head: Head, revision: Revision): Verdict {
  if (isWithdrawn(head)) return 'superseded';
  if (head.live?.card.revision === revision) return 'live';
  return head.pending?.revision === revision ? 'scheduled' : 'superseded';
}

/** What is true now of a withdrawal at `revision`. */
export const verdictOnWithdrawal = (head: Head, revision: Revision): Verdict =>
  isWithdrawn(head) && head.withdrawn === revision ? 'withdrawn' : 'superseded';

function slipsIn(head: Head, revision: Revision, publishedAt: Instant): boolean {
  const { pending, live } = head;
  if (!pending || pending.revision <= revision) return false;
  return publishedAt <= pending.sentAt && revision > (live?.card.revision ?? 0);
}

function waiting({ card, sentAt, asker, silent }: Publication): Pending {
  return {
    revision: card.revision,
    publishAt: card.publishedAt,
    sentAt,
    path: card.path,
    asker,
    card,
    silent,
  };
}

interface Arriving {
  readonly card: Card;
  readonly silent: boolean;
  readonly sentAt: Instant;
}

function goLive(head: Head, { card, silent, sentAt }: Arriving): Head {
  const previous = head.live?.card;
  const shown: Head = { ...head, live: { card, silent, sentAt } };
  const live = heard(previous ? dated(shown, previous) : shown, { card, silent, sentAt });
  const moved = head.moved || (previous !== undefined && previous.path !== card.path);
  return { ...live, moved, everLive: head.everLive || visibleCard(live) !== undefined };
}

/** An update under embargo keeps the date of the publication that it updates: the newest one public when it was sent. */
function dated(head: Head, earlier: Card): Head {
  const { live } = head;
  if (!live || earlier.revision >= live.card.revision) return head;
  const underEmbargo = live.since !== undefined || live.card.publishedAt > live.sentAt;
  if (!underEmbargo || earlier.publishedAt > live.sentAt) return head;
  if (earlier.revision <= (live.since?.revision ?? 0)) return head;
  const { revision, publishedAt } = earlier;
  return {
    ...head,
    live: { ...live, card: { ...live.card, publishedAt }, since: { revision, publishedAt } },
  };
}

/**
 * Notes when readers were last told of a change: the newest revision that was not silent. A first revision is no
 * change, neither is one that was sent before the article was out.
 */
function heard(head: Head, { card, silent, sentAt }: Arriving): Head {
  const { live } = head;
  if (!live || card.revision > live.card.revision) return head;
  const at = card.modifiedAt ?? changedAt(card, sentAt);
  const newer = !silent && at && card.revision > (head.loud?.revision ?? 0);
  const loud = newer ? { revision: card.revision, at } : head.loud;
  const modifiedAt = loud && loud.at > live.card.publishedAt ? loud.at : undefined;
  return { ...head, loud, live: { ...live, card: { ...live.card, modifiedAt } } };
}

function changedAt({ revision, publishedAt }: Card, sentAt: Instant): Instant | undefined {
  if (revision === 1) return undefined;
  return sentAt > publishedAt ? sentAt : publishedAt;
}

const highest = <T extends number>(a: T, b: T): T => (a > b ? a : b);
