import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetInvalidationCommand,
} from '@aws-sdk/client-cloudfront';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCloudFront } from '../../lib/local/cloudfront-api/open.ts';
import { CLIENT, type Mounted, mount } from './mount.ts';

const DistributionId = 'EDFDVBD6EXAMPLE';
let site: Mounted;
let client: CloudFrontClient;
let forgotten: (readonly string[])[];

beforeEach(async () => {
  site = await mount();
  forgotten = [];
  const api = openCloudFront({
    invalidate(id, items) {
      expect(id).toBe(DistributionId);
      forgotten.push(items);
    },
  });
  api.createDistribution(DistributionId);
  client = new CloudFrontClient({ ...CLIENT, endpoint: site.add('cloudfront', api) });
});

afterEach(async () => {
  client.destroy();
  await site.close();
});

const invalidate = (CallerReference: string, ...Items: string[]) =>
  client.send(
    new CreateInvalidationCommand({
      DistributionId,
      InvalidationBatch: { CallerReference, Paths: { Quantity: Items.length, Items } },
    }),
  );

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: Error) => error.name,
  );

test('a kill reaches the edge as paths, prefixes and tags', async () => {
  const { Invalidation, Location } = await invalidate('kill-1', '/2026/a%20b&c', '/world*', '#a-1');
  expect(forgotten).toEqual([['/2026/a%20b&c', '/world*', '#a-1']]);
  expect(Location).toContain(Invalidation?.Id);
  const found = await client.send(
    new GetInvalidationCommand({ DistributionId, Id: Invalidation?.Id }),
  );
  expect(found.Invalidation).toMatchObject({
    Status: 'Completed',
    InvalidationBatch: {
      CallerReference: 'kill-1',
      Paths: { Quantity: 3, Items: ['/2026/a%20b&c', '/world*', '#a-1'] },
    },
  });
});

test('the same reference with the same paths is the same invalidation, done once', async () => {
  const first = await invalidate('once', '/a', '/b');
  const again = await invalidate('once', '/b', '/a');
  expect(again.Invalidation?.Id).toBe(first.Invalidation?.Id);
  expect(forgotten).toHaveLength(1);
});

test('a reference used for other paths is refused, lest a kill be lost in silence', async () => {
  await invalidate('minute-10:31', '/a');
  expect(await outcome(invalidate('minute-10:31', '/b'))).toBe('InvalidationBatchAlreadyExists');
  expect(forgotten).toEqual([['/a']]);
});

test.each(['no-slash', '/a*b', '/ümlaut', '#', '#tag*', '/with space', ''])(
  'the path %j is refused',
  async (path) => {
    expect(await outcome(invalidate('bad', path))).toBe('InvalidArgument');
    expect(forgotten).toEqual([]);
  },
);

test('a wrong quantity, an unknown distribution and a missing permission are each named', async () => {
  const wrong = { CallerReference: 'q', Paths: { Quantity: 2, Items: ['/a'] } };
  const counted = new CreateInvalidationCommand({ DistributionId, InvalidationBatch: wrong });
  expect(await outcome(client.send(counted))).toBe('InconsistentQuantities');
  const other = new CreateInvalidationCommand({
    DistributionId: 'ENOTHERE',
    InvalidationBatch: { CallerReference: 'x', Paths: { Quantity: 1, Items: ['/a'] } },
  });
  expect(await outcome(client.send(other))).toBe('NoSuchDistribution');
  site.deny(({ action, resource }) => {
    expect([action, resource]).toEqual([
      'cloudfront:CreateInvalidation',
      `arn:aws:cloudfront::000000000000:distribution/${DistributionId}`,
    ]);
    return true;
  });
  expect(await outcome(invalidate('denied', '/a'))).toBe('AccessDenied');
  expect(forgotten).toEqual([]);
});
