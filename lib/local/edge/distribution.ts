import { randomUUID } from 'node:crypto';
import { like } from '../iam/pattern.ts';
import type { Cached } from './cache.ts';
import { secondsToKeep, secondsToKeepError } from './cache-control.ts';
import { keyedEncodings, keyedFields, keyedQuery } from './cache-policy.ts';
import { type CacheWord, CollapsingCache, type Found } from './collapsing-cache.ts';
import { compressed } from './compress.ts';
import type { BehaviourSpec, DistributionSpec, ErrorSpec } from './config.ts';
import {
  readRequestResult,
  readResponseResult,
  requestEvent,
  responseEvent,
} from './function-event.ts';
import { type Headers, header, headersOf } from './headers.ts';
import { applyPolicy } from './headers-policy.ts';
import { readTags } from './invalidation.ts';
import type { EdgeResponse, OriginResponse, ViewerRequest } from './messages.ts';
import { notModified } from './not-modified.ts';
import { getFromBucket, type OriginObject } from './s3-origin.ts';
import { compileViewerFunction, type ViewerFunction } from './viewer-function.ts';

export interface DistributionOptions {
  readonly spec: DistributionSpec;
  readonly domainName: string;
  getObject(bucket: string, key: string): Promise<OriginObject | undefined>;
  readonly now?: () => number;
  log(line: string): void;
  /** See `CollapsingCacheOptions`. */
  readonly strictInflight?: boolean;
}

/** CloudFront keeps errors this long when a distribution does not say otherwise. */
const ERROR_SECONDS = 10;

interface Behaviour {
  readonly spec: BehaviourSpec;
  readonly viewerRequest: ViewerFunction | undefined;
  readonly viewerResponse: ViewerFunction | undefined;
}

/** One distribution: behaviours, cache and functions, without the HTTP around them. */
export class Distribution {
  readonly #options: DistributionOptions;
  readonly #behaviours: readonly Behaviour[];
  readonly #cache: CollapsingCache;
  readonly #now: () => number;

  constructor(options: DistributionOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const { strictInflight = false } = options;
    this.#cache = new CollapsingCache({ now: this.#now, strictInflight });
    const compile = (source: BehaviourSpec['viewerRequest']) =>
      source && compileViewerFunction(source.name, source.code, options.log);
    this.#behaviours = options.spec.behaviours.map((spec) => ({
      spec,
      viewerRequest: compile(spec.viewerRequest),
      viewerResponse: compile(spec.viewerResponse),
    }));
  }

  /** Forgets `/path`, `/path*` or `#tag`; returns how many objects that were. */
  invalidate(items: readonly string[]): number {
    const { rootObject } = this.#options.spec;
    return this.#cache.invalidate(items.map((item) => (item === '/' ? `/${rootObject}` : item)));
  }

  /** The answer to a reader's GET or HEAD. */
  async answer(viewer: ViewerRequest): Promise<EdgeResponse> {
    const behaviour = this.#behaviourFor(viewer.path);
    const context = this.#context();
    let request = viewer;
    if (behaviour.viewerRequest) {
      const outcome = attempt(behaviour.viewerRequest, requestEvent(context, viewer), (result) =>
        readRequestResult(result, viewer),
      );
      if ('failure' in outcome)
        return this.#functionFailed(behaviour.spec.viewerRequest, outcome.failure);
      if ('response' in outcome) return this.#generated(behaviour, viewer, outcome.response);
      request = outcome.request;
    }
    const { cached, word } = await this.#lookUp(behaviour, request);
    const leaving = this.#leaving(behaviour, request, cached, word);
    if (!behaviour.viewerResponse || cached.failed) return leaving;
    const outcome = attempt(
      behaviour.viewerResponse,
      responseEvent(context, request, leaving),
      (result) => ({ response: readResponseResult(result, leaving) }),
    );
    return 'failure' in outcome
      ? this.#functionFailed(behaviour.spec.viewerResponse, outcome.failure)
      : outcome.response;
  }

  #behaviourFor(path: string): Behaviour {
    const found = this.#behaviours.find(({ spec }) => {
      const { pattern } = spec;
      return like(pattern === '*' || pattern.startsWith('/') ? pattern : `/${pattern}`, path);
    });
    if (!found) throw new Error(`No behaviour of ${this.#options.spec.id} takes ${path}.`);
    return found;
  }

  #context() {
    const { spec, domainName } = this.#options;
    return { distributionDomainName: domainName, distributionId: spec.id, requestId: randomUUID() };
  }

  #lookUp(behaviour: Behaviour, request: ViewerRequest): Promise<Found> {
    const { cachePolicy, compress } = behaviour.spec;
    const path = request.path === '/' ? `/${this.#options.spec.rootObject}` : request.path;
    const url = path + keyedQuery(cachePolicy, request.query);
    const encodings = compress ? keyedEncodings(cachePolicy, request) : '';
    const key = [url, encodings, keyedFields(cachePolicy, request)].join('\n');
    return this.#cache.find(key, () => this.#fetch(behaviour, path, url, encodings));
  }

  async #fetch(
    behaviour: Behaviour,
    path: string,
    url: string,
    encodings: string,
  ): Promise<Cached> {
    const { spec } = behaviour;
    const origin = await this.#get(spec, path);
    const failed = origin.status >= 400;
    const error = failed ? this.#options.spec.errors.get(origin.status) : undefined;
    const shown = error?.page ? await this.#errorPage(error.page, origin) : origin;
    const response = await compressed(shown, encodings);
    const storedAt = this.#now();
    const seconds = failed
      ? secondsToKeepError(origin.headers, error?.keepSeconds ?? ERROR_SECONDS, storedAt)
      : secondsToKeep(origin.headers, spec.cachePolicy.lifetimes, storedAt);
    const { tagHeader } = this.#options.spec;
    const tags = readTags(tagHeader && header(shown.headers, tagHeader));
    return { url, response, tags, storedAt, freshUntil: storedAt + seconds * 1000, failed };
  }

  async #get(spec: BehaviourSpec, path: string): Promise<OriginResponse> {
    const { bucket, policy, path: prefix } = spec.origin;
    try {
      const key = decodeURIComponent(`${prefix}${path}`).slice(1);
      return await getFromBucket(
        { bucket, policy, get: (name) => this.#options.getObject(bucket, name) },
        key,
        this.#options.spec.arn,
      );
    } catch (cause) {
      this.#options.log(`${path} cannot be read from ${bucket}: ${String(cause)}`);
      return { status: 502, headers: headersOf({}), body: Buffer.from('The origin failed.\n') };
    }
  }

  /** The page that stands in for an error; where it cannot be had, the error itself. */
  async #errorPage(
    page: NonNullable<ErrorSpec['page']>,
    origin: OriginResponse,
  ): Promise<EdgeResponse> {
    const behaviour = this.#behaviourFor(page.path);
    const got = await this.#get(behaviour.spec, page.path);
    if (got.status >= 400) return origin;
    return { ...got, status: page.status };
  }

  /** What leaves the cache for this viewer: policy headers, `Age`, and 304 where the viewer has it already. */
  #leaving(
    behaviour: Behaviour,
    request: ViewerRequest,
    cached: Cached,
    word: CacheWord,
  ): EdgeResponse {
    const { response } = cached;
    const headers = applyPolicy(behaviour.spec.headersPolicy, response.headers, request.headers);
    headers.set('x-cache', [`${word} from cloudfront`]);
    if (word === 'Hit') {
      headers.set('age', [String(Math.floor((this.#now() - cached.storedAt) / 1000))]);
    }
    if (cached.failed || !notModified(request.headers, response.headers)) {
      return { ...response, headers };
    }
    for (const name of ['content-type', 'content-encoding', 'content-length']) headers.delete(name);
    return { status: 304, headers, body: Buffer.alloc(0) };
  }

  #generated(behaviour: Behaviour, viewer: ViewerRequest, response: EdgeResponse): EdgeResponse {
    const headers = applyPolicy(behaviour.spec.headersPolicy, response.headers, viewer.headers);
    headers.set('x-cache', ['FunctionGeneratedResponse from cloudfront']);
    return { ...response, headers };
  }

  #functionFailed(source: BehaviourSpec['viewerRequest'], failure: unknown): EdgeResponse {
    this.#options.log(`${source?.name} failed: ${String(failure)}`);
    const headers: Headers = headersOf({
      'content-type': 'text/plain',
      'x-cache': 'FunctionExecutionError from cloudfront',
    });
    return { status: 503, headers, body: Buffer.from('The CloudFront function failed.\n') };
  }
}

function attempt<T extends object>(
  run: ViewerFunction,
  event: object,
  read: (result: unknown) => T,
): T | { readonly failure: unknown } {
  try {
    return read(run(event));
  } catch (failure) {
    return { failure };
  }
}
