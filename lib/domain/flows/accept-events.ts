import { type Envelope, parseEnvelope } from '#events';
import { outcomeMessage, releaseMessage } from '../graph/messages.ts';
import type { Instant } from '../ids.ts';
import type { Consume, Incoming, Outgoing, Ports } from '../ports.ts';
import type { Receipt } from '../publishing/receipt.ts';
import { instant, millis, parseInstant } from '../time.ts';
import { type Accepted, type Arrived, acceptArrived } from './accept-one.ts';
import { readReceipts } from './receipts.ts';
import { rejectUnreadable } from './reject.ts';

/**
 * Takes events off the bus: each is decided on and committed, or rejected with every reason, and its sender told what
 * is already certain. An event that was decided before is told the same again.
 */
export const acceptEvents: Consume = async (batch, ports) => {
  const arrived = batch.map((message) => arrivedOf(message, ports));
  const receipts = await readReceipts(
    arrived.map(({ envelope }) => envelope.id),
    ports,
  );
  const failed: string[] = [];
  const messages: Outgoing[] = [];
  // Events of one article are taken one after the other, as they came; different articles do not wait for each other.
  const groups = Map.groupBy(arrived, ({ envelope }) => subjectOf(envelope));
  await Promise.all(
    [...groups.values()].map(async (group) => {
      for (const one of group) {
        try {
          messages.push(...(await acceptOnce(one, receipts, ports)));
        } catch (error) {
          failed.push(one.messageId);
          const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
          ports.log({ message: 'event not accepted', eventId: one.envelope.id, error: reason });
        }
      }
    }),
  );
  await ports.queues.send(messages);
  return failed;
};

async function acceptOnce(
  one: Arrived,
  receipts: ReadonlyMap<string, Receipt>,
  ports: Ports,
): Promise<readonly Outgoing[]> {
  const receipt = receipts.get(one.envelope.id);
  if (receipt)
    return receipt.outcome ? [outcomeMessage({ kind: 'stored', eventId: receipt.eventId })] : [];
  const accepted = await acceptArrived(one, ports);
  return [...told(accepted, one.envelope.id), ...releases(accepted, ports.now())];
}

const told = ({ certain }: Accepted, eventId: string): readonly Outgoing[] =>
  certain ? [outcomeMessage({ kind: 'stored', eventId })] : [];

/** What is due within a quarter of an hour need not wait for the sweep. */
function releases({ release }: Accepted, now: Instant): readonly Outgoing[] {
  if (!release) return [];
  const soon = millis(release.due.at) - millis(now) <= SOON_MS;
  return soon ? [releaseMessage(release, now)] : [];
}

const SOON_MS = 900_000;

function arrivedOf({ id, body }: Incoming, ports: Ports): Arrived {
  const parsed = parseEnvelope(parseJson(body));
  const envelope: Envelope = parsed.ok ? parsed.output : rejectUnreadable(id, ports.now());
  const sentAt = parseInstant(envelope.time) ?? instant(millis(ports.now()));
  return { messageId: id, envelope, sentAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function subjectOf({ id, detail }: Envelope): string {
  if (typeof detail !== 'object' || detail === null) return id;
  const { site, id: subject, uri, front } = detail as Readonly<Record<string, unknown>>;
  return JSON.stringify([site, subject ?? uri ?? front ?? null]);
}
