import { type DynamoError, modelled } from '../errors.ts';
import type { Item } from '../value.ts';

/** Why one action stopped a transaction; `None` for those that did not. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

export const NO_REASON: CancellationReason = { Code: 'None' };

const INJECTED = {
  TransactionConflict: 'Transaction is ongoing for the item',
  ProvisionedThroughputExceeded:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
} as const;

export const canceled = (reasons: readonly CancellationReason[]): DynamoError =>
  modelled(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(', ')}]`,
    { CancellationReasons: reasons },
  );

/** A transaction of `actions` actions, the first of which had bad luck. */
export const canceledFor = (code: keyof typeof INJECTED, actions: number): DynamoError =>
  canceled([
    { Code: code, Message: INJECTED[code] },
    ...Array.from({ length: Math.max(0, actions - 1) }, () => NO_REASON),
  ]);
