import type { Endpoint } from './endpoint.ts';

/** The services a stage is made of, as the SDK's variables and the control address call them. */
const SERVICES = {
  BEDROCK_RUNTIME: 'bedrock-runtime',
  CLOUDFORMATION: 'cloudformation',
  CLOUDFRONT: 'cloudfront',
  DYNAMODB: 'dynamodb',
  EVENTBRIDGE: 'events',
  S3: 's3',
  S3VECTORS: 's3vectors',
  SQS: 'sqs',
} as const;

/** The one caller of an embedded runtime who may do everything. Nothing about it is secret: it serves its machine only. */
const OPERATOR = 'offstone-operator';

/**
 * Turns this process's AWS clients to an embedded runtime: the variables that the SDK reads, in place of whatever
 * account the operator is logged in to, so that no event meant for a laptop ever reaches a deployed stage.
 */
export function turnTo(
  { controlUrl }: Endpoint,
  environment: Record<string, string | undefined>,
): void {
  for (const name of Object.keys(environment)) if (/^AWS_/.test(name)) delete environment[name];
  for (const [name, path] of Object.entries(SERVICES)) {
    environment[`AWS_ENDPOINT_URL_${name}`] = `${controlUrl}/aws/${path}`;
  }
  environment['AWS_REGION'] = 'eu-central-1';
  environment['AWS_ACCESS_KEY_ID'] = OPERATOR;
  environment['AWS_SECRET_ACCESS_KEY'] = OPERATOR;
}
