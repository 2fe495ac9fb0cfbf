/** A refusal as S3 words it. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const noSuchKey = (key: string) =>
  new S3Error('NoSuchKey', 404, `The specified key does not exist: ${key}`);

export const noSuchBucket = (name: string) =>
  new S3Error('NoSuchBucket', 404, `The specified bucket does not exist: ${name}`);

export const preconditionFailed = (condition: string) =>
  new S3Error(
    'PreconditionFailed',
    412,
    `At least one of the pre-conditions you specified did not hold: ${condition}`,
  );
