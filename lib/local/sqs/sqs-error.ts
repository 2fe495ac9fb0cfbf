/** A refusal as SQS words it: thrown by queues in-process, put on the wire by the service. */
export class SqsError extends Error {
  override readonly name = 'SqsError';
  /** The modelled name that SDK clients turn into an exception class. */
  readonly code: string;
  /** The name of the older query protocol, which clients still read from a header. */
  readonly queryCode: string;
  readonly status: number;

  constructor(code: string, message: string, queryCode: string = code, status = 400) {
    super(message);
    this.code = code;
    this.queryCode = queryCode;
    this.status = status;
  }
}

export const invalidParameter = (message: string) =>
  new SqsError('InvalidParameterValueException', message, 'InvalidParameterValue');

export const missingParameter = (name: string) =>
  new SqsError(
    'MissingParameterException',
    `The request must contain the parameter ${name}.`,
    'MissingParameter',
  );

export const noSuchQueue = (name: string) =>
  new SqsError(
    'QueueDoesNotExist',
    `The specified queue does not exist: ${name}.`,
    'AWS.SimpleQueueService.NonExistentQueue',
  );

export const unsupported = (message: string) =>
  new SqsError('UnsupportedOperation', message, 'AWS.SimpleQueueService.UnsupportedOperation');
