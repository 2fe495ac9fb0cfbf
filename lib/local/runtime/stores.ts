import { join } from 'node:path';
import * as v from 'valibot';
import { type CloudFrontApi, openCloudFront } from '../cloudfront-api/open.ts';
import { type Dynamo, openDynamo } from '../dynamodb/dynamo.ts';
import type { Deliver } from '../events/deliveries.ts';
import { type Events, openEvents } from '../events/open.ts';
import { openS3, type S3 } from '../s3/open.ts';
import { openVectors, type Vectors } from '../s3vectors/open.ts';
import { openSqs, type Sqs } from '../sqs/open.ts';
import type { Stage } from '../template/stage.ts';
import { AnyRecord, BooleanLike, NumberLike } from '../template/value.ts';

/** The services that keep something, with everything of the template in them. */
export interface Stores {
  readonly dynamo: Dynamo;
  readonly sqs: Sqs;
  readonly s3: S3;
  readonly events: Events;
  readonly cloudFront: CloudFrontApi;
  readonly vectors: Vectors;
}

export interface StoresOptions {
  readonly dataDir: string;
  /** `http://127.0.0.1:<port>/aws` */
  readonly awsUrl: string;
  readonly deliver: Deliver;
  invalidate(distributionId: string, items: readonly string[]): void;
  /** Told each store's way to close, as soon as it is open. */
  opened(close: () => Promise<void>): void;
}

/** Opens the services over the data folder. */
export async function openStores(options: StoresOptions): Promise<Stores> {
  const { dataDir, awsUrl, deliver, invalidate, opened } = options;
  const dir = (name: string): string => join(dataDir, name);
  const keep = <T extends { close(): Promise<void> }>(store: T): T => {
    opened(() => store.close());
    return store;
  };
  return {
    dynamo: keep(await openDynamo({ dir: dir('dynamodb') })),
    sqs: keep(await openSqs({ dir: dir('sqs'), endpoint: `${awsUrl}/sqs` })),
    s3: keep(await openS3({ dir: dir('s3') })),
    events: keep(await openEvents({ dir: dir('events'), deliver })),
    cloudFront: openCloudFront({ invalidate }),
    vectors: keep(await openVectors({ dir: dir('s3vectors') })),
  };
}

const Keys = v.array(v.object({ AttributeName: v.string(), KeyType: v.string() }));
const TableProperties = v.object({
  KeySchema: Keys,
  AttributeDefinitions: v.array(v.object({ AttributeName: v.string(), AttributeType: v.string() })),
  StreamSpecification: v.optional(v.object({ StreamViewType: v.optional(v.string()) })),
  TimeToLiveSpecification: v.optional(
    v.object({ AttributeName: v.optional(v.string()), Enabled: v.optional(BooleanLike) }),
  ),
  GlobalSecondaryIndexes: v.optional(v.array(AnyRecord)),
  LocalSecondaryIndexes: v.optional(v.array(AnyRecord)),
});

const Redrive = v.object({ deadLetterTargetArn: v.string(), maxReceiveCount: NumberLike });
const QueueProperties = v.object({
  VisibilityTimeout: v.optional(NumberLike, 30),
  MessageRetentionPeriod: v.optional(NumberLike, 345_600),
  DelaySeconds: v.optional(NumberLike, 0),
  RedrivePolicy: v.optional(v.union([Redrive, v.pipe(v.string(), v.parseJson(), Redrive)])),
});

/** Makes the template's tables. Before anything else, for only then their streams have ARNs. */
export async function makeTables(stage: Stage, { dynamo }: Stores): Promise<void> {
  for (const resource of stage.of('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')) {
    const { TimeToLiveSpecification, ...properties } = resource.read(TableProperties);
    await dynamo.createTable({
      TableName: resource.name,
      ...properties,
      TimeToLive: TimeToLiveSpecification,
    });
  }
}

/** Makes the template's queues, buckets, buses and distributions. */
export function makeResources(stage: Stage, { sqs, s3, events, cloudFront }: Stores): void {
  for (const resource of stage.of('AWS::SQS::Queue')) {
    const { VisibilityTimeout, MessageRetentionPeriod, DelaySeconds, RedrivePolicy } =
      resource.read(QueueProperties);
    sqs.createQueue({
      name: resource.name,
      visibilityTimeout: VisibilityTimeout,
      retention: MessageRetentionPeriod,
      delaySeconds: DelaySeconds,
      redrive: RedrivePolicy && {
        deadLetterArn: RedrivePolicy.deadLetterTargetArn,
        maxReceiveCount: RedrivePolicy.maxReceiveCount,
      },
    });
  }
  for (const { name } of stage.of('AWS::S3::Bucket')) s3.createBucket(name);
  for (const { name } of stage.of('AWS::Events::EventBus')) events.createBus(name);
  for (const { name } of stage.of('AWS::CloudFront::Distribution'))
    cloudFront.createDistribution(name);
}
