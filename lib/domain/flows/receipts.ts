import { keyText, type Ports } from '../ports.ts';
import type { Receipt } from '../publishing/receipt.ts';
import { receiptKey } from '../table/keys.ts';
import { recordOf } from '../table/records.ts';

/** Receipts by event id; events without one are absent. */
export async function readReceipts(
  eventIds: readonly string[],
  { table }: Pick<Ports, 'table'>,
): Promise<ReadonlyMap<string, Receipt>> {
  if (eventIds.length === 0) return new Map();
  const ids = [...new Set(eventIds)];
  const items = await table.get(ids.map(receiptKey));
  return new Map(
    ids.flatMap((id) => {
      const item = items.get(keyText(receiptKey(id)));
      return item ? [[id, recordOf<Receipt>(item)] as const] : [];
    }),
  );
}
