import { ACCOUNT, REGION } from '../service.ts';
import { Expiries } from './expiries.ts';
import type { Place } from './key-schema.ts';
import { Partition, type Stored } from './partition.ts';
import { hashOf, ScanOrder } from './scan-order.ts';
import type { TableRecord } from './table-spec.ts';

/** The ARN of a table, by which IAM policies name it. */
export const tableArn = (name: string): string =>
  `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;

/** The name in a `TableName` parameter, which may be an ARN as well. */
export const tableName = (nameOrArn: string): string =>
  /^arn:aws:dynamodb:[a-z0-9-]+:\d{12}:table\/([^/]+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;

/** The items of one table, in memory. */
export class Table {
  record: TableRecord;
  readonly #partitions = new Map<string, Partition>();
  readonly #order = new ScanOrder();
  readonly #expiries = new Expiries();
  #count = 0;
  #bytes = 0;

  constructor(record: TableRecord) {
    this.record = record;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(place: Place): Stored | undefined {
    return this.#partitions.get(place.partition)?.get(place.sort);
  }

  partition(partition: string): Partition | undefined {
    return this.#partitions.get(partition);
  }

  put(stored: Stored): void {
    let partition = this.#partitions.get(stored.partition);
    if (!partition) {
      partition = new Partition();
      this.#partitions.set(stored.partition, partition);
      this.#order.add(stored.partition);
    }
    this.#forget(partition.get(stored.sort));
    partition.put(stored);
    this.#count += 1;
    this.#bytes += stored.size;
    this.#expiries.add(stored, this.record.expires);
  }

  delete(place: Place): void {
    const partition = this.#partitions.get(place.partition);
    const old = partition?.get(place.sort);
    if (!partition || !old) return;
    this.#forget(old);
    partition.delete(place.sort);
    if (partition.size === 0) this.#partitions.delete(place.partition);
  }

  /** Every item whose time was up at the epoch second. */
  expired(second: number): Stored[] {
    return this.#expiries.before(second, this.record.expires);
  }

  /** Takes over another attribute for expiry. */
  expireBy(name: string | undefined): void {
    this.record = { ...this.record, expires: name };
    this.#expiries.clear();
    for (const stored of this.scan(0, 1, undefined)) this.#expiries.add(stored, name);
  }

  /** Items in scan order: those of one segment of several, after the place `beyond`. */
  *scan(segment: number, segments: number, beyond: Place | undefined): Generator<Stored> {
    const rest = beyond && this.#partitions.get(beyond.partition);
    if (beyond && rest) yield* rest.range(undefined, false, beyond.sort);
    for (const partition of this.#order.after(beyond?.partition, this.#partitions)) {
      if (Math.floor((hashOf(partition) * segments) / 2 ** 32) !== segment) continue;
      const items = this.#partitions.get(partition);
      if (items) yield* items.range(undefined, false, undefined);
    }
  }

  #forget(old: Stored | undefined): void {
    if (!old) return;
    this.#count -= 1;
    this.#bytes -= old.size;
    this.#expiries.delete(old, this.record.expires);
  }
}
