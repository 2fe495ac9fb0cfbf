import type { ArticleWithdraw } from '#events';
import { articleId, type Instant, revision, type SiteId } from '../ids.ts';
import { withdrawalKey } from '../table/keys.ts';
import { itemOf } from '../table/records.ts';
import type { Decided, Deciding } from './accept.ts';
import type { Withdrawal } from './article.ts';
import { headWrites } from './commit.ts';
import { verdictOnWithdrawal, withdraw } from './decide.ts';
import { type Head, newHead } from './head.ts';
import type { Reason } from './receipt.ts';

/** A withdrawal as stored: with its content's hash, and the event that brought it. */
export type StoredWithdrawal = Withdrawal & { readonly hash: string; readonly eventId: string };

export interface WithdrawalState {
  readonly head: Head | undefined;
  readonly stored: StoredWithdrawal | undefined;
}

/** A withdraw event's detail as a record. */
export function withdrawalOf(detail: ArticleWithdraw, sentAt: Instant): Withdrawal {
  const { reason } = detail;
  const common = { revision: revision(detail.revision), at: sentAt, reason };
  switch (detail.mode) {
    case 'notice':
      return { ...common, mode: 'notice', notice: detail.notice };
    case 'redirect':
      return { ...common, mode: 'redirect', redirectTo: detail.redirectTo };
    default:
      return { ...common, mode: 'gone' };
  }
}

/** Accepts a withdrawal, or gives the reason against it. It may arrive before what it withdraws. */
export function acceptWithdrawal(
  target: { readonly site: SiteId; readonly id: string },
  withdrawal: StoredWithdrawal,
  state: WithdrawalState,
  { eventId, now, name }: Deciding,
): Decided | { readonly rejected: readonly Reason[] } {
  const id = articleId(target.id);
  const before = state.head ?? newHead(target.site, id);
  if (state.stored && state.stored.hash !== withdrawal.hash)
    return { rejected: [sentBefore(id, withdrawal)] };

  const after = withdraw(before, withdrawal, now);
  const verdict = verdictOnWithdrawal(after, withdrawal.revision);
  const announced = verdict === 'withdrawn' && after.everLive;
  return {
    verdict,
    announced,
    writes: [
      ...headWrites({
        before,
        after,
        now,
        lane: 'live',
        announce: announced
          ? [{ eventId, type: 'article.withdrawn', id, revision: withdrawal.revision }]
          : [],
        newAddresses: false,
        name,
      }),
      ...(state.stored
        ? []
        : [
            {
              put: itemOf(withdrawalKey(target.site, id, withdrawal.revision), withdrawal),
              if: { absent: true },
            } as const,
          ]),
    ],
  };
}

const sentBefore = (id: string, { revision: number }: Withdrawal): Reason => ({
  path: 'revision',
  message: `withdrawal ${number} of ${id} was sent before with another content, and that stands; send this one as a higher revision`,
});
