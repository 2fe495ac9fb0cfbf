import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonValues } from '../../lib/cli/reading/json-values.ts';

/** Reads a text that arrives in pieces of a size. */
function read(text: string, size = text.length || 1): readonly unknown[] {
  const values = new JsonValues('test.json');
  const found: unknown[] = [];
  for (let at = 0; at < text.length; at += size) {
    for (const { value } of values.push(text.slice(at, at + size))) found.push(value);
  }
  for (const { value } of values.end()) found.push(value);
  return found;
}

describe('a file of articles is read value by value', () => {
  test.each([
    ['one article', '{"id":"a"}', [{ id: 'a' }]],
    [
      'one article over many lines',
      '{\n  "id": "a",\n  "list": [1, 2]\n}\n',
      [{ id: 'a', list: [1, 2] }],
    ],
    ['a list', '[{"id":"a"},{"id":"b"}]', [{ id: 'a' }, { id: 'b' }]],
    ['an empty list', ' [ ] \n', []],
    ['nothing', ' \n', []],
    ['a line each', '{"id":"a"}\n{"id":"b"}\r\n', [{ id: 'a' }, { id: 'b' }]],
    ['one after the other', '{"id":"a"}{"id":"b"}', [{ id: 'a' }, { id: 'b' }]],
    ['two lists', '[1]\n[2,[3]]', [1, 2, [3]]],
    ['words and numbers', 'null 12 "a" true\n-1.5e3', [null, 12, 'a', true, -1500]],
    ['brackets and quotes in text', '["]","\\"}",{"a":"{["}]', [']', '"}', { a: '{[' }]],
    ['numbers that a bracket ends', '[1,2]', [1, 2]],
  ])('%s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
    for (const size of [1, 2, 3, 7]) expect(read(text, size)).toEqual(expected);
  });

  test('however it is written and cut, what comes out is what was put in', () => {
    const values = fc.array(fc.jsonValue(), { maxLength: 8 });
    const list = values.map((all) => ({ all, text: JSON.stringify(all) }));
    const pretty = values.map((all) => ({ all, text: JSON.stringify(all, undefined, 2) }));
    const lines = values.map((all) => ({
      // A list on a line of its own is a list of values, so each line holds one object.
      all: all.map((value) => ({ value })),
      text: all.map((value) => JSON.stringify({ value })).join('\n'),
    }));
    fc.assert(
      fc.property(
        fc.oneof(list, pretty, lines),
        fc.integer({ min: 1, max: 20 }),
        ({ all, text }, size) => {
          expect(read(text, size)).toEqual(JSON.parse(JSON.stringify(all)));
        },
      ),
    );
  });
});

describe('what is no JSON is named by its line', () => {
  test.each([
    ['{"id":"a"}\n{"id":}\n', 2],
    ['{"id":"a"}\n\n{"id":\n"b",\n}', 5],
    ['[{"id":"a"},\n{"id":"b"}\n', 3],
    ['{"id":"a"\n', 1],
    ['[1,\n2,\n]', 3],
    ['[1\n2]', 2],
    ['{"a":1]', 1],
    ['{"a":1}\n]', 2],
    ['nul', 1],
    ['"a\nb"', 1],
  ])('%j: line %i', (text, line) => {
    expect(() => read(text)).toThrow(
      new RegExp(`^test\\.json, line ${line}: not valid JSON \\(.+\\)\\.$`),
    );
    expect(() => read(text, 1)).toThrow(`line ${line}:`);
  });

  test('the values before it are given first', () => {
    const values = new JsonValues('test.json');
    const found: unknown[] = [];
    expect(() => {
      for (const { value } of values.push('{"id":"a"}\n{"id":"b"}\n{oops}')) found.push(value);
    }).toThrow('line 3');
    expect(found).toEqual([{ id: 'a' }, { id: 'b' }]);
  });
});
