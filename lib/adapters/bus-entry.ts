import type { BusEntry } from '#domain/ports.ts';

/** The source of everything that Offstone says; the intake rule keeps it from coming back in. */
export const SOURCE = 'offstone';

/** One entry of PutEvents: 1 MB since January 2026, source, type and detail together. */
const ENTRY_BYTES_MAX = 1024 * 1024;
const DETAIL_TYPE_LENGTH_MAX = 128;

/** Refuses what EventBridge would never take. */
export function checkEntries(entries: readonly BusEntry[]): void {
  for (const { detailType, detail } of entries) {
    if (detailType === '' || detailType.length > DETAIL_TYPE_LENGTH_MAX) {
      throw new RangeError(`A detail type has 1 to 128 characters, not “${detailType}”.`);
    }
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
      throw new TypeError(`The detail of ${detailType} must be an object.`);
    }
    if (Buffer.byteLength(SOURCE + detailType + JSON.stringify(detail)) > ENTRY_BYTES_MAX) {
      throw new RangeError(`The detail of ${detailType} is larger than an event may be.`);
    }
  }
}
