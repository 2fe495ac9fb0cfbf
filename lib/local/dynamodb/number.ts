import { invalid } from './errors.ts';

/** A decimal number: `digits` × 10^`exponent`, digits without zeros at their end. Zero is 0 × 10^0. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/* Bounds of a DynamoDB number: 38 digits, magnitudes from 1E-130 up to below 1E126. */
const DIGITS_MAX = 38;
const MAGNITUDE_MAX = 126;
const MAGNITUDE_MIN = -129;

/** Small integers, by far the most common, are canonical already. */
const PLAIN = /^(?:0|-?[1-9]\d{0,14})$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/** The canonical text of a number: plain notation, no superfluous zeros. Refuses what DynamoDB cannot store. */
export function canonicalNumber(text: string): string {
  return PLAIN.test(text) ? text : formatDecimal(parseDecimal(text));
}

/** Below, equal to or above zero as `left` is to `right`. Both are canonical. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (PLAIN.test(left) && PLAIN.test(right)) return Number(left) - Number(right);
  const [a, b] = aligned(parseDecimal(left), parseDecimal(right));
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export const addNumbers = (left: string, right: string): string => sum(left, right, 1n);
export const subtractNumbers = (left: string, right: string): string => sum(left, right, -1n);

/**
 * Text whose code-unit order is the order of the numbers: a sign, the magnitude, the digits. Those of a negative number
 * are complemented, and end in a character above all digits so that a longer number comes first.
 */
export function orderedNumber(canonical: string): string {
  const { digits, exponent } = parseDecimal(canonical);
  if (digits === 0n) return 'o';
  const text = (digits < 0n ? -digits : digits).toString();
  const magnitude = text.length + exponent + 500;
  if (digits > 0n) return `p${magnitude}${text}`;
  const complement = text.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `n${999 - magnitude}${complement}~`;
}

function sum(left: string, right: string, sign: 1n | -1n): string {
  const [a, b, exponent] = aligned(parseDecimal(left), parseDecimal(right));
  const result = checked(trimmed(a + sign * b, exponent));
  return formatDecimal(result);
}

function parseDecimal(text: string): Decimal {
  const match = NUMBER.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (!match || whole.length + fraction.length === 0) {
    throw invalid(
      text === ''
        ? 'The parameter cannot be converted to a numeric value'
        : `The parameter cannot be converted to a numeric value: ${text}`,
    );
  }
  // No need to expand what is out of bounds anyway; leading zeros carry no value.
  const significant = `${whole}${fraction}`.replace(/^0+/, '').slice(0, 4096);
  const digits = BigInt(`${sign === '-' ? '-' : ''}${significant === '' ? '0' : significant}`);
  return checked(trimmed(digits, Number(exponent) - fraction.length));
}

function trimmed(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = digits.toString();
  const zeros = text.length - text.replace(/0+$/, '').length;
  return zeros === 0
    ? { digits, exponent }
    : { digits: BigInt(text.slice(0, -zeros)), exponent: exponent + zeros };
}

function checked(decimal: Decimal): Decimal {
  if (decimal.digits === 0n) return decimal;
  const length = decimal.digits.toString().replace('-', '').length;
  const magnitude = length + decimal.exponent;
  if (magnitude > MAGNITUDE_MAX) {
    throw invalid(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < MAGNITUDE_MIN) {
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (length > DIGITS_MAX) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  return decimal;
}

function aligned(left: Decimal, right: Decimal): [bigint, bigint, number] {
  const exponent = Math.min(left.exponent, right.exponent);
  return [
    left.digits * 10n ** BigInt(left.exponent - exponent),
    right.digits * 10n ** BigInt(right.exponent - exponent),
    exponent,
  ];
}

function formatDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString();
  if (exponent >= 0) return `${sign}${text}${'0'.repeat(exponent)}`;
  const padded = text.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
