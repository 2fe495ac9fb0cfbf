import { fileURLToPath } from 'node:url';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { bundledCode } from '../constructs/bundle.ts';
import type { FunctionName } from './functions.ts';
import type { Grant, Resource } from './grants.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The adapters that not every function needs, each with what it touches. */
const ADAPTERS: readonly (readonly [adapter: string, touches: Resource])[] = [
  ['pages', 'page-buckets/*'],
  ['drop', 'drop/bodies/*'],
  ['bus', 'bus'],
  ['edge', 'distributions'],
  ['meaning', 'vectors'],
];

/** A function's bundle. Adapters that its grants give no use are left out: each brings an SDK client of 150 KB or more. */
export const codeOf = (name: FunctionName, grants: readonly Grant[]): Code =>
  bundledCode(at(`functions/${name}/handler.ts`), unreachedBy(grants));

/** Files that a function imports only when it is told of what they reach. */
export function unreachedBy(grants: readonly Grant[]): readonly string[] {
  const touched = new Set(grants.map(({ on }) => on));
  return ADAPTERS.filter(([, touches]) => !touched.has(touches)).map(([adapter]) =>
    at(`lib/adapters/aws/${adapter}.ts`),
  );
}
