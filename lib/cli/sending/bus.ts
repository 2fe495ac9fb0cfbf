import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Connection } from '../stage/connect.ts';
import type { Bus } from './send.ts';

/** The stage's bus as the sender named `source` sees it. */
export function senderBus({ outputs, drop }: Connection, source: string): Bus {
  const client = new EventBridgeClient();
  return {
    async put(events) {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: events.map(({ detailType, detail }) => ({
            EventBusName: outputs.bus,
            Source: source,
            DetailType: detailType,
            Detail: detail,
          })),
        }),
      );
      return Entries.map(({ EventId, ErrorCode, ErrorMessage }) => ({
        eventId: EventId,
        code: ErrorCode,
        message: ErrorMessage,
      }));
    },
    putBody: (key, text) => drop.write(key, text),
  };
}
