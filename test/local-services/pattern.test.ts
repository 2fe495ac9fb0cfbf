import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidPattern } from '../../lib/local/events/invalid-pattern.ts';
import { compilePattern } from '../../lib/local/events/pattern.ts';
import { CASES, INVALID } from './pattern-cases.ts';

describe.each(CASES)('$says', ({ pattern, matches = [], misses = [] }) => {
  const isMatch = compilePattern(pattern);
  test.each(matches.map((event) => [event]))('matches %j', (event) => {
    expect(isMatch(event)).toBe(true);
  });
  test.each(misses.map((event) => [event]))('misses %j', (event) => {
    expect(isMatch(event)).toBe(false);
  });
});

test.each(INVALID)('a pattern with %s is refused', (_, pattern) => {
  expect(() => compilePattern(pattern)).toThrow(InvalidPattern);
});

test('patterns that multiply beyond a thousand combinations are refused', () => {
  const or = (name: string) => ({
    $or: Array.from({ length: 11 }, (_, index) => ({ [`${name}${index}`]: [1] })),
  });
  expect(() => compilePattern({ x: or('x'), y: or('y') })).not.toThrow();
  expect(() => compilePattern({ x: or('x'), y: or('y'), z: or('z') })).toThrow(InvalidPattern);
});

// The oracle is a regular expression, which may try again and again where the matcher never does.
test('a wildcard agrees with a regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '.'), maxLength: 12 });
  const parts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 3 }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(parts, letters, (pieces, text) => {
      const wildcard = pieces.filter((piece, i) => piece !== '' || i === 0).join('*');
      const source = wildcard.replaceAll('.', '\\.').replaceAll('*', '[^]*');
      expect(compilePattern({ a: [{ wildcard }] })({ a: text })).toBe(
        new RegExp(`^${source}$`).test(text),
      );
    }),
    { numRuns: 2000 },
  );
});

// The oracle picks one element for every list in every possible way and asks whether some choice matches as a plain object.
test('array consistency agrees with trying every choice of elements', () => {
  const leaf = fc.constantFrom(0, 1);
  const person = fc.record({ x: leaf, y: leaf }, { requiredKeys: [] });
  const desk = fc.record({ name: leaf, people: fc.array(person, { maxLength: 3 }) });
  const event = fc.record({ desks: fc.array(desk, { maxLength: 3 }), top: leaf });
  const want = fc.record({ name: leaf, x: leaf, y: leaf, top: leaf });
  fc.assert(
    fc.property(event, want, (subject, { name, x, y, top }) => {
      const matches = compilePattern({
        top: [top],
        desks: { name: [name], people: { x: [x], y: [y] } },
      });
      const expected =
        subject.top === top &&
        subject.desks.some(
          (each) => each.name === name && each.people.some((p) => p.x === x && p.y === y),
        );
      expect(matches(subject)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
