import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderText } from '../../lib/local/dynamodb/key-schema.ts';
import {
  addNumbers,
  canonicalNumber,
  compareNumbers,
  orderedNumber,
} from '../../lib/local/dynamodb/number.ts';
import { parseMap, parseValue } from '../../lib/local/dynamodb/parse-value.ts';
import { itemSize } from '../../lib/local/dynamodb/size.ts';

describe('a number keeps its 38 digits', () => {
  test.each([
    ['1', '1'],
    ['-0', '0'],
    ['007.500', '7.5'],
    ['+1e3', '1000'],
    ['.5', '0.5'],
    ['123456789012345678901234567890.12345678', '123456789012345678901234567890.12345678'],
    ['1E-130', `0.${'0'.repeat(129)}1`],
    ['9.9999999999999999999999999999999999999E125', `${'9'.repeat(38)}${'0'.repeat(88)}`],
  ])('%s is stored as %s', (text, stored) => expect(canonicalNumber(text)).toBe(stored));

  test.each([
    ['', 'The parameter cannot be converted to a numeric value'],
    ['ten', 'The parameter cannot be converted to a numeric value: ten'],
    ['0x1', 'cannot be converted'],
    ['1'.repeat(39), 'Attempting to store more than 38 significant digits in a Number'],
    ['1E126', 'Number overflow'],
    ['1E999999999', 'Number overflow'],
    ['-1E-131', 'Number underflow'],
  ])('%s is refused', (text, message) => expect(() => canonicalNumber(text)).toThrow(message));

  test('sums are exact where doubles are not', () => {
    expect(addNumbers('0.1', '0.2')).toBe('0.3');
    expect(addNumbers('9007199254740993', '1')).toBe('9007199254740994');
    expect(addNumbers('-5', '5')).toBe('0');
  });
});

const decimals = fc
  .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.integer({ min: -20, max: 20 }))
  .map(([digits, exponent]) => ({
    digits,
    exponent,
    text: canonicalNumber(`${digits}E${exponent}`),
  }));

test('the text that sorts numbers sorts them as numbers, checked with whole numbers', () => {
  fc.assert(
    fc.property(decimals, decimals, (a, b) => {
      const scaled = (one: typeof a) => one.digits * 10n ** BigInt(one.exponent + 20);
      const expected = Number(scaled(a) > scaled(b)) - Number(scaled(a) < scaled(b));
      const [left, right] = [orderedNumber(a.text), orderedNumber(b.text)];
      expect(Number(left > right) - Number(left < right)).toBe(expected);
      expect(Math.sign(compareNumbers(a.text, b.text))).toBe(expected);
    }),
  );
});

test('sort keys are in the order of their UTF-8 bytes, also beyond the basic plane', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 6 });
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b));
      const [left, right] = [orderText({ S: a }), orderText({ S: b })];
      expect(Number(left > right) - Number(left < right)).toBe(expected);
    }),
  );
  expect(orderText({ S: '\u{1f600}' }) > orderText({ S: '\uffee' })).toBe(true);
});

describe('a value of a request', () => {
  const deep = (levels: number): object => (levels === 0 ? { S: 'x' } : { L: [deep(levels - 1)] });

  test.each([
    [{}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [{ S: 'a', N: '1' }, 'Supplied AttributeValue has more than one datatypes set'],
    [{ SS: [] }, 'One or more parameter values were invalid: An string set  may not be empty'],
    [
      { SS: ['a', 'a'] },
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
    ],
    [{ NS: ['1', '1.0'] }, 'contains duplicates'],
    [{ NULL: false }, 'Null attribute value types must have the value of true'],
    [{ N: 'one' }, 'The parameter cannot be converted to a numeric value: one'],
    [{ S: 1 }, 'NUMBER_VALUE can not be converted to an String'],
    [{ B: '?' }, 'base64'],
    [deep(33), 'Nesting Levels have exceeded supported limits'],
  ])('%j is refused', (value, message) => expect(() => parseValue(value)).toThrow(message));

  test('may be 32 levels deep, and empty where it is no key', () => {
    expect(parseValue(deep(32))).toEqual(deep(32));
    expect(parseMap({ a: { S: '' }, b: { B: '' }, c: { M: {} } })).toBeDefined();
  });
});

test('an item is measured as the developer guide measures it', () => {
  const item = parseMap({
    naïve: { S: 'é' },
    n: { N: '-1234.5' },
    b: { BOOL: true },
    l: { L: [{ S: 'ab' }] },
  });
  expect(itemSize(item)).toBe(6 + 2 + (1 + 5) + (1 + 1) + (1 + 3 + 1 + 2));
});
