import { compilePattern, type EventTest } from '../events/pattern.ts';

/** A test that holds when any pattern of FilterCriteria does; without patterns everything passes. */
export function recordFilter(patterns: readonly string[]): EventTest {
  const tests = patterns.map((pattern) => compilePattern(JSON.parse(pattern)));
  return (record) => tests.length === 0 || tests.some((test) => test(record));
}
