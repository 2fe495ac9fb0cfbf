import { randomBytes } from 'node:crypto';
import type { SiteId } from '#domain/ids.ts';
import type { Ports, QueueName } from '#domain/ports.ts';
import type { Site } from '#domain/site/site.ts';
import { instant } from '#domain/time.ts';

/** A function's environment: process.env, or a test's own. */
export type Environment = { readonly [name: string]: string | undefined };

/** A site as OFFSTONE_SITES describes it. A function that never touches pages or the edge is not told where they are. */
type DeployedSite = Site & { readonly bucket?: string; readonly distributionId?: string };

const QUEUES: readonly (readonly [QueueName, string])[] = [
  ['pages', 'OFFSTONE_QUEUE_PAGES'],
  ['pagesBulk', 'OFFSTONE_QUEUE_PAGES_BULK'],
  ['relate', 'OFFSTONE_QUEUE_RELATE'],
  ['relateBulk', 'OFFSTONE_QUEUE_RELATE_BULK'],
  ['outcomes', 'OFFSTONE_QUEUE_OUTCOMES'],
  ['releases', 'OFFSTONE_QUEUE_RELEASES'],
];

/**
 * The world as the OFFSTONE_* environment names it. Only what is named is loaded: an SDK client takes some 40 ms of a
 * cold start. Touching a port that was not named throws, naming the variable that is missing.
 */
export async function awsPorts(environment: Environment): Promise<Ports> {
  const sites = sitesOf(environment);
  const [table, pages, queues, bus, edge, drop] = await Promise.all([
    openTable(environment),
    openPages(sites),
    openQueues(environment),
    openBus(environment),
    openEdge(sites),
    openDrop(environment),
  ]);
  return {
    get table() {
      return table ?? unset('OFFSTONE_TABLE');
    },
    get pages() {
      return pages ?? unset('OFFSTONE_SITES (with each site’s bucket)');
    },
    get queues() {
      return queues ?? unset('OFFSTONE_QUEUE_…');
    },
    get bus() {
      return bus ?? unset('OFFSTONE_BUS');
    },
    get edge() {
      return edge ?? unset('OFFSTONE_SITES (with each site’s distributionId)');
    },
    get drop() {
      return drop ?? unset('OFFSTONE_DROP');
    },
    now: () => instant(Date.now()),
    nonce,
    sites: new Map(sites.map(({ bucket: _, distributionId: __, ...site }) => [site.id, site])),
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  };
}

function unset(variable: string): never {
  throw new Error(`${variable} is not set in the environment of this function.`);
}

/** 128 bits, in characters that no comment, header or key minds. */
const nonce = (): string => randomBytes(16).toString('hex');

function sitesOf({ OFFSTONE_SITES }: Environment): readonly DeployedSite[] {
  return OFFSTONE_SITES ? (JSON.parse(OFFSTONE_SITES) as readonly DeployedSite[]) : [];
}

async function openTable({ OFFSTONE_TABLE }: Environment) {
  if (!OFFSTONE_TABLE) return undefined;
  const [{ DynamoDBClient }, { awsTable }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('./aws/table.ts'),
  ]);
  return awsTable(new DynamoDBClient({}), OFFSTONE_TABLE);
}

async function openPages(sites: readonly DeployedSite[]) {
  const buckets = new Map<SiteId, string>();
  for (const { id, bucket } of sites) if (bucket !== undefined) buckets.set(id, bucket);
  if (buckets.size === 0) return undefined;
  const [client, { awsPages }] = await Promise.all([openS3(), import('./aws/pages.ts')]);
  return awsPages(client, buckets);
}

async function openDrop({ OFFSTONE_DROP }: Environment) {
  if (!OFFSTONE_DROP) return undefined;
  const [client, { awsDrop }] = await Promise.all([openS3(), import('./aws/drop.ts')]);
  return awsDrop(client, OFFSTONE_DROP);
}

/** TLS and ETags guard the bytes already; a checksum beside them costs a pass over every page. */
async function openS3() {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

async function openQueues(environment: Environment) {
  const urls = new Map<QueueName, string>();
  for (const [queue, variable] of QUEUES) {
    const url = environment[variable];
    if (url) urls.set(queue, url);
  }
  if (urls.size === 0) return undefined;
  const [{ SQSClient }, { awsQueues }] = await Promise.all([
    import('@aws-sdk/client-sqs'),
    import('./aws/queues.ts'),
  ]);
  // The endpoint is the region's, or AWS_ENDPOINT_URL_SQS; never a host that a queue's URL names.
  return awsQueues(new SQSClient({ useQueueUrlAsEndpoint: false, md5: false }), urls);
}

async function openBus({ OFFSTONE_BUS }: Environment) {
  if (!OFFSTONE_BUS) return undefined;
  const [{ EventBridgeClient }, { awsBus }] = await Promise.all([
    import('@aws-sdk/client-eventbridge'),
    import('./aws/bus.ts'),
  ]);
  return awsBus(new EventBridgeClient({}), OFFSTONE_BUS);
}

async function openEdge(sites: readonly DeployedSite[]) {
  const edges = new Map<SiteId, { baseUrl: string; distributionId: string }>();
  for (const { id, baseUrl, distributionId } of sites) {
    if (distributionId !== undefined) edges.set(id, { baseUrl, distributionId });
  }
  if (edges.size === 0) return undefined;
  const [{ CloudFrontClient }, { awsEdge }] = await Promise.all([
    import('@aws-sdk/client-cloudfront'),
    import('./aws/edge.ts'),
  ]);
  return awsEdge(new CloudFrontClient({}), edges, nonce);
}
