import { type Attribute, type AttributeMap, attribute } from '../value.ts';

/** A document path: names of map members, indices of list members. */
export type Path = readonly (string | number)[];

/** The value at a path, if there is one. */
export function valueAt(item: AttributeMap, path: Path): Attribute | undefined {
  let value: Attribute | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = member(value, step);
  }
  return value;
}

function member(value: Attribute, step: string | number): Attribute | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? attribute(value.M, step) : undefined;
}

/** `[a, b, [0]]`, as DynamoDB writes paths in its messages. */
export const pathText = (path: Path): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;

/** Why two paths cannot both be used in one expression, if so: one holds the other, or one step is both name and index. */
function clash(one: Path, two: Path): 'overlap' | 'conflict' | undefined {
  const shared = Math.min(one.length, two.length);
  for (let at = 0; at < shared; at += 1) {
    if (typeof one[at] !== typeof two[at]) return 'conflict';
    if (one[at] !== two[at]) return undefined;
  }
  return 'overlap';
}

/** Refuses the first two paths that cannot stand beside each other. */
export function refuseClashes(paths: readonly Path[], refuse: (message: string) => Error): void {
  for (const [index, one] of paths.entries()) {
    for (const two of paths.slice(index + 1)) {
      const how = clash(one, two);
      if (how === undefined) continue;
      const verb = how === 'overlap' ? 'overlap' : 'conflict';
      throw refuse(
        `Two document paths ${verb} with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`,
      );
    }
  }
}
