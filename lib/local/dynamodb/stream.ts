import { hash } from 'node:crypto';
import { REGION } from '../service.ts';
import { firstIndex } from './sorted.ts';
import type { StreamViewType } from './table-spec.ts';
import type { Item } from './value.ts';

/** A change of an item, with the images that the table's stream view shows. */
export interface Change {
  readonly sequence: number;
  readonly at: number;
  readonly name: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Item;
  readonly fresh?: Item | undefined;
  readonly old?: Item | undefined;
  readonly bytes: number;
  readonly view: StreamViewType;
  /** Whether the sweeper deleted the item because its time was up. */
  readonly expired?: boolean | undefined;
}

/** A stream record as a Lambda function receives it, but for its `eventSourceARN`. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: string };
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamViewType;
  };
}

/** Where a reader stands: behind a sequence number, or before everything. */
export type Position = string | 'TRIM_HORIZON';

/** A table's changes, oldest first, for readers in this process. */
export interface TableStream {
  readonly arn: string;
  /** The records behind a position. Only what a kill of the process cannot take back. */
  read(after: Position, limit: number): Promise<readonly StreamRecord[]>;
  /** Resolves when there is a record behind the position, when the signal aborts, or when the table closes. */
  wait(after: Position, signal?: AbortSignal): Promise<void>;
  /** Durably notes how far a consumer has come. */
  checkpoint(consumer: string, position: Position): Promise<void>;
  checkpointOf(consumer: string): Position | undefined;
  /** Declares who reads the stream: records wait for each of them; others are forgotten. */
  consumers(names: readonly string[]): Promise<void>;
}

const SEQUENCE_DIGITS = 21;
const DAY_MS = 86_400_000;
/** Records that every consumer has passed are kept up to this, so that a new consumer finds some past. */
const PASSED_BYTES_MAX = 16 * 1024 * 1024;
/** More than a consumer passes between two checkpoints (a batch holds at most 10,000), so that trimming keeps up. */
const TRIM_MAX = 20_000;

const sequenceText = (sequence: number): string => String(sequence).padStart(SEQUENCE_DIGITS, '0');

const sequenceOf = (position: Position): number =>
  position === 'TRIM_HORIZON' ? 0 : Number(position);

/** The changes of one table that are still kept, and who has read how far. */
export class ChangeLog {
  readonly positions = new Map<string, Position>();
  readonly #tableName: string;
  /** Dropped changes stay at its start until they are the half of it: an import may leave millions behind them. */
  #changes: Change[] = [];
  #dropped = 0;
  #bytes = 0;
  #waiting = new Set<() => void>();

  constructor(tableName: string) {
    this.#tableName = tableName;
  }

  get changes(): readonly Change[] {
    return this.#changes.slice(this.#dropped);
  }

  get lastSequence(): number {
    return this.#changes.at(-1)?.sequence ?? 0;
  }

  append(change: Change): void {
    this.#changes.push(change);
    this.#bytes += change.bytes;
  }

  /** Lets every waiting reader look again. */
  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const resume of waiting) resume();
  }

  between(after: Position, upTo: number, limit: number): StreamRecord[] {
    const sequence = sequenceOf(after);
    const behind = firstIndex(this.#changes, (change) => change.sequence > sequence);
    const start = Math.max(this.#dropped, behind);
    return this.#changes
      .slice(start, start + limit)
      .filter((change) => change.sequence <= upTo)
      .map((change) => recordOf(this.#tableName, change));
  }

  async wait(after: Position, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted || this.lastSequence > sequenceOf(after)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const resume = () => resolve();
    this.#waiting.add(resume);
    signal?.addEventListener('abort', resume);
    await promise;
    signal?.removeEventListener('abort', resume);
    this.#waiting.delete(resume);
  }

  /**
   * Drops what every consumer has passed and is older than a day, as DynamoDB would, or too much to keep. Unlike
   * DynamoDB it never drops what a consumer has not seen: a laptop may sleep for longer than a day.
   */
  trim(now: number): void {
    const passed = [...this.positions.values()].map(sequenceOf);
    const seen = passed.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...passed);
    for (const change of this.#changes.slice(this.#dropped, this.#dropped + TRIM_MAX)) {
      const old = change.at < now - DAY_MS;
      const tooMuch = passed.length > 0 && this.#bytes > PASSED_BYTES_MAX;
      if (change.sequence > seen || !(old || tooMuch)) break;
      this.#bytes -= change.bytes;
      this.#dropped += 1;
    }
    if (this.#dropped * 2 <= this.#changes.length) return;
    this.#changes = this.#changes.slice(this.#dropped);
    this.#dropped = 0;
  }
}

function recordOf(tableName: string, change: Change): StreamRecord {
  return {
    eventID: hash('md5', `${tableName}/${change.sequence}/${change.at}`),
    eventName: change.name,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    ...(change.expired && {
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    }),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(change.at / 1000),
      Keys: change.keys,
      ...(change.fresh && { NewImage: change.fresh }),
      ...(change.old && { OldImage: change.old }),
      SequenceNumber: sequenceText(change.sequence),
      SizeBytes: change.bytes,
      StreamViewType: change.view,
    },
  };
}
