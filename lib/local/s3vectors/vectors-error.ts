/** A refusal of S3 Vectors, by the name that its clients know. */
export class VectorsError extends Error {
  override readonly name = 'VectorsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const invalid = (message: string): VectorsError =>
  new VectorsError('ValidationException', message, 400);
