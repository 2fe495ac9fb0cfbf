import type { Stack } from 'aws-cdk-lib';
import { CfnIndex, CfnVectorBucket } from 'aws-cdk-lib/aws-s3vectors';
import type { DeliveredSite } from './delivery-stack.ts';
import type { MeaningSettings } from './stage.ts';

/** Amazon Titan Text Embeddings V2. Has to be offered in the stage's region. */
const MODEL = 'amazon.titan-embed-text-v2:0';

/**
 * Half of what the model gives at most. By its makers' measure 99 % of the accuracy is left
 * (https://aws.amazon.com/blogs/aws/amazon-titan-text-v2-now-available-in-amazon-bedrock-optimized-for-improving-rag/),
 * at half the price of storing and searching.
 */
const DIMENSIONS = 512;

/** A site, and where the vectors of its articles are, where the stage has a model. */
export interface RelatedSite extends DeliveredSite {
  /** The ARN of its index. */
  readonly vectors?: string;
}

/** A model of meaning as functions and the command line are told of it. */
export interface Meaning {
  readonly modelArn: string;
  /** OFFSTONE_MEANING. */
  readonly model: string;
  readonly sites: readonly RelatedSite[];
}

/**
 * A vector index for each site: a search is charged by the size of its index, finds nobody else's articles, and a site
 * that goes takes its vectors along. Names are CloudFormation's own, so that an index made anew is known to be another.
 * The indexes go with the setting: what is in them is made of articles, and can be again.
 */
export function makeMeaning(
  stack: Stack,
  { near }: MeaningSettings,
  sites: readonly DeliveredSite[],
): Meaning {
  if (!(near > 0 && near < 1)) {
    throw new Error(
      `meaning.near is ${near}: give the least cosine of articles that are near, above 0 and below 1 (0.4 to begin with).`,
    );
  }
  const bucket = new CfnVectorBucket(stack, 'Vectors');
  return {
    modelArn: stack.formatArn({
      service: 'bedrock',
      account: '',
      resource: 'foundation-model',
      resourceName: MODEL,
    }),
    model: JSON.stringify({ model: MODEL, dimensions: DIMENSIONS, near }),
    sites: sites.map((delivered) => {
      const index = new CfnIndex(stack, `Vectors-${delivered.site.id}`, {
        vectorBucketArn: bucket.attrVectorBucketArn,
        dataType: 'float32',
        dimension: DIMENSIONS,
        distanceMetric: 'cosine',
      });
      return { ...delivered, vectors: index.attrIndexArn };
    }),
  };
}
