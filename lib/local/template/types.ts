import { ACCOUNT, REGION } from '../service.ts';
import { arn, bucketArn, bucketDomains, edgeId, physicalName, vectorBucketArn } from './names.ts';

/** Where things are, as far as references in a template need to know. */
export interface Whereabouts {
  queueUrl(name: string): string;
  streamArn(tableName: string): string;
  /** `127.0.0.1:<port>` of a distribution. */
  distributionDomain(stack: string, logicalId: string): string;
  /** The ARN of a vector index, which is in a bucket that the index itself names. */
  vectorIndexArn(stack: string, logicalId: string): string;
}

/** A resource as its references see it. `name` is its physical name. */
export interface Named {
  readonly stack: string;
  readonly logicalId: string;
  readonly name: string;
  readonly where: Whereabouts;
}

type Attribute = (resource: Named) => string;

/** How one type of resource is named and referred to. */
export interface ResourceType {
  /** `quiet`: on AWS it does something that a laptop needs nothing of. */
  readonly here: 'run' | 'quiet';
  /** The property that may give its physical name. */
  readonly nameFrom?: string;
  readonly made?: (stack: string, logicalId: string) => string;
  readonly ref?: Attribute;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

const named =
  (service: string, kind: string, global = false): Attribute =>
  ({ name }) =>
    arn(service, `${kind}${name}`, { global });

const table: ResourceType = {
  here: 'run',
  nameFrom: 'TableName',
  attributes: {
    Arn: named('dynamodb', 'table/'),
    StreamArn: ({ name, where }) => where.streamArn(name),
    TableId: ({ name }) => name,
  },
};

/** Policies and access controls of the edge are known by an id alone. */
const edgePart = (here: 'run' | 'quiet' = 'run'): ResourceType => ({
  here,
  made: edgeId,
  attributes: { Id: ({ name }) => name },
});

/** What has no name of its own in a reference: it only configures something else. */
const part = (here: 'run' | 'quiet' = 'run'): ResourceType => ({
  here,
  attributes: { Id: ({ name }) => name },
});

const quiet = (service: string, kind: string, nameFrom: string): ResourceType => ({
  here: 'quiet',
  nameFrom,
  attributes: { Arn: named(service, kind) },
});

/** Buckets of every kind take no capitals. */
const lowerCaseName = (stack: string, logicalId: string): string =>
  physicalName(stack, logicalId).toLowerCase();

const indexArn: Attribute = ({ stack, logicalId, where }) => where.vectorIndexArn(stack, logicalId);

/** Every type of resource this runtime knows what to do about. Others are named at start. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::SQS::Queue': {
    here: 'run',
    nameFrom: 'QueueName',
    ref: ({ name, where }) => where.queueUrl(name),
    attributes: {
      Arn: named('sqs', ''),
      QueueName: ({ name }) => name,
      QueueUrl: ({ name, where }) => where.queueUrl(name),
    },
  },
  'AWS::SQS::QueuePolicy': part('quiet'),
  'AWS::S3::Bucket': {
    here: 'run',
    nameFrom: 'BucketName',
    made: lowerCaseName,
    attributes: {
      Arn: ({ name }) => bucketArn(name),
      DomainName: ({ name }) => bucketDomains(name)[0],
      RegionalDomainName: ({ name }) => bucketDomains(name)[1],
      DualStackDomainName: ({ name }) => bucketDomains(name)[2],
    },
  },
  'AWS::S3::BucketPolicy': part(),
  'AWS::S3Vectors::VectorBucket': {
    here: 'run',
    nameFrom: 'VectorBucketName',
    made: lowerCaseName,
    ref: ({ name }) => vectorBucketArn(name),
    attributes: { VectorBucketArn: ({ name }) => vectorBucketArn(name) },
  },
  'AWS::S3Vectors::Index': {
    here: 'run',
    nameFrom: 'IndexName',
    made: lowerCaseName,
    ref: indexArn,
    attributes: { IndexArn: indexArn },
  },
  'AWS::Events::EventBus': {
    here: 'run',
    nameFrom: 'Name',
    attributes: { Arn: named('events', 'event-bus/'), Name: ({ name }) => name },
  },
  'AWS::Events::Rule': {
    here: 'run',
    nameFrom: 'Name',
    attributes: { Arn: named('events', 'rule/') },
  },
  'AWS::Events::EventBusPolicy': part('quiet'),
  'AWS::Events::Archive': quiet('events', 'archive/', 'ArchiveName'),
  'AWS::Lambda::Function': {
    here: 'run',
    nameFrom: 'FunctionName',
    attributes: { Arn: named('lambda', 'function:') },
  },
  'AWS::Lambda::EventSourceMapping': part(),
  'AWS::Lambda::EventInvokeConfig': part(),
  'AWS::Lambda::Permission': part('quiet'),
  'AWS::IAM::Role': {
    here: 'run',
    nameFrom: 'RoleName',
    attributes: { Arn: named('iam', 'role/', true), RoleId: ({ name }) => name },
  },
  'AWS::IAM::Policy': part(),
  'AWS::IAM::ManagedPolicy': {
    here: 'run',
    nameFrom: 'ManagedPolicyName',
    ref: named('iam', 'policy/', true),
    attributes: { PolicyArn: named('iam', 'policy/', true) },
  },
  'AWS::CloudFront::Distribution': {
    here: 'run',
    made: edgeId,
    attributes: {
      Id: ({ name }) => name,
      DomainName: ({ stack, logicalId, where }) => where.distributionDomain(stack, logicalId),
    },
  },
  'AWS::CloudFront::Function': {
    here: 'run',
    nameFrom: 'Name',
    ref: named('cloudfront', 'function/', true),
    attributes: {
      FunctionARN: named('cloudfront', 'function/', true),
      'FunctionMetadata.FunctionARN': named('cloudfront', 'function/', true),
    },
  },
  'AWS::CloudFront::CachePolicy': edgePart(),
  'AWS::CloudFront::ResponseHeadersPolicy': edgePart(),
  'AWS::CloudFront::OriginRequestPolicy': edgePart('quiet'),
  'AWS::CloudFront::OriginAccessControl': edgePart('quiet'),
  'AWS::CloudFront::MonitoringSubscription': part('quiet'),
  'AWS::Logs::LogGroup': {
    here: 'quiet',
    nameFrom: 'LogGroupName',
    attributes: { Arn: ({ name }) => arn('logs', `log-group:${name}:*`) },
  },
  'AWS::Logs::MetricFilter': part('quiet'),
  'AWS::Logs::QueryDefinition': part('quiet'),
  'AWS::CloudWatch::Alarm': quiet('cloudwatch', 'alarm:', 'AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': quiet('cloudwatch', 'alarm:', 'AlarmName'),
  'AWS::CloudWatch::Dashboard': part('quiet'),
  'AWS::SNS::Topic': {
    here: 'quiet',
    nameFrom: 'TopicName',
    ref: named('sns', ''),
    attributes: { TopicArn: named('sns', ''), TopicName: ({ name }) => name },
  },
  'AWS::SNS::TopicPolicy': part('quiet'),
  'AWS::SNS::Subscription': part('quiet'),
  'AWS::ResourceGroups::Group': part('quiet'),
  'AWS::Budgets::Budget': part('quiet'),
  'AWS::CDK::Metadata': part('quiet'),
};

/** The values of AWS:: pseudo-parameters; the stack's own are added by the stack. */
export const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};
