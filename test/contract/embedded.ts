import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCloudFront } from '../../lib/local/cloudfront-api/open.ts';
import { openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import type { DistributionSpec } from '../../lib/local/edge/config.ts';
import { Distribution } from '../../lib/local/edge/distribution.ts';
import { edgeServer } from '../../lib/local/edge/server.ts';
import { openEvents } from '../../lib/local/events/open.ts';
import { openS3, type S3 } from '../../lib/local/s3/open.ts';
import { openSqs } from '../../lib/local/sqs/open.ts';
import { mount } from '../local-services/mount.ts';
import { EARS, overSdk, QUEUE_VARIABLES } from './over-sdk.ts';
import type { World } from './worlds.ts';

const TABLE = 'offstone-contract';
const PAGES = 'offstone-contract-pages';
const DROP = 'offstone-contract-drop';
const BUS = 'offstone';
const DISTRIBUTION = 'ECONTRACT00001';

/** The embedded services on one port, and the real SDK clients led to them by environment alone. */
export async function embedded(): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'offstone-contract-'));
  const site = await mount();
  const dynamo = await openDynamo({ dir: join(dir, 'dynamodb'), sweepEveryMs: 0 });
  await dynamo.createTable(TABLE_SPEC);
  const s3 = await openS3({ dir: join(dir, 's3') });
  for (const bucket of [PAGES, DROP]) s3.createBucket(bucket);
  const { queues, events } = await openMessaging(dir, `${site.origin}/aws/sqs`);
  const reader = await openEdge(s3);
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: site.add('dynamodb', dynamo.service),
    AWS_ENDPOINT_URL_S3: site.add('s3', s3),
    AWS_ENDPOINT_URL_SQS: site.add('sqs', queues),
    AWS_ENDPOINT_URL_EVENTBRIDGE: site.add('events', events),
    AWS_ENDPOINT_URL_CLOUDFRONT: site.add('cloudfront', reader.api),
  });
  const environment = {
    ...Object.fromEntries(
      queues.queues().map(({ url }) => [url.slice(url.lastIndexOf('/') + 1), url]),
    ),
    OFFSTONE_TABLE: TABLE,
    OFFSTONE_BUS: BUS,
    OFFSTONE_DROP: DROP,
    OFFSTONE_SITES: JSON.stringify([
      { id: 'daily', baseUrl: reader.baseUrl, bucket: PAGES, distributionId: DISTRIBUTION },
    ]),
  };
  return overSdk(environment, 0, async () => {
    reader.close();
    await site.close();
    await Promise.all([dynamo.close(), s3.close(), queues.close(), events.close()]);
    rmSync(dir, { recursive: true });
  });
}

export const TABLE_SPEC = {
  TableName: TABLE,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
};

/** Queues named after the variables that lead to them, and a bus whose events a rule takes to the ears. */
async function openMessaging(dir: string, endpoint: string) {
  const queues = await openSqs({ dir: join(dir, 'sqs'), endpoint });
  for (const name of [...Object.values(QUEUE_VARIABLES), EARS]) {
    queues.createQueue({ name, visibilityTimeout: 60, retention: 3600, delaySeconds: 0 });
  }
  const ears = queues.queue(EARS);
  const events = await openEvents({
    dir: join(dir, 'events'),
    deliver: async (_, event) => void (await ears?.send(JSON.stringify(event))),
  });
  events.createBus(BUS);
  events.putRule({
    name: 'ears',
    bus: BUS,
    pattern: { source: [{ prefix: '' }] },
    targets: [{ id: 'ears', arn: ears?.arn ?? '' }],
  });
  events.start();
  return { queues, events };
}

/** A distribution with the edge functions that are deployed, on a port of its own, and the API that makes it forget. */
async function openEdge(s3: S3) {
  const distribution = new Distribution({
    spec: DISTRIBUTION_SPEC,
    domainName: 'daily.example',
    getObject: async (bucket, key) => {
      const object = await s3.bucket(bucket)?.get(key);
      if (!object) return undefined;
      const { bytes, etag, modifiedAt, headers, metadata } = object;
      const own = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
      return {
        body: bytes,
        etag,
        lastModified: new Date(modifiedAt),
        headers: { ...headers, ...Object.fromEntries(own) },
      };
    },
    log: () => {},
  });
  const server = edgeServer(distribution, () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = openCloudFront({
    invalidate: (_, items) => void distribution.invalidate(items),
  });
  api.createDistribution(DISTRIBUTION);
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    api,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const edgeFunction = (name: string) => ({
  name,
  code: readFileSync(new URL(`../../lib/constructs/edge/${name}.js`, import.meta.url), 'utf8'),
});

const NOTHING = { kind: 'none', names: [] } as const;

const DISTRIBUTION_SPEC: DistributionSpec = {
  stack: 'contract',
  logicalId: 'Distribution',
  id: DISTRIBUTION,
  arn: `arn:aws:cloudfront::000000000000:distribution/${DISTRIBUTION}`,
  rootObject: '',
  behaviours: [
    {
      pattern: '*',
      origin: {
        bucket: PAGES,
        path: '',
        policy: [
          {
            effect: 'Allow',
            actions: { of: ['s3:GetObject'], not: false },
            resources: { of: [`arn:aws:s3:::${PAGES}/*`], not: false },
            conditions: {},
            principals: ['cloudfront.amazonaws.com'],
          },
        ],
      },
      cachePolicy: {
        lifetimes: { min: 0, default: 0, max: 86_400 },
        query: NOTHING,
        headers: NOTHING,
        cookies: NOTHING,
        gzip: true,
        brotli: true,
      },
      headersPolicy: undefined,
      compress: true,
      viewerRequest: edgeFunction('viewer-request'),
      viewerResponse: edgeFunction('viewer-response'),
    },
  ],
  errors: new Map(
    [403, 404].map((code) => [
      code,
      { keepSeconds: 0, page: { path: '/errors/404', status: 404 } },
    ]),
  ),
  tagHeader: 'x-amz-meta-cache-tag',
};
