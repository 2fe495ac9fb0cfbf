import { randomUUID } from 'node:crypto';
import type { Need, Service, ServiceResponse } from '../service.ts';
import type { BusEvent } from './bus-event.ts';
import { isObject, type JsonObject } from './json.ts';
import {
  busOf,
  ENTRIES_BYTES_MAX,
  ENTRIES_MAX,
  type EntryRefusal,
  entrySize,
  readEntry,
} from './put-events.ts';
import { busArn } from './rules.ts';

/** What the wire side needs of the buses. */
interface EventsAccount {
  hasBus(name: string): boolean;
  accept(bus: string, event: BusEvent): Promise<void>;
  now(): number;
}

const TARGET = 'AWSEvents.PutEvents';

class EventsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** EventBridge's JSON protocol (`application/x-amz-json-1.1`); PutEvents is what functions and clients use. */
export function createEventsService(account: EventsAccount): Service {
  return {
    needs(request) {
      if (request.headers['x-amz-target'] !== TARGET) return undefined;
      const buses = new Set(entriesOf(request.body)?.map(busOf));
      return [...buses].map((bus): Need => ({ action: 'events:PutEvents', resource: busArn(bus) }));
    },
    async handle(request) {
      try {
        if (request.headers['x-amz-target'] !== TARGET)
          throw new EventsError(
            'UnknownOperationException',
            `The operation ${request.headers['x-amz-target']} does not run here.`,
          );
        return answer(200, await putEvents(account, entriesOf(request.body)));
      } catch (error) {
        return refusal(error);
      }
    },
    denied: (message) => refusal(new EventsError('AccessDeniedException', message)),
  };
}

function entriesOf(body: Buffer): readonly JsonObject[] | undefined {
  try {
    const request: unknown = JSON.parse(body.toString());
    const entries: unknown = isObject(request) ? request['Entries'] : undefined;
    return Array.isArray(entries) && entries.every(isObject) ? entries : undefined;
  } catch {
    return undefined;
  }
}

interface Result extends Partial<EntryRefusal> {
  readonly EventId?: string;
}

async function putEvents(account: EventsAccount, entries: readonly JsonObject[] | undefined) {
  if (!entries || entries.length === 0 || entries.length > ENTRIES_MAX)
    throw new EventsError('ValidationException', `Entries must be a list of 1 to ${ENTRIES_MAX}.`);
  const size = entries.reduce((total, entry) => total + entrySize(entry), 0);
  if (size > ENTRIES_BYTES_MAX)
    throw new EventsError(
      'ValidationException',
      `Total size of the entries in the request is over the limit: ${size} of ${ENTRIES_BYTES_MAX} bytes.`,
    );
  const now = account.now();
  const Entries = await Promise.all(
    entries.map(async (entry): Promise<Result> => {
      const bus = busOf(entry);
      // AWS long said yes to an unknown bus and lost the event; being told is the documented behaviour.
      if (!account.hasBus(bus))
        return {
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: `Event bus ${bus} does not exist.`,
        };
      const event = readEntry(entry, now);
      if ('ErrorCode' in event) return event;
      await account.accept(bus, event);
      return { EventId: event.id };
    }),
  );
  return { FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode).length, Entries };
}

function answer(status: number, value: unknown): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(value),
  };
}

function refusal(error: unknown): ServiceResponse {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof EventsError
    ? answer(error.status, { __type: error.code, message })
    : answer(500, { __type: 'InternalException', message });
}
