import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import type { Attribute } from '../../lib/local/dynamodb/value.ts';
import { call } from './call.ts';
import { ARTICLES } from './newsroom-table.ts';

/* Raw values, not those of lib-dynamodb: the SDK's marshalling loses attributes called `__proto__` and `constructor`. */
const name = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('__proto__', 'constructor'));
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const number = fc.maxSafeInteger().map(String);
const base64 = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64'));
const members = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(of, { minLength: 1, maxLength: 4 });
const { value } = fc.letrec<{ value: Attribute; list: Attribute; map: Attribute }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      text.map((S) => ({ S })),
      number.map((N) => ({ N })),
      base64.map((B) => ({ B })),
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant<Attribute>({ NULL: true }),
      members(text).map((SS) => ({ SS })),
      members(number).map((NS) => ({ NS })),
      members(base64).map((BS) => ({ BS })),
    ),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
  map: fc
    .array(fc.tuple(name, tie('value')), { maxLength: 4 })
    .map((entries) => ({ M: Object.fromEntries(entries) })),
}));

test('any document comes back as it was filed, also after a restart', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'offstone-documents-'));
  const bodies = fc.sample(value, { numRuns: 400, seed: 1124 });
  const key = (n: number) => ({ pk: { S: 'daily#A#any' }, sk: { S: `R#${n}` } });
  const first = await openDynamo({ dir, sweepEveryMs: 0 });
  await first.createTable(ARTICLES);
  for (const [n, body] of bodies.entries()) {
    const put = await call(first, 'PutItem', { TableName: 'articles', Item: { ...key(n), body } });
    expect(put.body).toEqual({});
  }
  await first.close();
  const again = await openDynamo({ dir, sweepEveryMs: 0 });
  for (const [n, body] of bodies.entries()) {
    const got = await call(again, 'GetItem', { TableName: 'articles', Key: key(n) });
    expect(JSON.stringify(got.body)).toBe(JSON.stringify({ Item: { ...key(n), body } }));
  }
  await again.close();
  rmSync(dir, { recursive: true });
});
