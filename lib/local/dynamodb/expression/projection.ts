import type { Attribute, AttributeMap } from '../value.ts';
import { mapOf } from '../value.ts';
import { tokens } from './lexer.ts';
import { type Path, refuseClashes, valueAt } from './path.ts';
import type { Placeholders } from './placeholders.ts';
import { TokenReader } from './reader.ts';

/** Parses a ProjectionExpression: paths, separated by commas. */
export function parseProjection(text: string, placeholders: Placeholders): readonly Path[] {
  const parameter = 'ProjectionExpression';
  const reader = new TokenReader(parameter, tokens(parameter, text, placeholders));
  const paths = [reader.path()];
  while (reader.skipSymbol(',')) paths.push(reader.path());
  reader.expectEnd();
  refuseClashes(paths, (message) => reader.refuse(message));
  return paths;
}

/** The parts of an item at the paths. List members keep their order and close their gaps, as DynamoDB does. */
export function project(item: AttributeMap, paths: readonly Path[]): AttributeMap {
  const present = paths.filter((path) => valueAt(item, path) !== undefined);
  const projected = pick({ M: item }, present, 0);
  return 'M' in projected ? projected.M : {};
}

function pick(value: Attribute, paths: readonly Path[], depth: number): Attribute {
  if (paths.some((path) => path.length === depth)) return value;
  const steps = Map.groupBy(paths, (path) => path[depth]);
  if ('L' in value) {
    return {
      L: value.L.flatMap((member, index) => {
        const under = steps.get(index);
        return under ? [pick(member, under, depth + 1)] : [];
      }),
    };
  }
  if (!('M' in value)) return value;
  return {
    M: mapOf(
      Object.entries(value.M).flatMap(([name, member]) => {
        const under = steps.get(name);
        return under ? [[name, pick(member, under, depth + 1)] as const] : [];
      }),
    ),
  };
}
