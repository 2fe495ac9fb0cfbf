import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteVectorsCommand,
  GetVectorsCommand,
  ListVectorsCommand,
  PutVectorsCommand,
  QueryVectorsCommand,
  S3VectorsClient,
} from '@aws-sdk/client-s3vectors';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { standInEmbedding, unit } from '../../lib/local/bedrock/stand-in.ts';
import { openVectors, type Vectors } from '../../lib/local/s3vectors/open.ts';
import { vectorIndexArn } from '../../lib/local/template/names.ts';
import { CLIENT, type Mounted, mount } from './mount.ts';

const dir = mkdtempSync(join(tmpdir(), 'offstone-vectors-'));
const indexArn = vectorIndexArn('archive', 'stories');
const SPEC = { arn: indexArn, dimension: 3, unfilterable: ['note'] };

let site: Mounted;
let service: Vectors;
let client: S3VectorsClient;

/** As a runtime does that is killed and started again: nothing is closed. */
async function restart(dimension = SPEC.dimension): Promise<void> {
  service = await openVectors({ dir, compactAfterBytes: 2000 });
  await service.createIndex({ ...SPEC, dimension });
  client = new S3VectorsClient({ ...CLIENT, endpoint: site.add('s3vectors', service) });
}

beforeAll(async () => {
  site = await mount();
});
beforeEach(async () => {
  rmSync(join(dir, 's3vectors.journal'), { force: true });
  await restart();
});
afterAll(async () => {
  await site.close();
  await service.close();
  rmSync(dir, { recursive: true });
});

type Metadata = Readonly<Record<string, string | number | string[]>>;

const put = (key: string, float32: number[], metadata: Metadata = {}) =>
  client.send(new PutVectorsCommand({ indexArn, vectors: [{ key, data: { float32 }, metadata }] }));

const query = async (float32: number[], more: object = {}) =>
  (
    await client.send(
      new QueryVectorsCommand({
        indexArn,
        queryVector: { float32 },
        topK: 10,
        returnDistance: true,
        ...more,
      }),
    )
  ).vectors?.map(({ key }) => key);

const keys = async () =>
  (await client.send(new ListVectorsCommand({ indexArn }))).vectors?.map(({ key }) => key);

describe('vectors', () => {
  test('are all there again after a kill, as they were last put, and the deleted ones are not', async () => {
    for (let n = 0; n < 40; n++) await put(`story-${n}`, [n + 1, 1, 0.25], { language: 'en' });
    await put('story-1', [0, 0, 1], { language: 'de' });
    await client.send(new DeleteVectorsCommand({ indexArn, keys: ['story-39', 'nobody'] }));
    await restart();
    expect(await keys()).toHaveLength(39);
    const { vectors } = await client.send(
      new GetVectorsCommand({
        indexArn,
        keys: ['story-1', 'story-2', 'nobody'],
        returnData: true,
        returnMetadata: true,
      }),
    );
    expect(vectors).toEqual([
      { key: 'story-1', data: { float32: [0, 0, 1] }, metadata: { language: 'de' } },
      { key: 'story-2', data: { float32: [3, 1, 0.25] }, metadata: { language: 'en' } },
    ]);
  });

  test('of another length are another index’s, which bore the same name', async () => {
    await put('story', [1, 2, 3]);
    await restart(2);
    expect(await keys()).toEqual([]);
    await expect(put('story', [1, 2, 3])).rejects.toThrow('must have length 2, but has length 3');
  });

  test('are found nearest first, whatever their length, as plain arithmetic has it', async () => {
    const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 });
    const vector = numbers.filter((values) => values.some((value) => value !== 0));
    await fc.assert(
      fc.asyncProperty(
        fc.array(vector, { minLength: 1, maxLength: 8 }),
        vector,
        async (all, own) => {
          await restart(2);
          await restart();
          for (const [n, values] of all.entries()) await put(`v${n}`, values);
          const norm = (values: readonly number[]) => Math.hypot(...values);
          const cosine = (values: readonly number[]) =>
            values.reduce((sum, value, n) => sum + value * (own[n] ?? 0), 0) /
            (norm(values) * norm(own));
          const found = (await query(own)) ?? [];
          const cosines = found.map((key) => cosine(all[Number(key?.slice(1))] ?? []));
          expect(found).toHaveLength(all.length);
          for (const [n, each] of cosines.entries()) {
            expect(each).toBeLessThanOrEqual((cosines[n - 1] ?? 1) + 1e-6);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('are found by what is kept beside them', async () => {
    await put('ferry', [1, 0, 0], { language: 'en', year: 2024, topics: ['sea', 'strike'] });
    await put('fähre', [1, 0, 0.1], { language: 'de', year: 2025 });
    await put('opera', [1, 0, 0.2], { language: 'en', year: 2026 });
    const found = (filter: object) => query([1, 0, 0], { filter });
    expect(await found({ language: 'en' })).toEqual(['ferry', 'opera']);
    expect(await found({ language: { $ne: 'en' } })).toEqual(['fähre']);
    expect(await found({ year: { $gt: 2024, $lte: 2026 } })).toEqual(['fähre', 'opera']);
    expect(await found({ topics: { $in: ['sea', 'land'] } })).toEqual(['ferry']);
    expect(await found({ topics: { $exists: false } })).toEqual(['fähre', 'opera']);
    expect(await found({ $or: [{ language: 'de' }, { year: 2026 }] })).toEqual(['fähre', 'opera']);
    expect(await found({ $and: [{ language: 'en' }, { year: { $lt: 2025 } }] })).toEqual(['ferry']);
  });
});

describe('what S3 Vectors would not take', () => {
  test.each([
    ['a vector of zeros', () => put('story', [0, 0, 0]), 'only zeros'],
    ['a number beyond a float32', () => put('story', [1e39, 0, 0]), 'no float32'],
    ['a key of nothing', () => put('', [1, 0, 0]), 'vectors.0.key'],
    [
      'more metadata than can be searched',
      () => put('story', [1, 0, 0], { text: 'x'.repeat(3000) }),
      'at most 2048 bytes',
    ],
    ['more results than a page has', () => query([1, 0, 0], { topK: 101 }), 'topK'],
    ['a filter of no known kind', () => query([1, 0, 0], { filter: { n: { $near: 1 } } }), '$near'],
    ['a filter by what is not filterable', () => query([1, 0, 0], { filter: { note: 1 } }), 'note'],
  ])('is refused, and says why: %s', async (_, ask, why) => {
    await put('first', [1, 1, 1]);
    await expect(ask()).rejects.toThrow(why);
    await expect(ask()).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('keeps what is not searched by in any length', async () => {
    await put('story', [1, 0, 0], { note: 'x'.repeat(3000) });
    expect(await keys()).toEqual(['story']);
  });

  test('says so of an index that is not there, and of whoever may not search', async () => {
    const other = new QueryVectorsCommand({
      vectorBucketName: 'archive',
      indexName: 'nobody',
      queryVector: { float32: [1, 0, 0] },
      topK: 1,
    });
    await expect(client.send(other)).rejects.toMatchObject({ name: 'NotFoundException' });
    site.deny(({ action }) => action === 's3vectors:GetVectors');
    await expect(query([1, 0, 0], { filter: { language: 'en' } })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(await query([1, 0, 0])).toEqual([]);
    site.deny(() => false);
  });
});

describe('the stand-in for a model', () => {
  const cosine = (a: string, b: string) => {
    const [one, other] = [a, b].map((text) => unit(standInEmbedding(text, 256)));
    return one?.reduce((sum, value, n) => sum + value * (other?.[n] ?? 0), 0) ?? 0;
  };

  test('finds words near that have a part in common, and never by what they mean', () => {
    expect(cosine('Regenhochwasser', 'Hochwasserlage')).toBeGreaterThan(0.4);
    expect(Math.abs(cosine('Flood', 'Inundation'))).toBeLessThan(0.3);
    expect(cosine('A ferry strike', 'a FERRY, strike!')).toBeCloseTo(1);
  });

  test('gives every text a vector of length one, also where there are no words', () => {
    for (const text of ['', '!?', 'Ferry', '渡船罢工']) {
      expect(Math.hypot(...unit(standInEmbedding(text, 256)))).toBeCloseTo(1);
    }
  });
});
