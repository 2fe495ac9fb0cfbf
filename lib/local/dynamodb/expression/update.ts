import type { Attribute } from '../value.ts';
import type { Path } from './path.ts';

/** What a SET action assigns. */
export type SetValue =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: Attribute }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: SetValue }
  | { readonly kind: 'list_append'; readonly left: SetValue; readonly right: SetValue }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-';
      readonly left: SetValue;
      readonly right: SetValue;
    };

/** A parsed UpdateExpression. */
export interface Update {
  readonly set: readonly { readonly path: Path; readonly value: SetValue }[];
  readonly remove: readonly Path[];
  readonly add: readonly { readonly path: Path; readonly value: Attribute }[];
  readonly delete: readonly { readonly path: Path; readonly value: Attribute }[];
}

export const NO_UPDATE: Update = { set: [], remove: [], add: [], delete: [] };

/** Every path that an update changes. */
export const targetsOf = (update: Update): Path[] => [
  ...update.set.map((action) => action.path),
  ...update.remove,
  ...update.add.map((action) => action.path),
  ...update.delete.map((action) => action.path),
];
