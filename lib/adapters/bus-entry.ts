import type { BusEntry } from '#domain/ports.ts';

/** The source of everything that Offstone says; the intake rule keeps it from coming back in. */
export const SOURCE = 'offstone';

/** One entry of PutEvents, and one call: 1 MB since January 2026. */
export const ENTRY_BYTES_MAX = 1024 * 1024;
const DETAIL_TYPE_LENGTH_MAX = 128;

/** What EventBridge counts of an entry. */
export const entryBytes = ({ detailType, detail }: BusEntry): number =>
  Buffer.byteLength(SOURCE + detailType + JSON.stringify(detail));

/** Refuses what EventBridge would never take. */
export function checkEntries(entries: readonly BusEntry[]): void {
  for (const entry of entries) {
    const { detailType, detail } = entry;
    if (detailType === '' || detailType.length > DETAIL_TYPE_LENGTH_MAX) {
      throw new RangeError(`A detail type has 1 to 128 characters, not “${detailType}”.`);
    }
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
      throw new TypeError(`The detail of ${detailType} must be an object.`);
    }
    if (entryBytes(entry) > ENTRY_BYTES_MAX) {
      throw new RangeError(`The detail of ${detailType} is larger than an event may be.`);
    }
  }
}
