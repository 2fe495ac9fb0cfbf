import type { Instant, Revision } from '../ids.ts';
import type { Card, Withdrawal } from './article.ts';
import {
  type Asker,
  type Head,
  isWithdrawn,
  type Loud,
  type Pending,
  visibleCard,
} from './head.ts';

/** How an event ends, as far as the article's own records can tell. `live` and `withdrawn` are announced only once readers see it. */
export type Verdict = 'live' | 'scheduled' | 'withdrawn' | 'superseded';

/** A publish, ready to be decided on: its card is complete, its address claimed. */
export interface Publication {
  readonly card: Card;
  readonly silent: boolean;
  readonly sentAt: Instant;
  readonly reinstates?: Revision | undefined;
  readonly asker: Asker;
  readonly returns?: boolean | undefined;
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
export function publish(before: Head, publication: Publication, now: Instant): Head {
  const head = reinstated(released(before, now), publication.reinstates ?? 0);
  const { revision, publishedAt } = publication.card;
  const due = publishedAt <= now;
  if (revision > head.published) {
    const { pending: _, ...rest } = head;
    const next = { ...rest, published: revision };
    return due ? goLive(next, publication) : { ...next, pending: waiting(next, publication) };
  }
  if (due && slipsIn(head, revision, publishedAt)) return goLive(head, publication);
  // It counts as history only if it was due before that which overtakes it was sent: else nobody ever saw it.
  const seen = head.live !== undefined && publishedAt <= head.live.sentAt;
  return seen ? heard(dated(head, publication.card), publication) : head;
}

/** What had gone live behind a withdrawal is seen from now on, if that is taken back. */
function reinstated(before: Head, withdrawal: Revision | 0): Head {
  const head = { ...before, reinstated: highest(before.reinstated, withdrawal) };
  return { ...head, everLive: head.everLive || visibleCard(head) !== undefined };
}

/** Publishes again what is waiting already: whoever sent it is told as well when it goes live. */
export function askedAgain(before: Head, asker: Asker, now: Instant): Head {
  const head = released(before, now);
  const { pending } = head;
  return pending?.revision === asker.revision && !isWithdrawn(head)
    ? { ...head, pending: { ...pending, askers: [...pending.askers, asker] } }
    : head;
}

/** Decides on a withdrawal. Whatever was live or pending stays on record, for a publish to reinstate. */
export function withdraw(before: Head, withdrawal: Withdrawal, now: Instant): Head {
  const head = released(before, now);
  if (withdrawal.revision <= head.withdrawn) return head;
  const next: Head = { ...head, withdrawn: withdrawal.revision, withdrawal };
  return next.pending && isWithdrawn(next)
    ? { ...next, pending: { ...next.pending, askers: [] } }
    : next;
}

/** Who waited in the slot and waits no more, and whether readers see what they asked for. */
export function answered(
  { pending }: Head,
  after: Head,
): readonly (Asker & { readonly verdict: 'live' | 'superseded' })[] {
  const waiting = new Set(after.pending?.askers.map(({ eventId }) => eventId));
  const isLive = pending !== undefined && verdictOnPublish(after, pending.revision) === 'live';
  return (pending?.askers ?? [])
    .filter(({ eventId }) => !waiting.has(eventId))
    .map((asker) => ({ ...asker, verdict: isLive ? 'live' : 'superseded' }));
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

function waiting(head: Head, { card, sentAt, asker, silent, returns }: Publication): Pending {
  return {
    revision: card.revision,
    publishAt: card.publishedAt,
    sentAt,
    path: card.path,
    // What a withdrawal hides is superseded for its sender, whatever comes later.
    askers: isWithdrawn(head) ? [] : [asker],
    card,
    silent,
    ...(returns && { returns }),
  };
}

interface Arriving {
  readonly card: Card;
  readonly silent: boolean;
  readonly sentAt: Instant;
}

function goLive(head: Head, { card, silent, sentAt }: Arriving): Head {
  const previous = head.live?.card;
  const shown: Head = { ...head, loud: heardBy(head.loud, sentAt), live: { card, silent, sentAt } };
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
  const before = card.publishedAt > sentAt ? head.loud : undefined;
  const due = card.publishedAt;
  const loud = newer ? { revision: card.revision, at, due, before } : head.loud;
  const modifiedAt = loud && loud.at > live.card.publishedAt ? loud.at : undefined;
  return { ...head, loud, live: { ...live, card: { ...live.card, modifiedAt } } };
}

/** The newest change that readers could have heard of when something was sent that overtakes the rest. */
function heardBy(loud: Loud | undefined, sentAt: Instant): Loud | undefined {
  return loud && loud.due > sentAt ? heardBy(loud.before, sentAt) : loud;
}

function changedAt({ revision, publishedAt }: Card, sentAt: Instant): Instant | undefined {
  if (revision === 1) return undefined;
  return sentAt > publishedAt ? sentAt : publishedAt;
}

const highest = <T extends number>(a: T, b: T): T => (a > b ? a : b);
