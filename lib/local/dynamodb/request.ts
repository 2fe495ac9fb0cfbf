import { constraint, serialization } from './errors.ts';
import { isRecord } from './parse-value.ts';

/** The input of one operation, or of one part of it, read with DynamoDB's own complaints. */
export class Input {
  readonly members: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    if (!isRecord(value)) throw serialization('Unexpected value type in payload');
    this.members = value;
  }

  /** A member as it came; `null` counts as absent, as in AWS's JSON. */
  get(name: string): unknown {
    return this.members[name] ?? undefined;
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'string') return value;
    throw serialization(`${typeof value} can not be converted to an String`);
  }

  required(name: string): string {
    return this.text(name) ?? missing(name);
  }

  flag(name: string): boolean {
    const value = this.get(name) ?? false;
    if (typeof value === 'boolean') return value;
    throw serialization(`${typeof value} can not be converted to a Boolean`);
  }

  /** A whole number of at least `min`. */
  count(name: string, min: number): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw serialization(`${typeof value} can not be converted to an Integer`);
    }
    if (value >= min) return value;
    throw constraint(
      lowerFirst(name),
      `'${value}'`,
      `Member must have value greater than or equal to ${min}`,
    );
  }

  choice<const T extends string>(name: string, options: readonly T[], otherwise: T): T {
    const value = this.text(name) ?? otherwise;
    const found = options.find((option) => option === value);
    if (found !== undefined) return found;
    throw constraint(
      lowerFirst(name),
      `'${value}'`,
      `Member must satisfy enum value set: [${options.join(', ')}]`,
    );
  }

  list(name: string): readonly unknown[] {
    const value = this.get(name);
    if (value === undefined) return missing(name);
    if (Array.isArray(value)) return value;
    throw serialization('Unexpected value type in payload');
  }

  map(name: string): Readonly<Record<string, unknown>> {
    const value = this.get(name);
    if (value === undefined) return missing(name);
    return new Input(value).members;
  }

  /** Refuses parameters of DynamoDB's first years, which expressions replaced: to ignore them would be a lie. */
  refuseLegacy(...names: readonly string[]): void {
    const found = names.find((name) => this.get(name) !== undefined);
    if (found === undefined) return;
    throw constraint(
      lowerFirst(found),
      'of a legacy parameter',
      'The embedded runtime takes expressions instead',
    );
  }
}

function missing(name: string): never {
  throw constraint(lowerFirst(name), 'null', 'Member must not be null');
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
