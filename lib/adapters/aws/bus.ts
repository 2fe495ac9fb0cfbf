import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import type { Bus, BusEntry } from '#domain/ports.ts';
import { checkEntries, ENTRY_BYTES_MAX, entryBytes, SOURCE } from '../bus-entry.ts';
import { eachOf, weighedBatchesOf } from './batches.ts';
import { CLIENT, unlogged } from './lean.ts';
import { untilTaken } from './retry.ts';

const ENTRIES_MAX = 10;

/** The stage's bus on EventBridge. Its answer is 200 also when entries failed: each entry's own answer counts. */
export function openBus(name: string): Bus {
  const client = unlogged(new EventBridgeClient(CLIENT));
  const entryOf = ({ detailType, detail }: BusEntry): PutEventsRequestEntry => ({
    EventBusName: name,
    Source: SOURCE,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  });

  return {
    async put(entries) {
      checkEntries(entries);
      const batches = weighedBatchesOf(entries, ENTRIES_MAX, ENTRY_BYTES_MAX, entryBytes);
      await eachOf(batches, (batch) =>
        untilTaken(`Putting outcomes on ${name}`, batch.map(entryOf), async (left) => {
          const { FailedEntryCount = 0, Entries = [] } = await client.send(
            new PutEventsCommand({ Entries: [...left] }),
          );
          return FailedEntryCount === 0
            ? []
            : left.filter((_, at) => Entries[at]?.ErrorCode !== undefined);
        }),
      );
    },
  };
}
