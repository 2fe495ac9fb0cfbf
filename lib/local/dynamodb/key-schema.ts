import { invalid } from './errors.ts';
import { orderedNumber } from './number.ts';
import {
  type Attribute,
  type AttributeMap,
  attribute,
  bytesText,
  type Item,
  orderedText,
  typeOf,
} from './value.ts';

export type KeyType = 'S' | 'N' | 'B';

export interface KeyElement {
  readonly name: string;
  readonly type: KeyType;
}

export interface KeySchema {
  readonly partition: KeyElement;
  readonly sort: KeyElement | undefined;
}

/** An item's place in a table: texts whose code-unit order is the order of the key values. */
export interface Place {
  readonly partition: string;
  /** Empty in a table without sort keys. */
  readonly sort: string;
}

const PARTITION_KEY_BYTES_MAX = 2048;
const SORT_KEY_BYTES_MAX = 1024;

export const keyElements = (schema: KeySchema): readonly KeyElement[] =>
  schema.sort ? [schema.partition, schema.sort] : [schema.partition];

/** The key attributes of an item that has them. */
export function keyOf({ partition, sort }: KeySchema, item: AttributeMap): Item {
  const [first, second] = [attribute(item, partition.name), sort && attribute(item, sort.name)];
  return {
    ...(first && { [partition.name]: first }),
    ...(sort && second && { [sort.name]: second }),
  };
}

/** The place of a whole item that is to be put. */
export function placeOfItem(schema: KeySchema, item: AttributeMap): Place {
  for (const { name, type } of keyElements(schema)) {
    const value = attribute(item, name);
    if (value === undefined) {
      throw invalid(
        `One or more parameter values were invalid: Missing the key ${name} in the item`,
      );
    }
    if (typeOf(value) !== type) {
      throw invalid(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
      );
    }
  }
  return place(schema, item);
}

/** The place that a `Key` parameter names: the key attributes and no others. */
export function placeOfKey(schema: KeySchema, key: AttributeMap): Place {
  const elements = keyElements(schema);
  const fits =
    Object.keys(key).length === elements.length &&
    elements.every(({ name, type }) => {
      const value = attribute(key, name);
      return value !== undefined && typeOf(value) === type;
    });
  if (!fits) throw invalid('The provided key element does not match the schema');
  return place(schema, key);
}

function place({ partition, sort }: KeySchema, key: AttributeMap): Place {
  return {
    partition: placeText(key, partition, PARTITION_KEY_BYTES_MAX),
    sort: sort ? placeText(key, sort, SORT_KEY_BYTES_MAX) : '',
  };
}

function placeText(key: AttributeMap, { name }: KeyElement, bytesMax: number): string {
  const value = attribute(key, name);
  const text = value === undefined ? '' : orderText(value);
  if (text === '') {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${value && 'B' in value ? 'binary' : 'string'} value. Key: ${name}`,
    );
  }
  if (value && keyBytes(value) > bytesMax) {
    throw invalid(
      bytesMax === PARTITION_KEY_BYTES_MAX
        ? 'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes'
        : 'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
  }
  return text;
}

/** Text whose code-unit order is the order of the key values of one type. */
export function orderText(value: Attribute): string {
  if ('S' in value) return orderedText(value.S);
  if ('N' in value) return orderedNumber(value.N);
  return 'B' in value ? bytesText(value.B) : '';
}

function keyBytes(value: Attribute): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  return 'B' in value ? Buffer.byteLength(value.B, 'base64') : 0;
}
