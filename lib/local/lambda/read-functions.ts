import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { REGION } from '../service.ts';
import type { Resource, Stage } from '../template/stage.ts';
import { BooleanLike, NumberLike } from '../template/value.ts';

const FunctionProperties = v.object({
  Code: v.object({ S3Key: v.optional(v.string()), ZipFile: v.optional(v.string()) }),
  Handler: v.string('the handler is missing: only functions with one run here'),
  Runtime: v.string('the runtime is missing: container images do not run here'),
  Role: v.string(),
  Timeout: v.optional(NumberLike, 3),
  MemorySize: v.optional(NumberLike, 128),
  ReservedConcurrentExecutions: v.optional(NumberLike),
  Environment: v.optional(
    v.object({
      Variables: v.optional(
        v.record(
          v.string(),
          v.pipe(v.union([v.string(), NumberLike, BooleanLike]), v.transform(String)),
        ),
        {},
      ),
    }),
    {},
  ),
  LoggingConfig: v.optional(v.object({ LogGroup: v.optional(v.string()) }), {}),
  TracingConfig: v.optional(v.object({ Mode: v.string() })),
  DeadLetterConfig: v.optional(v.object({ TargetArn: v.string() })),
});

/** A function as the template describes it. */
export interface FunctionSpec {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  readonly file: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly reserved: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly traced: boolean;
  readonly deadLetterArn: string | undefined;
}

/**
 * Every Node function of the template with its bundle found. Functions in other languages are named to `skip`.
 *
 * @throws Error that names the function whose bundle or handler file is missing.
 */
export function readFunctions(
  stage: Stage,
  inlineFolder: string,
  skip: (line: string) => void,
): readonly FunctionSpec[] {
  return stage.of('AWS::Lambda::Function').flatMap((resource) => {
    const properties = resource.read(FunctionProperties);
    if (!properties.Runtime.startsWith('nodejs')) {
      skip(`not run here: ${resource.type} in ${properties.Runtime} (${resource.logicalId})`);
      return [];
    }
    const dot = properties.Handler.lastIndexOf('.');
    const folder = bundleFolder(stage, resource, properties.Code, inlineFolder);
    const spec: FunctionSpec = {
      logicalId: resource.logicalId,
      name: resource.name,
      arn: resource.arn,
      role: properties.Role.slice(properties.Role.lastIndexOf('/') + 1),
      file: handlerFile(resource, folder, properties.Handler.slice(0, dot)),
      handler: properties.Handler.slice(dot + 1),
      timeoutMs: properties.Timeout * 1000,
      memoryMb: properties.MemorySize,
      reserved: properties.ReservedConcurrentExecutions,
      variables: properties.Environment.Variables ?? {},
      logGroup: properties.LoggingConfig.LogGroup ?? `/aws/lambda/${resource.name}`,
      traced: properties.TracingConfig?.Mode === 'Active',
      deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    };
    return [spec];
  });
}

function bundleFolder(
  stage: Stage,
  resource: Resource,
  code: v.InferOutput<typeof FunctionProperties>['Code'],
  inlineFolder: string,
): string {
  if (code.ZipFile !== undefined) {
    const folder = join(inlineFolder, resource.name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.cjs'), code.ZipFile);
    return folder;
  }
  const folder = code.S3Key === undefined ? undefined : stage.asset(code.S3Key);
  if (folder === undefined || !existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Error(
      `${resource.stack}: the bundle of ${resource.logicalId} is missing (${folder ?? code.S3Key}): synthesize the app again.`,
    );
  }
  return folder;
}

function handlerFile(resource: Resource, folder: string, path: string): string {
  const file = ['mjs', 'js', 'cjs']
    .map((ending) => join(folder, `${path}.${ending}`))
    .find(existsSync);
  if (!file) {
    throw new Error(
      `${resource.stack}: ${resource.logicalId} has no ${path}.mjs, .js or .cjs in ${folder}.`,
    );
  }
  return file;
}

/** What Lambda itself puts into a function's environment, and where its SDK finds each service. */
export function lambdaVariables(
  spec: FunctionSpec,
  accessKeyId: string,
  awsUrl: string,
): Readonly<Record<string, string>> {
  return {
    ...spec.variables,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: spec.file.slice(0, spec.file.lastIndexOf('/')),
    _HANDLER: spec.handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: process.env['PATH'] ?? '',
    // The user's own AWS settings are none of a function's business.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...endpoints(awsUrl),
  };
}

/** The SDK's own variables for endpoints; the first catches every service that is not run here. */
export const endpoints = (awsUrl: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: `${awsUrl}/other`,
  AWS_ENDPOINT_URL_DYNAMODB: `${awsUrl}/dynamodb`,
  AWS_ENDPOINT_URL_DYNAMODB_STREAMS: `${awsUrl}/dynamodb`,
  AWS_ENDPOINT_URL_SQS: `${awsUrl}/sqs`,
  AWS_ENDPOINT_URL_S3: `${awsUrl}/s3`,
  AWS_ENDPOINT_URL_EVENTBRIDGE: `${awsUrl}/events`,
  AWS_ENDPOINT_URL_CLOUDFRONT: `${awsUrl}/cloudfront`,
  AWS_ENDPOINT_URL_CLOUDFORMATION: `${awsUrl}/cloudformation`,
  AWS_ENDPOINT_URL_S3VECTORS: `${awsUrl}/s3vectors`,
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${awsUrl}/bedrock-runtime`,
});
