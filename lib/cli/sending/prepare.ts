import { createHash } from 'node:crypto';
import { identityAsSent, type Reason, utf8Bytes } from '#events';

/** An event ready for the bus, and the long body to put in the drop bucket before it. */
export interface Prepared {
  readonly detailType: string;
  readonly detail: string;
  /** What EventBridge counts of it. */
  readonly bytes: number;
  readonly body?: { readonly key: string; readonly text: string } | undefined;
}

/** An event that no bus would take, answered here as the stage would. */
export interface RejectedHere {
  readonly type: 'article.rejected';
  readonly site?: unknown;
  readonly id?: unknown;
  readonly revision?: unknown;
  readonly reasons: readonly Reason[];
}

export interface Preparing {
  readonly source: string;
  /** Fills a missing `site`. */
  readonly site?: string | undefined;
  /** Where long bodies go. */
  readonly drop: string;
}

/**
 * EventBridge takes 1 MB (2^20 bytes), and so does the queue behind it, which gets the envelope around the event too:
 * it has a dozen members of well under 200 bytes each.
 */
export const EVENT_BYTES_MAX = 1_040_000;

/** What one JSON value of a publish becomes. */
export function prepare(
  value: unknown,
  { source, site, drop }: Preparing,
): Prepared | RejectedHere {
  if (!isObject(value)) return rejected(value, 'must be an object: an article or a ninjs item');
  const detailType = isNinjs(value) ? 'ninjs' : 'article.publish';
  const detail = site === undefined || 'site' in value ? value : { ...value, site };
  const whole = eventOf(detailType, detail, source);
  if (!whole) return rejected(detail, 'is nested too deeply');
  if (whole.bytes <= EVENT_BYTES_MAX) return whole;
  const moved = byReference(detail, drop);
  const short = moved && eventOf(detailType, moved.detail, source);
  if (short && short.bytes <= EVENT_BYTES_MAX) return { ...short, body: moved.body };
  return rejected(
    detail,
    `is ${whole.bytes.toLocaleString('en')} bytes; an event holds at most ${EVENT_BYTES_MAX.toLocaleString('en')}`,
  );
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** ninjs insists on nothing but a `uri`, which no event of ours has. */
const isNinjs = (value: JsonObject): boolean =>
  typeof value['uri'] === 'string' && !('id' in value) && !('revision' in value);

/** An event as it goes out; `undefined` for a value that JSON can hold but no stack can walk. */
export function eventOf(detailType: string, detail: object, source: string): Prepared | undefined {
  const text = detailText(detail);
  return text === undefined
    ? undefined
    : { detailType, detail: text, bytes: utf8Bytes(source + detailType + text) };
}

/** Queues refuse two characters that JSON lets through; acceptance would put U+FFFD in their place. */
function detailText(detail: object): string | undefined {
  try {
    return JSON.stringify(detail).replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
  } catch {
    return undefined;
  }
}

/** The same event with its body in the drop bucket, named by its hash: sent again, it is the same event again. */
function byReference(detail: JsonObject, drop: string) {
  const { body } = detail;
  if (!isObject(body) || typeof body['value'] !== 'string') return undefined;
  const { value, ...rest } = body;
  const text = value.toWellFormed();
  const sha256 = createHash('sha256').update(text).digest('hex');
  const key = `incoming/${sha256}`;
  return {
    detail: { ...detail, body: { ...rest, ref: `s3://${drop}/${key}`, sha256 } },
    body: { key, text },
  };
}

const rejected = (value: unknown, message: string): RejectedHere => ({
  type: 'article.rejected',
  ...identityAsSent(value),
  reasons: [{ path: 'detail', message }],
});
