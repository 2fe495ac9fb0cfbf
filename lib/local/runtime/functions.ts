import { join } from 'node:path';
import { functionKeyId } from '../front/callers.ts';
import type { Iam } from '../iam/ledger.ts';
import { LambdaFunction } from '../lambda/function.ts';
import { openLogFile } from '../lambda/log-file.ts';
import { type FunctionSpec, lambdaVariables } from '../lambda/read-functions.ts';
import { arn } from '../template/names.ts';

/** Environments of one function at a time on a laptop, where the template does not ask for fewer. */
const CONCURRENCY_MAX = 2;

export interface FunctionsOptions {
  readonly dataDir: string;
  readonly awsUrl: string;
  readonly iam: Iam;
}

/** A function of the template that runs here. */
export interface RunningFunction {
  readonly spec: FunctionSpec;
  readonly fn: LambdaFunction;
  readonly logFile: string;
}

/** Makes the functions, by name; none is started yet. */
export function makeFunctions(
  specs: readonly FunctionSpec[],
  options: FunctionsOptions,
): ReadonlyMap<string, RunningFunction> {
  return new Map(specs.map((spec) => [spec.name, makeFunction(spec, options)]));
}

function makeFunction(
  spec: FunctionSpec,
  { dataDir, awsUrl, iam }: FunctionsOptions,
): RunningFunction {
  const logFile = join(dataDir, 'logs', `${spec.name}.log`);
  const logStream = 'local';
  const fn = new LambdaFunction({
    boot: {
      file: spec.file,
      handler: spec.handler,
      functionName: spec.name,
      functionArn: spec.arn,
      memoryMb: spec.memoryMb,
      logGroup: spec.logGroup,
      logStream,
    },
    variables: lambdaVariables(spec, functionKeyId(spec.name), awsUrl),
    timeoutMs: spec.timeoutMs,
    log: openLogFile(logFile),
    concurrencyMax: Math.min(spec.reserved ?? CONCURRENCY_MAX, CONCURRENCY_MAX),
    onInvoke: once(() => bookLogs(spec, iam, logStream)),
  });
  return { spec, fn, logFile };
}

/** Lambda writes at least its own lines to a function's log at each invocation, in the function's name; so with traces. */
function bookLogs(spec: FunctionSpec, iam: Iam, logStream: string): void {
  const resource = arn('logs', `log-group:${spec.logGroup}:log-stream:${logStream}`);
  for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
    iam.allows(spec.role, { action, resource }, spec.name);
  }
  if (!spec.traced) return;
  for (const action of ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']) {
    iam.allows(spec.role, { action, resource: '*' }, spec.name);
  }
}

function once(run: () => void): () => void {
  let ran = false;
  return () => {
    if (ran) return;
    ran = true;
    run();
  };
}
