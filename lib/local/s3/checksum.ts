import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './s3-error.ts';

type Texts = Readonly<Record<string, string>>;

const PREFIX = 'x-amz-checksum-';

/** Base64 digests by the name that follows `x-amz-checksum-`. */
const DIGESTS: Readonly<Record<string, (bytes: Buffer) => string>> = {
  crc32: (bytes) => base64OfWord(crc32(bytes)),
  crc32c: (bytes) => base64OfWord(crc32c(bytes)),
  crc64nvme: (bytes) => base64OfDoubleWord(crc64nvme(bytes)),
  sha1: (bytes) => createHash('sha1').update(bytes).digest('base64'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('base64'),
};

/** Headers about checksums that say how, not what. */
const NOT_VALUES = new Set([
  'x-amz-checksum-mode',
  'x-amz-checksum-algorithm',
  'x-amz-checksum-type',
]);

/** Checks the body against every checksum that came with it; returns them to be sent back. */
export function verifyChecksums(bytes: Buffer, headers: Texts): Texts {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== createHash('md5').update(bytes).digest('base64'))
    throw new S3Error('BadDigest', 400, 'The Content-MD5 you specified did not match the body.');
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(PREFIX) || NOT_VALUES.has(name)) continue;
    const digest = DIGESTS[name.slice(PREFIX.length)];
    if (!digest)
      throw new S3Error('InvalidRequest', 400, `The checksum ${name} is not known here.`);
    if (digest(bytes) !== value)
      throw new S3Error('BadDigest', 400, `The ${name} you specified did not match the body.`);
    checked[name] = value;
  }
  return checked;
}

function base64OfWord(word: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(word >>> 0);
  return bytes.toString('base64');
}

function base64OfDoubleWord(word: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(word);
  return bytes.toString('base64');
}

/** Castagnoli's polynomial, reflected (RFC 3720). */
const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let word = byte;
  for (let bit = 0; bit < 8; bit += 1) word = word & 1 ? (word >>> 1) ^ 0x82f63b78 : word >>> 1;
  return word >>> 0;
});

function crc32c(bytes: Buffer): number {
  let word = 0xffffffff;
  for (const byte of bytes) word = (CRC32C_TABLE[(word ^ byte) & 0xff] ?? 0) ^ (word >>> 8);
  return (word ^ 0xffffffff) >>> 0;
}

/** The NVMe polynomial, reflected (NVM Command Set specification, 64-bit CRC). */
const CRC64_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const CRC64_ALL = 0xffffffffffffffffn;
const CRC64_TABLE = BigUint64Array.from({ length: 256 }, (_, byte) => {
  let word = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1)
    word = word & 1n ? (word >> 1n) ^ CRC64_POLYNOMIAL : word >> 1n;
  return word;
});

function crc64nvme(bytes: Buffer): bigint {
  let word = CRC64_ALL;
  for (const byte of bytes)
    word = (CRC64_TABLE[Number((word ^ BigInt(byte)) & 0xffn)] ?? 0n) ^ (word >> 8n);
  return word ^ CRC64_ALL;
}
