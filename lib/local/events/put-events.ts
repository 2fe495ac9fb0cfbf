import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../service.ts';
import { type BusEvent, eventTime } from './bus-event.ts';
import { isObject, type JsonObject } from './json.ts';

/** An entry of PutEvents as it comes. */
type Entry = Readonly<Record<string, unknown>>;

/** Why an entry is turned away. */
export interface EntryRefusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export const ENTRIES_MAX = 10;
/** All entries of one request together, by `entrySize`: 1 MB since January 2026. */
export const ENTRIES_BYTES_MAX = 1_048_576;
const DETAIL_TYPE_CHARS_MAX = 128;

/** EventBridge's size rule: 14 bytes for a time, and the UTF-8 bytes of source, detail type, detail and resources. */
export function entrySize(entry: Entry): number {
  let size = entry['Time'] === undefined || entry['Time'] === null ? 0 : 14;
  for (const name of ['Source', 'DetailType', 'Detail']) size += bytesOf(entry[name]);
  const resources = entry['Resources'];
  for (const resource of Array.isArray(resources) ? resources : []) size += bytesOf(resource);
  return size;
}

const bytesOf = (value: unknown): number =>
  typeof value === 'string' ? Buffer.byteLength(value) : 0;

/** The name of the bus that an entry is for; entries may also give its ARN. */
export function busOf(entry: Entry): string {
  const bus = entry['EventBusName'];
  if (typeof bus !== 'string' || bus === '') return 'default';
  return bus.startsWith('arn:') ? bus.slice(bus.indexOf('/') + 1) : bus;
}

/** Makes an event of an entry, or says why not. */
export function readEntry(entry: Entry, now: number): BusEvent | EntryRefusal {
  const { Source, DetailType, Detail, Time, Resources } = entry;
  if (!isGiven(Source)) return missing('Source');
  if (Source.startsWith('aws.'))
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: `Not authorized for the source "${Source}": only AWS itself may use aws.`,
    };
  if (!isGiven(DetailType)) return missing('DetailType');
  if (DetailType.length > DETAIL_TYPE_CHARS_MAX)
    return invalid('DetailType', `It is longer than ${DETAIL_TYPE_CHARS_MAX} characters.`);
  if (!isGiven(Detail)) return missing('Detail');
  const detail = parseDetail(Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const at = readTime(Time, now);
  if (at === undefined) return invalid('Time', 'It is no time.');
  const resources = Resources ?? [];
  if (!isTexts(resources)) return invalid('Resources', 'It is no list of strings.');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: ACCOUNT,
    time: eventTime(at),
    region: REGION,
    resources,
    detail,
  };
}

const isGiven = (value: unknown): value is string => typeof value === 'string' && value !== '';

function parseDetail(text: string): JsonObject | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return isObject(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds since 1970, as the JSON protocol has times; now when absent. */
function readTime(value: unknown, now: number): number | undefined {
  if (value === undefined || value === null) return now;
  const ms = typeof value === 'number' ? value * 1000 : Date.parse(String(value));
  return Math.abs(ms) <= 8.64e15 ? ms : undefined;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const missing = (name: string): EntryRefusal => invalid(name, `${name} is a required argument.`);

const invalid = (name: string, reason: string): EntryRefusal => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}`,
});
