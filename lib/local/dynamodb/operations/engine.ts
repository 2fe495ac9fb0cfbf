import type { JournalEntry } from '../journal-entry.ts';
import type { Input } from '../request.ts';
import type { CommitOptions, Store, Write } from '../store.ts';

/** What can be made to go wrong on purpose. */
export type Fault = 'throttle' | 'conflict' | undefined;

/** What an operation works with. */
export interface Engine {
  readonly store: Store;
  /** Commits writes in memory and hands them to the journal. The answer waits for the journal. */
  commit(writes: readonly Write[], options?: CommitOptions): void;
  /** Takes over any other entry, and hands it to the journal. */
  record(entry: JournalEntry): void;
  readonly fault: Fault;
}

/** One operation: what it answers to its input. Throws a DynamoError for every other answer. */
export type Operation = (engine: Engine, input: Input) => object;
