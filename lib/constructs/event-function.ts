import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmOn } from './alarm.ts';

/** One permission: actions in full (`dynamodb:PutItem`) on exact ARNs. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export interface EventFunctionProps {
  readonly code: Code;
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly Permission[];
  /**
   * Whether it sends to a queue that it consumes. Lambda takes a chain of 16 such invocations for a mistake and stops
   * it, unless told otherwise: https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html.
   */
  readonly sendsToItself: boolean;
  readonly alarms: ITopic;
}

/**
 * A function that consumes events, with a role and a log group of its own.
 *
 * The role's one policy is part of the role, so that nothing is ever deployed between the two.
 */
export class EventFunction extends Construct {
  readonly fn: LambdaFunction;

  constructor(scope: Construct, id: string, props: EventFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logs: Permission = {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    };
    this.fn = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      description: props.description,
      timeout: props.timeout,
      memorySize: props.memoryMegabytes,
      environment: { ...props.environment },
      role: new Role(this, 'Role', {
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        inlinePolicies: { permissions: policyOf([logs, ...props.permissions]) },
      }),
      recursiveLoop: props.sendsToItself ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
    });
    alarmOn(this, 'ErrorsAlarm', {
      metric: this.fn.metricErrors({ period: Duration.minutes(1) }),
      minutes: 3,
      description: `${id}: fails whole batches, minute after minute.`,
      alarms: props.alarms,
    });
  }
}

const policyOf = (permissions: readonly Permission[]): PolicyDocument =>
  new PolicyDocument({
    statements: permissions.map(
      ({ actions, resources }) =>
        new PolicyStatement({ actions: [...actions], resources: [...resources] }),
    ),
  });
