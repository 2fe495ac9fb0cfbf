import { type Headers, header } from './headers.ts';

/** How long a cache policy lets objects live, in seconds. */
export interface Lifetimes {
  readonly min: number;
  readonly default: number;
  readonly max: number;
}

/**
 * Seconds that CloudFront keeps an object, by its developer guide's table “Managing how long content stays in the
 * cache”: what the origin says, within the policy's bounds; `0` is not kept.
 */
export function secondsToKeep(headers: Headers, lifetimes: Lifetimes, nowMs: number): number {
  const directives = parse(header(headers, 'cache-control') ?? '');
  if (['no-cache', 'no-store', 'private'].some((name) => directives.has(name))) {
    return lifetimes.min;
  }
  const said = saidByOrigin(directives, headers, nowMs);
  if (said === undefined) return Math.max(lifetimes.min, lifetimes.default);
  return Math.min(Math.max(said, lifetimes.min), lifetimes.max);
}

/** An error stays at least its configured time; longer where the origin says so. */
export function secondsToKeepError(headers: Headers, minimum: number, nowMs: number): number {
  const directives = parse(header(headers, 'cache-control') ?? '');
  return Math.max(minimum, saidByOrigin(directives, headers, nowMs) ?? 0);
}

function saidByOrigin(
  directives: ReadonlyMap<string, string>,
  headers: Headers,
  nowMs: number,
): number | undefined {
  const age = directives.get('s-maxage') ?? directives.get('max-age');
  if (age !== undefined && /^\d+$/.test(age)) return Number(age);
  const expires = Date.parse(header(headers, 'expires') ?? '');
  return Number.isNaN(expires) ? undefined : Math.max(0, (expires - nowMs) / 1000);
}

function parse(value: string): ReadonlyMap<string, string> {
  return new Map(
    value.split(',').map((directive) => {
      const [name = '', argument = ''] = directive.trim().split('=', 2);
      return [name.toLowerCase(), argument.replaceAll('"', '')] as const;
    }),
  );
}
