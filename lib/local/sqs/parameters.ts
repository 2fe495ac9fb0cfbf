import type { AttributeValue, MessageAttributes } from './message.ts';
import { invalidParameter, missingParameter } from './sqs-error.ts';

type Json = Readonly<Record<string, unknown>>;

/** The members of one request, each read as what it must be. */
export class Parameters {
  readonly #members: Json;

  constructor(members: Json) {
    this.#members = members;
  }

  text(name: string): string | undefined {
    const value = this.#members[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw invalidParameter(`${name} must be a string.`);
    return value;
  }

  needText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw missingParameter(name);
    return value;
  }

  number(name: string): number | undefined {
    const value = this.#members[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number') throw invalidParameter(`${name} must be a number.`);
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.#members[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw invalidParameter(`${name} must be a list.`);
    return value.map(String);
  }

  /** A list of structures, or an empty one. */
  each(name: string): readonly Parameters[] {
    const value = this.#members[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw invalidParameter(`${name} must be a list.`);
    return value.map((item: unknown) => new Parameters(asStructure(item, name)));
  }

  has(name: string): boolean {
    const value = this.#members[name];
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  }

  attributes(name: string): MessageAttributes | undefined {
    if (!this.has(name)) return undefined;
    const found: Record<string, AttributeValue> = {};
    for (const [key, item] of Object.entries(asStructure(this.#members[name], name)))
      found[key] = attributeValue(key, new Parameters(asStructure(item, key)));
    return found;
  }
}

function attributeValue(key: string, value: Parameters): AttributeValue {
  const type = value.needText('DataType');
  const text = value.text('StringValue');
  const binary = value.text('BinaryValue');
  if (!/^(String|Number|Binary)(\.|$)/.test(type))
    throw invalidParameter(
      `The type of message attribute ${key} must be String, Number or Binary.`,
    );
  if (type.startsWith('Binary') ? !binary : !text)
    throw invalidParameter(`The message attribute ${key} must have a non-empty value.`);
  return {
    DataType: type,
    ...(text === undefined ? {} : { StringValue: text }),
    ...(binary === undefined ? {} : { BinaryValue: binary }),
  };
}

function asStructure(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidParameter(`${name} must hold structures.`);
  return value as Json;
}
