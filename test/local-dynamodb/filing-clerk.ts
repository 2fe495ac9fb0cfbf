/*
 * Files articles as fast as it can and prints each number once it was acknowledged, until it is killed.
 * Usage: filing-clerk.ts DIR
 */
import { openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import { call } from './call.ts';
import { ARTICLES } from './newsroom-table.ts';

const dynamo = await openDynamo({ dir: process.argv[2] ?? '', compactAfterBytes: 200_000 });
await dynamo.createTable(ARTICLES);

async function file(n: number): Promise<void> {
  const item = (sk: string) => ({
    pk: { S: `daily#A#${n % 97}` },
    sk: { S: sk },
    n: { N: `${n}` },
  });
  const puts = ['HEAD', `R#${n}`].map((sk) => ({ Put: { TableName: 'articles', Item: item(sk) } }));
  const { status } = await call(dynamo, 'TransactWriteItems', { TransactItems: puts });
  if (status === 200) process.stdout.write(`${n}\n`);
}

for (let n = 0; ; n += 16) {
  await Promise.all(Array.from({ length: 16 }, (_, more) => file(n + more)));
}
