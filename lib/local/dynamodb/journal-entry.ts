import type { Change, Position } from './stream.ts';
import type { TableRecord } from './table-spec.ts';
import type { Item } from './value.ts';

/** One item's change inside a commit: put whole, or deleted by key. */
export type ItemChange =
  | { readonly table: string; readonly put: Item }
  | { readonly table: string; readonly delete: Item };

/**
 * What the journal holds. A commit is one line: its items, and with the sequence numbers from `sequence` on its stream
 * records too, so that no kill can part them.
 */
export type JournalEntry =
  | { readonly kind: 'table'; readonly table: TableRecord }
  | {
      readonly kind: 'commit';
      readonly at: number;
      readonly sequence: number;
      readonly changes: readonly ItemChange[];
      readonly expired?: true | undefined;
      readonly token?: TokenUse | undefined;
    }
  | {
      readonly kind: 'checkpoint';
      readonly table: string;
      readonly consumer: string;
      readonly position: Position;
    }
  | { readonly kind: 'consumers'; readonly table: string; readonly names: readonly string[] }
  /* Only in snapshots: */
  | { readonly kind: 'item'; readonly table: string; readonly item: Item }
  | { readonly kind: 'change'; readonly table: string; readonly change: Change }
  | { readonly kind: 'token'; readonly use: TokenUse; readonly at: number }
  | { readonly kind: 'sequence'; readonly last: number };

/** A transaction's ClientRequestToken and the hash of what was asked for. */
export interface TokenUse {
  readonly token: string;
  readonly request: string;
}
