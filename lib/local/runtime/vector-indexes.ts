import * as v from 'valibot';
import type { IndexSpec } from '../s3vectors/vector-index.ts';
import { vectorIndexArn } from '../template/names.ts';
import type { Resource, Stage } from '../template/stage.ts';
import { NumberLike } from '../template/value.ts';
import type { Stores } from './stores.ts';

const TYPE = 'AWS::S3Vectors::Index';

const IndexProperties = v.object({
  VectorBucketArn: v.optional(v.string()),
  VectorBucketName: v.optional(v.string()),
  Dimension: NumberLike,
  DistanceMetric: v.literal('cosine', 'only cosine distances run here'),
  DataType: v.literal('float32'),
  MetadataConfiguration: v.optional(
    v.object({ NonFilterableMetadataKeys: v.optional(v.array(v.string()), []) }),
    {},
  ),
});

export const hasVectors = (stage: Stage): boolean => stage.of(TYPE).length > 0;

/** The ARN of an index of the template. @throws Error when it names no bucket. */
export function indexArnOf(stage: Stage, stack: string, logicalId: string): string {
  const index = stage.of(TYPE).find((each) => each.stack === stack && each.logicalId === logicalId);
  if (!index) throw new Error(`${stack}: no vector index is called ${logicalId}.`);
  return specOf(index).arn;
}

/** Makes the template's vector indexes. */
export async function makeVectorIndexes(stage: Stage, { vectors }: Stores): Promise<void> {
  for (const resource of stage.of(TYPE)) await vectors.createIndex(specOf(resource));
}

function specOf(resource: Resource): IndexSpec {
  const properties = resource.read(IndexProperties);
  const {
    VectorBucketName: given,
    VectorBucketArn: arn,
    Dimension,
    MetadataConfiguration,
  } = properties;
  const bucket = given ?? arn?.slice(arn.lastIndexOf('/') + 1);
  if (!bucket) throw new Error(`${resource.stack}: ${resource.logicalId} names no vector bucket.`);
  return {
    arn: vectorIndexArn(bucket, resource.name),
    dimension: Dimension,
    unfilterable: MetadataConfiguration.NonFilterableMetadataKeys ?? [],
  };
}
