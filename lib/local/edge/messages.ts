import type { Headers } from './headers.ts';

/** A reader's request as the edge works on it; a viewer-request function may have changed it. */
export interface ViewerRequest {
  readonly method: string;
  /** Percent-encoded, starts with `/`. */
  readonly path: string;
  /** Without its `?`, as sent. */
  readonly query: string;
  readonly headers: Headers;
  readonly cookies: ReadonlyMap<string, readonly string[]>;
  readonly ip: string;
}

/** An answer on its way to the reader. */
export interface EdgeResponse {
  readonly status: number;
  readonly statusText?: string | undefined;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What an origin answered: an object of a bucket, or its refusal. */
export type OriginResponse = EdgeResponse;
