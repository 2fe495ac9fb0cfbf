import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { CLIENT, unlogged } from './lean.ts';

/** TLS and ETags guard the bytes already; a checksum beside them costs a pass over every page. */
export const s3Client = (): S3Client =>
  unlogged(
    new S3Client({
      ...CLIENT,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  );

/** S3 says 404 for what is not there only to those who may list the bucket, which no function may: to others, 403. */
export const NOT_FOUND: ReadonlySet<number | undefined> = new Set([403, 404]);

/** Gives an empty answer where S3 answers with one of `statuses`. */
export async function absentOn<T extends object>(
  statuses: ReadonlySet<number | undefined>,
  ask: () => Promise<T>,
): Promise<Partial<T>> {
  try {
    return await ask();
  } catch (error) {
    const isAbsent =
      error instanceof S3ServiceException && statuses.has(error.$metadata.httpStatusCode);
    if (isAbsent) return {};
    throw error;
  }
}
