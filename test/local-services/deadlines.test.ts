import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dated, Deadlines } from '../../lib/local/sqs/deadlines.ts';

interface Item extends Dated {
  readonly name: number;
}

type Step = { readonly add: number } | { readonly remove: number } | { readonly due: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ add: fc.nat({ max: 99 }) }) },
  { weight: 4, arbitrary: fc.record({ remove: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ due: fc.nat({ max: 20 }) }) },
);

/** Does the same to the heap and to a list; the list says what must be due. */
function run(heap: Deadlines<Item>, list: readonly Item[], each: Step, name: number): Item[] {
  if ('add' in each) {
    const item = { name, dueAt: each.add, place: -1, turn: 0 };
    heap.add(item);
    return [...list, item];
  }
  if ('remove' in each) {
    const item = list[each.remove % list.length];
    if (item) heap.remove(item);
    return list.filter((other) => other !== item);
  }
  const due = list.filter(({ dueAt }) => dueAt <= each.due);
  due.sort((a, b) => a.dueAt - b.dueAt || a.name - b.name);
  expect([...heap.due(each.due)].map((item) => item.name)).toEqual(due.map((item) => item.name));
  return list.filter((other) => !due.includes(other));
}

// Method: the oracle is a list, sorted anew each time by time and then by arrival.
test('things fall due by their time, and in the order of arrival when it is the same', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const heap = new Deadlines<Item>();
      let list: Item[] = [];
      for (const [name, each] of [...steps, { due: 99 }].entries()) {
        list = run(heap, list, each, name);
        expect(heap.size).toBe(list.length);
      }
    }),
    { numRuns: 500 },
  );
});
