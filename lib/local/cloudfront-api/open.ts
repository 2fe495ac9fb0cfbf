import { randomBytes } from 'node:crypto';
import { escapeXml, xmlDocument } from '../s3/xml.ts';
import {
  ACCOUNT,
  type Need,
  type Service,
  type ServiceRequest,
  type ServiceResponse,
} from '../service.ts';
import { CloudFrontError, type InvalidationBatch, readBatch } from './invalidation-batch.ts';

interface CloudFrontOptions {
  /** Drops what the items name from the edge's cache: `/path`, `/prefix*` or `#tag`. */
  invalidate(distributionId: string, items: readonly string[]): Promise<void> | void;
  readonly now?: () => number;
}

/** The part of CloudFront's API that tells the edge to forget. */
export interface CloudFrontApi extends Service {
  createDistribution(id: string): void;
}

interface Invalidation {
  readonly id: string;
  readonly createdAt: number;
  readonly batch: InvalidationBatch;
}

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
const PATH = /^\/2020-05-31\/distribution\/([^/]+)\/invalidation(?:\/([^/]+))?\/?$/;
/** References are remembered this far back; the edge's cache does not outlive the process either. */
const REMEMBERED_MAX = 10_000;

/** What is known of one distribution: its invalidations by caller reference. */
type Invalidations = Map<string, Invalidation>;

/** CloudFront's REST interface for invalidations. */
export function openCloudFront(options: CloudFrontOptions): CloudFrontApi {
  const distributions = new Map<string, Invalidations>();
  const now = options.now ?? Date.now;
  return {
    createDistribution(id) {
      if (!distributions.has(id)) distributions.set(id, new Map());
    },
    needs: needsOf,
    async handle(request) {
      try {
        const { distribution, invalidation } = addressOf(request);
        const known = distributions.get(distribution);
        if (!known)
          throw missing('NoSuchDistribution', `There is no distribution ${distribution}.`);
        if (invalidation !== undefined) return answer(200, found(known, invalidation));
        const made = await create(options, now(), distribution, known, readBatch(request.body));
        return answer(201, made, { location: `${request.path}/${made.id}` });
      } catch (error) {
        return refusal(error);
      }
    },
    denied: (message) => refusal(new CloudFrontError('AccessDenied', 403, message)),
  };
}

/** A reference seen before with the same paths gives the invalidation it gave then, and drops nothing again. */
async function create(
  options: CloudFrontOptions,
  now: number,
  distribution: string,
  known: Invalidations,
  batch: InvalidationBatch,
): Promise<Invalidation> {
  const earlier = known.get(batch.callerReference);
  if (earlier && !sameItems(earlier.batch, batch))
    throw new CloudFrontError(
      'InvalidationBatchAlreadyExists',
      409,
      `The caller reference ${batch.callerReference} was used for other paths; every invalidation needs its own.`,
    );
  if (earlier) return earlier;
  const made = { id: newId(), createdAt: now, batch };
  await options.invalidate(distribution, batch.items);
  remember(known, made);
  return made;
}

function found(known: Invalidations, id: string): Invalidation {
  const invalidation = [...known.values()].find((each) => each.id === id);
  if (!invalidation) throw missing('NoSuchInvalidation', `There is no invalidation ${id}.`);
  return invalidation;
}

const missing = (code: string, message: string) => new CloudFrontError(code, 404, message);

function needsOf(request: ServiceRequest): readonly Need[] | undefined {
  const [, distribution, invalidation] = PATH.exec(request.path) ?? [];
  if (distribution === undefined) return undefined;
  const action = invalidation === undefined ? 'CreateInvalidation' : 'GetInvalidation';
  const resource = `arn:aws:cloudfront::${ACCOUNT}:distribution/${distribution}`;
  return [{ action: `cloudfront:${action}`, resource }];
}

function addressOf(request: ServiceRequest) {
  const [, distribution, invalidation] = PATH.exec(request.path) ?? [];
  const method = invalidation === undefined ? 'POST' : 'GET';
  if (distribution === undefined || request.method !== method)
    throw new CloudFrontError(
      'InvalidAction',
      400,
      `${request.method} ${request.path} does not run here.`,
    );
  return { distribution, invalidation };
}

const newId = (): string => `I${randomBytes(10).toString('hex').slice(0, 13).toUpperCase()}`;

const sameItems = (a: InvalidationBatch, b: InvalidationBatch): boolean =>
  a.items.length === b.items.length &&
  [...a.items].sort().join('\n') === [...b.items].sort().join('\n');

function remember(known: Map<string, Invalidation>, made: Invalidation): void {
  known.set(made.batch.callerReference, made);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
}

function answer(
  status: number,
  { id, createdAt, batch }: Invalidation,
  headers: Readonly<Record<string, string>> = {},
): ServiceResponse {
  const body = xmlDocument('Invalidation', NAMESPACE, {
    Id: id,
    Status: 'Completed',
    CreateTime: new Date(createdAt).toISOString(),
    InvalidationBatch: {
      Paths: { Quantity: batch.items.length, Items: { Path: batch.items } },
      CallerReference: batch.callerReference,
    },
  });
  return { status, headers: { 'content-type': 'text/xml', ...headers }, body };
}

function refusal(error: unknown): ServiceResponse {
  const message = error instanceof Error ? error.message : String(error);
  const known =
    error instanceof CloudFrontError ? error : new CloudFrontError('InternalError', 500, message);
  const type = known.status < 500 ? 'Sender' : 'Receiver';
  const body = `<?xml version="1.0"?>\n<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${type}</Type><Code>${known.code}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`;
  return { status: known.status, headers: { 'content-type': 'text/xml' }, body };
}
