import { invalid } from '../errors.ts';
import { isRecord, parseValue } from '../parse-value.ts';
import { type Attribute, attribute } from '../value.ts';

/** The names and values that a request's expressions may refer to, and which of them were. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, Attribute>>;
  readonly #unused: Set<string>;

  /** `names` and `values` as the request has them; `expressions` are the request's expressions by parameter name. */
  constructor(
    names: unknown,
    values: unknown,
    expressions: Readonly<Record<string, string | undefined>>,
  ) {
    const absent = Object.keys(expressions).every((name) => expressions[name] === undefined);
    const parameters = Object.keys(expressions);
    this.#names = parseNames(names, absent);
    this.#values = parseValues(values, absent, parameters);
    this.#unused = new Set([...Object.keys(this.#names), ...Object.keys(this.#values)]);
  }

  /** The attribute that `#name` stands for. */
  name(placeholder: string): string | undefined {
    this.#unused.delete(placeholder);
    return Object.hasOwn(this.#names, placeholder) ? this.#names[placeholder] : undefined;
  }

  /** The value that `:name` stands for. */
  value(placeholder: string): Attribute | undefined {
    this.#unused.delete(placeholder);
    return attribute(this.#values, placeholder);
  }

  /** DynamoDB refuses requests that define what no expression uses. Call when all are parsed. */
  refuseUnused(): void {
    for (const [kind, sign] of [
      ['Names', '#'],
      ['Values', ':'],
    ] as const) {
      const unused = [...this.#unused].filter((placeholder) => placeholder.startsWith(sign));
      if (unused.length === 0) continue;
      throw invalid(
        `Value provided in ExpressionAttribute${kind} unused in expressions: keys: {${unused.join(', ')}}`,
      );
    }
  }
}

function parseNames(input: unknown, noExpression: boolean): Record<string, string> {
  const entries = entriesOf(input, 'ExpressionAttributeNames', noExpression, []);
  return Object.fromEntries(
    entries.map(([key, name]) => {
      if (!/^#[A-Za-z0-9_]+$/.test(key)) {
        throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
      }
      if (typeof name === 'string' && name !== '') return [key, name];
      throw invalid(
        `ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`,
      );
    }),
  );
}

function parseValues(
  input: unknown,
  noExpression: boolean,
  parameters: readonly string[],
): Record<string, Attribute> {
  const entries = entriesOf(input, 'ExpressionAttributeValues', noExpression, parameters);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (!/^:[A-Za-z0-9_]+$/.test(key)) {
        throw invalid(
          `ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`,
        );
      }
      return [key, parseValue(value)];
    }),
  );
}

function entriesOf(
  input: unknown,
  parameter: string,
  noExpression: boolean,
  parameters: readonly string[],
): [string, unknown][] {
  if (input === undefined || input === null) return [];
  if (noExpression) {
    const which = parameters.length > 0 ? `: ${nullOf(parameters)}` : '';
    throw invalid(`${parameter} can only be specified when using expressions${which}`);
  }
  const entries = isRecord(input) ? Object.entries(input) : [];
  if (entries.length === 0) throw invalid(`${parameter} must not be empty`);
  return entries;
}

const nullOf = (parameters: readonly string[]): string =>
  `${parameters.join(' and ')} ${parameters.length > 1 ? 'are' : 'is'} null`;
