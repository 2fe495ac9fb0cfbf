import { InvalidPattern } from './invalid-pattern.ts';

/** An IP address as a number of `bits` bits. */
interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

/** Tests whether a text is an IP address in a range such as `10.0.0.0/24` or `2001:db8::/32`. */
export function rangeTest(cidr: string): (text: string) => boolean {
  const [base = '', size, ...more] = cidr.split('/');
  const address = parseAddress(base);
  const fixed = size !== undefined && /^\d{1,3}$/.test(size) ? Number(size) : -1;
  if (!address || fixed < 0 || fixed > address.bits || more.length > 0)
    throw new InvalidPattern(`Malformed CIDR "${cidr}".`);
  const free = BigInt(address.bits - fixed);
  const network = address.value >> free;
  return (text) => {
    const found = parseAddress(text);
    return found?.bits === address.bits && found.value >> free === network;
  };
}

function parseAddress(text: string): Address | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    const parts = text.split('.').map(Number);
    return parts.every((part) => part < 256) ? { value: joined(parts, 8n), bits: 32 } : undefined;
  }
  const groups = groupsOf(text);
  return groups && { value: joined(groups, 16n), bits: 128 };
}

/** The eight groups of an IPv6 address, its `::` filled in. */
function groupsOf(text: string): readonly number[] | undefined {
  if (!/^[0-9a-f:]+$/i.test(text)) return undefined;
  const halves = text.split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...new Array<string>(missing).fill('0'), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}

const joined = (parts: readonly number[], bits: bigint): bigint =>
  parts.reduce((value, part) => (value << bits) | BigInt(part), 0n);
