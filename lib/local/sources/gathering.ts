import type { Position, StreamRecord } from '../dynamodb/stream.ts';
import { PAYLOAD_BYTES_MAX } from './source.ts';

export interface GatheringOptions {
  readonly after: Position;
  readonly recordsMax: number;
  readonly windowMs: number;
  wanted(record: StreamRecord): boolean;
}

/** A batch of a stream while it fills. */
export class Gathering {
  readonly records: StreamRecord[] = [];
  readonly #options: GatheringOptions;
  #through: Position;
  #bytes = 0;
  #until: number | undefined;

  constructor(options: GatheringOptions) {
    this.#options = options;
    this.#through = options.after;
  }

  /** How far the stream has been looked at, records that nobody wants included. */
  get through(): Position {
    return this.#through;
  }

  /** Takes records in until the batch or its payload is full; tells whether it is. */
  add(read: readonly StreamRecord[]): boolean {
    for (const record of read) {
      if (this.#options.wanted(record)) {
        const bytes = this.#bytes + record.dynamodb.SizeBytes;
        if (this.records.length > 0 && bytes > PAYLOAD_BYTES_MAX) return true;
        this.records.push(record);
        this.#bytes = bytes;
      }
      this.#through = record.dynamodb.SequenceNumber;
      if (this.records.length >= this.#options.recordsMax) return true;
    }
    return false;
  }

  /** Milliseconds until the batching window closes; it opens with the first wanted record. */
  windowLeft(): number {
    if (this.records.length === 0) return 0;
    this.#until ??= Date.now() + this.#options.windowMs;
    return this.#until - Date.now();
  }
}
