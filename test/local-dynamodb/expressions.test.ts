import { describe, expect, test } from 'vitest';
import { applyUpdate } from '../../lib/local/dynamodb/expression/apply-update.ts';
import { holds } from '../../lib/local/dynamodb/expression/evaluate.ts';
import { parseCondition } from '../../lib/local/dynamodb/expression/parse-condition.ts';
import { parseUpdate } from '../../lib/local/dynamodb/expression/parse-update.ts';
import { Placeholders } from '../../lib/local/dynamodb/expression/placeholders.ts';
import { parseProjection, project } from '../../lib/local/dynamodb/expression/projection.ts';
import { parseMap } from '../../lib/local/dynamodb/parse-value.ts';

/** The product of the developer guide's chapter on expressions, in our own words. */
const PRODUCT = parseMap({
  Id: { N: '789' },
  ProductCategory: { S: 'Home Improvement' },
  Price: { N: '52' },
  InStock: { BOOL: true },
  Brand: { S: 'Acme' },
  Nothing: { NULL: true },
  Thumb: { B: 'AQID' },
  Tags: { SS: ['new', 'sale'] },
  Sizes: { NS: ['1', '2.5'] },
  Related: { L: [{ N: '341' }, { S: 'two' }, { L: [{ S: 'deep' }] }] },
  Reviews: {
    M: { FiveStar: { L: [{ S: 'Best' }, { S: 'Good' }] }, 'One.Star': { L: [] } },
  },
});

const VALUES = {
  ':n52': { N: '52.0' },
  ':n5': { N: '5' },
  ':n100': { N: '100' },
  ':acme': { S: 'Acme' },
  ':ac': { S: 'Ac' },
  ':home': { S: 'Home' },
  ':new': { S: 'new' },
  ':n1': { N: '1' },
  ':two': { S: 'two' },
  ':true': { BOOL: true },
  ':null': { NULL: true },
  ':ss': { SS: ['sale', 'new'] },
  ':S': { S: 'S' },
  ':bytes': { B: 'AQI=' },
  ':odd': { S: 'Q' },
};
const NAMES = { '#one': 'One.Star', '#r': 'Reviews', '#i': 'Id' };

const condition = (text: string) =>
  parseCondition('ConditionExpression', text, new Placeholders(NAMES, VALUES, { x: text }));

describe('a condition on a product', () => {
  test.each([
    ['Price = :n52', true],
    ['Price <> :n52', false],
    ['Price < :n100', true],
    ['Price <= :n52', true],
    ['Price > :n52', false],
    ['Brand >= :ac', true],
    // An absent attribute differs from everything and compares with nothing.
    ['Absent = :n52', false],
    ['Absent <> :n52', true],
    ['Absent < :n52', false],
    ['NOT Absent < :n52', true],
    // No order between types.
    ['Brand < :n100', false],
    ['Brand <> :n100', true],
    ['Price BETWEEN :n5 AND :n100', true],
    ['Absent BETWEEN :n5 AND :n100', false],
    ['NOT Price BETWEEN :n5 AND :n100', false],
    ['Brand IN (:new, :acme)', true],
    ['Brand IN (:new)', false],
    ['InStock = :true AND Nothing = :null', true],
    ['Tags = :ss', true],
    ['attribute_exists(Reviews.FiveStar[1])', true],
    ['attribute_exists(Reviews.FiveStar[2])', false],
    ['attribute_not_exists(#r.#one[0])', true],
    ['attribute_exists(Reviews.Brand.x)', false],
    ['attribute_type(Brand, :S)', true],
    ['attribute_type(Price, :S)', false],
    ['begins_with(ProductCategory, :home)', true],
    ['begins_with(Price, :home)', false],
    ['begins_with(Thumb, :bytes)', true],
    ['contains(Tags, :new)', true],
    ['contains(Tags, :n1)', false],
    ['contains(Sizes, :n1)', true],
    ['contains(Brand, :ac)', true],
    ['contains(Related, :two)', true],
    ['contains(Thumb, :bytes)', true],
    ['size(Brand) < :n5', true],
    ['size(Related) < :n5 AND size(Tags) > :n1', true],
    ['size(Price) < :n5', false],
    ['size(Absent) < :n5', false],
    // NOT binds closer than AND, AND closer than OR.
    ['Price = :n5 AND Price = :n5 OR Brand = :acme', true],
    ['Brand = :acme OR Price = :n5 AND Price = :n5', true],
    ['NOT Brand = :acme OR Price = :n52', true],
    ['NOT (Brand = :acme OR Price = :n52)', false],
    ['(Brand = :acme or Price = :n5) and not Price = :n5', true],
    ['#i > Price', true],
    ['Price > Id', false],
  ] as const)('%s → %s', (text, expected) => {
    expect(holds(condition(text), PRODUCT)).toBe(expected);
  });

  test.each([
    ['', 'The expression can not be empty;'],
    ['Price', 'Syntax error; token: "<EOF>", near: "Price"'],
    ['Price = = :n5', 'Syntax error; token: "=", near: "= = :n5"'],
    ['Price = :n5 Brand', 'Syntax error; token: "Brand"'],
    ['Price ! :n5', 'Syntax error; token: "!"'],
    ['Status = :n5', 'Attribute name is a reserved keyword; reserved keyword: Status'],
    [
      '#nope = :n5',
      'An expression attribute name used in the document path is not defined; attribute name: #nope',
    ],
    [
      'Price = :nope',
      'An expression attribute value used in expression is not defined; attribute value: :nope',
    ],
    ['bogus(Price)', 'Invalid function name; function: bogus'],
    ['size(Price)', 'Syntax error; token: "<EOF>"'],
    [
      'Price = attribute_exists(Brand)',
      'The function is not allowed to be used this way in an expression; function: attribute_exists',
    ],
    [
      'begins_with(Brand)',
      'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
    ],
    [
      'begins_with(Brand, :n5)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'Price < :true',
      'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
    ],
    [
      'attribute_exists(:n5)',
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      'attribute_type(Brand, :odd)',
      'Invalid attribute type name found; type: Q, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'Price BETWEEN :n100 AND :n5',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:100}, upper bound operand: AttributeValue: {N:5}',
    ],
    [
      'Price BETWEEN :n5 AND :acme',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {S:Acme}',
    ],
    [
      'Price = Price',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [Price]',
    ],
    ['((Price = :n5))', 'The expression has redundant parentheses;'],
  ])('%s is refused', (text, message) => {
    expect(() => condition(text)).toThrow(`Invalid ConditionExpression: ${message}`);
  });
});

const updated = (item: object, text: string, values?: object, names?: object) =>
  applyUpdate(parseMap(item), parseUpdate(text, new Placeholders(names, values, { x: text })));

describe('an update', () => {
  const list = { a: { L: ['0', '1', '2', '3'].map((S) => ({ S })) } };
  const rest = (...texts: string[]) => ({ a: { L: texts.map((S) => ({ S })) } });

  test.each([
    ['SET a[1] = :x', { ':x': { S: 'x' } }, rest('0', 'x', '2', '3')],
    [
      'SET a[9] = :y, a[7] = :x',
      { ':x': { S: 'x' }, ':y': { S: 'y' } },
      rest('0', '1', '2', '3', 'x', 'y'),
    ],
    ['REMOVE a[1], a[3]', undefined, rest('0', '2')],
    ['REMOVE a[9]', undefined, rest('0', '1', '2', '3')],
    ['SET a[0] = a[3] REMOVE a[1]', undefined, rest('3', '2', '3')],
    ['SET a = list_append(:l, a)', { ':l': { L: [{ S: 'x' }] } }, rest('x', '0', '1', '2', '3')],
    ['SET a = list_append(if_not_exists(b, :e), a)', { ':e': { L: [] } }, rest('0', '1', '2', '3')],
  ])('%s on a list', (text, values, expected) => {
    expect(updated(list, text, values)).toEqual(expected);
  });

  test.each([
    ['SET n = n + :one, m = n - :one', { ':one': { N: '1' } }, { n: { N: '6' }, m: { N: '4' } }],
    ['SET n = :one - n', { ':one': { N: '1' } }, { n: { N: '-4' } }],
    ['SET b = if_not_exists(n, :one)', { ':one': { N: '1' } }, { n: { N: '5' }, b: { N: '5' } }],
    ['ADD n :one', { ':one': { N: '0.1' } }, { n: { N: '5.1' } }],
    ['ADD k :one', { ':one': { N: '1' } }, { n: { N: '5' }, k: { N: '1' } }],
    ['set n = :one remove n2', { ':one': { S: 'x' } }, { n: { S: 'x' } }],
  ])('%s on a number', (text, values, expected) => {
    expect(updated({ n: { N: '5' } }, text, values)).toEqual(expected);
  });

  test('swaps two attributes, for it sees the item as it was', () => {
    const swapped = updated({ a: { S: '1' }, b: { S: '2' } }, 'SET a = b, b = a');
    expect(swapped).toEqual({ a: { S: '2' }, b: { S: '1' } });
  });

  test('adds to a set without doubles, takes from it, and leaves no empty one', () => {
    const item = { s: { SS: ['a', 'b'] } };
    const two = { ':v': { SS: ['b', 'c'] } };
    expect(updated(item, 'ADD s :v', two)).toEqual({ s: { SS: ['a', 'b', 'c'] } });
    expect(updated(item, 'DELETE s :v', two)).toEqual({ s: { SS: ['a'] } });
    expect(updated(item, 'DELETE s :v', { ':v': { SS: ['a', 'b'] } })).toEqual({});
    expect(updated(item, 'DELETE t :v', two)).toEqual(item);
  });

  test('reaches into documents, with names of any kind', () => {
    const item = { card: { M: { 'a.b': { L: [{ M: {} }] } } } };
    const names = { '#ab': 'a.b', '#proto': '__proto__' };
    const done = updated(item, 'SET card.#ab[0].#proto = :v', { ':v': { N: '1' } }, names);
    const text = '{"card":{"M":{"a.b":{"L":[{"M":{"__proto__":{"N":"1"}}}]}}}}';
    expect(JSON.stringify(done)).toBe(text);
  });

  test.each([
    [
      'SET a = :v, a.b = :v',
      'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'SET a[0] = :v REMOVE a.b',
      'Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [0]], path two: [a, b]',
    ],
    [
      'SET a = :v SET b = :v',
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    ['SET a = b', 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET b.c = :v', 'The document path provided in the update expression is invalid for update'],
    ['SET n[0] = :v', 'The document path provided in the update expression is invalid for update'],
    ['REMOVE b.c', 'The document path provided in the update expression is invalid for update'],
    ['SET s = s + :v', 'An operand in the update expression has an incorrect data type'],
    ['ADD s :v', 'An operand in the update expression has an incorrect data type'],
    [
      'DELETE n :v',
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
    ],
    ['SET a = bogus(n, :v)', 'Invalid UpdateExpression: Invalid function name; function: bogus'],
    ['n = :v', 'Invalid UpdateExpression: Syntax error; token: "n"'],
  ])('%s is refused', (text, message) => {
    const item = { n: { N: '1' }, s: { S: 'text' } };
    expect(() => updated(item, text, { ':v': { N: '1' } })).toThrow(message);
  });
});

test('a projection shows parts of documents and closes the gaps of lists', () => {
  const text = 'Related[2][0], Related[0], Reviews.FiveStar[1], Absent, Brand';
  const paths = parseProjection(text, new Placeholders(undefined, undefined, { x: text }));
  expect(project(PRODUCT, paths)).toEqual({
    Brand: { S: 'Acme' },
    Related: { L: [{ N: '341' }, { L: [{ S: 'deep' }] }] },
    Reviews: { M: { FiveStar: { L: [{ S: 'Good' }] } } },
  });
});

describe('placeholders', () => {
  test('that no expression uses are refused', () => {
    const placeholders = new Placeholders({ '#a': 'a', '#b': 'b' }, { ':v': { S: '' } }, { x: '' });
    placeholders.name('#a');
    expect(() => placeholders.refuseUnused()).toThrow(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}',
    );
    placeholders.name('#b');
    expect(() => placeholders.refuseUnused()).toThrow(
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}',
    );
  });

  test('without any expression are refused', () => {
    const none = { ConditionExpression: undefined };
    expect(() => new Placeholders({ '#a': 'a' }, undefined, none)).toThrow(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
    expect(() => new Placeholders(undefined, { ':v': { S: '' } }, none)).toThrow(
      'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null',
    );
  });
});
