import type { Attribute, AttributeMap } from './value.ts';

/* How DynamoDB counts (developer guide, “Item sizes and formats”): UTF-8 names and strings, a byte for two digits
   and one more, a byte for null and true, three for a document and one for each member. */
const DOCUMENT_BYTES = 3;
const MEMBER_BYTES = 1;

/** The bytes of an item as DynamoDB counts them. */
export function itemSize(item: AttributeMap): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) size += Buffer.byteLength(name) + sizeOf(value);
  return size;
}

function sizeOf(value: Attribute): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('M' in value) return itemSize(value.M) + documentSize(Object.keys(value.M).length);
  if ('L' in value) {
    return value.L.reduce((sum, member) => sum + sizeOf(member), documentSize(value.L.length));
  }
  if ('SS' in value) return total(value.SS, (member) => Buffer.byteLength(member));
  if ('NS' in value) return total(value.NS, numberSize);
  if ('BS' in value) return total(value.BS, (member) => Buffer.byteLength(member, 'base64'));
  return 1;
}

const documentSize = (members: number): number => DOCUMENT_BYTES + MEMBER_BYTES * members;

const total = (members: readonly string[], size: (member: string) => number): number =>
  members.reduce((sum, member) => sum + size(member), 0);

function numberSize(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + (text.startsWith('-') ? 2 : 1);
}
