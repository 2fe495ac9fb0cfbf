import { child, childText, parseXml } from '../s3/xml.ts';

/** A refusal as CloudFront words it. */
export class CloudFrontError extends Error {
  override readonly name = 'CloudFrontError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What a caller wants forgotten. */
export interface InvalidationBatch {
  readonly callerReference: string;
  readonly items: readonly string[];
}

/** CloudFront's quotas for one batch, one path, and one cache tag ("Invalidating files", 2026). */
const ITEMS_MAX = 3000;
const PATH_CHARS_MAX = 4000;
const TAG_CHARS_MAX = 256;

/** Reads the body of CreateInvalidation; throws what CloudFront answers to a bad one. */
export function readBatch(body: Buffer): InvalidationBatch {
  const root = parseXml(body.toString());
  if (root?.name !== 'InvalidationBatch')
    throw new CloudFrontError('MissingBody', 400, 'The body must be an InvalidationBatch.');
  const callerReference = childText(root, 'CallerReference') ?? '';
  if (callerReference === '') throw invalid('CallerReference must not be empty.');
  const paths = child(root, 'Paths');
  const items = (child(paths, 'Items')?.children ?? []).map(({ text }) => text);
  const quantity = Number(childText(paths, 'Quantity'));
  if (quantity !== items.length)
    throw new CloudFrontError(
      'InconsistentQuantities',
      400,
      `Quantity says ${quantity}, but there are ${items.length} paths.`,
    );
  if (items.length === 0) throw invalid('Paths must have at least one item.');
  if (items.length > ITEMS_MAX)
    throw new CloudFrontError('BatchTooLarge', 413, `A batch has at most ${ITEMS_MAX} items.`);
  for (const item of items) checkItem(item);
  return { callerReference, items };
}

/** A path begins with `/`, is percent-encoded ASCII, and has `*` only at its end; a tag is `#` and its name. */
function checkItem(item: string): void {
  const shape = item.startsWith('#') ? /^#[!-)+-~]+$/ : /^\/[!-)+-~]*\*?$/;
  const max = item.startsWith('#') ? TAG_CHARS_MAX + 1 : PATH_CHARS_MAX;
  if (shape.test(item) && item.length <= max) return;
  throw invalid(
    `Your request contains an invalid invalidation path: "${item}". Give /path, /prefix* or #tag, percent-encoded, in at most ${max} characters.`,
  );
}

const invalid = (message: string) => new CloudFrontError('InvalidArgument', 400, message);
