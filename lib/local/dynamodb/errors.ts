import type { Item } from './value.ts';

const MODEL = 'com.amazonaws.dynamodb.v20120810';
const CORAL = 'com.amazon.coral';

/** An answer that DynamoDB gives instead of a result. */
export class DynamoError extends Error {
  readonly type: string;
  readonly status: number;
  /** Members of the error's body beside its type and message. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    type: string,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
    status = 400,
  ) {
    super(message);
    this.name = 'DynamoError';
    this.type = type;
    this.status = status;
    this.members = members;
  }

  /** The error's short name, as SDK clients raise it: `ValidationException`. */
  get shortName(): string {
    return this.type.slice(this.type.indexOf('#') + 1);
  }
}

export const invalid = (message: string): DynamoError =>
  new DynamoError(`${CORAL}.validate#ValidationException`, message);

/** A member of the request that breaks its declared constraint, in the wording of AWS's request validator. */
export const constraint = (member: string, value: string, rule: string): DynamoError =>
  invalid(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`,
  );

export const serialization = (message: string): DynamoError =>
  new DynamoError(`${CORAL}.service#SerializationException`, message);

export const unknownOperation = (): DynamoError =>
  new DynamoError(`${CORAL}.service#UnknownOperationException`, '');

export const accessDenied = (message: string): DynamoError =>
  new DynamoError(`${CORAL}.service#AccessDeniedException`, message);

export const modelled = (
  name: string,
  message: string,
  members?: Readonly<Record<string, unknown>>,
): DynamoError => new DynamoError(`${MODEL}#${name}`, message, members);

export const notFound = (message = 'Requested resource not found'): DynamoError =>
  modelled('ResourceNotFoundException', message);

/** `item` is the item as it was, when the caller asked for it. */
export const conditionFailed = (item?: Item): DynamoError =>
  modelled(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    item && { Item: item },
  );

export const throttled = (): DynamoError =>
  modelled(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  );

export const conflict = (): DynamoError =>
  modelled('TransactionConflictException', 'Transaction is ongoing for the item');
