import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Dynamo, type DynamoOptions, openDynamo } from '../../lib/local/dynamodb/dynamo.ts';
import type { TableSpec } from '../../lib/local/dynamodb/table-spec.ts';
import type { Service } from '../../lib/local/service.ts';

export const ARTICLES: TableSpec = {
  TableName: 'articles',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLive: { AttributeName: 'expires', Enabled: true },
};

/** A running table with real SDK clients before it. */
export interface Desk {
  readonly dynamo: Dynamo;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly dir: string;
  /** Closes the table and opens it again from its journal. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function openDesk(options: Partial<DynamoOptions> = {}): Promise<Desk> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'offstone-dynamodb-'));
  const open = async () => {
    const dynamo = await openDynamo({ sweepEveryMs: 0, ...options, dir });
    await dynamo.createTable(ARTICLES);
    return dynamo;
  };
  let dynamo = await open();
  const server = createServer(
    (request, response) => void answer(dynamo.service, request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'desk', secretAccessKey: 'desk' },
    maxAttempts: 1,
  });
  const marshallOptions = { removeUndefinedValues: true };
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions });
  return {
    get dynamo() {
      return dynamo;
    },
    ...{ client, documents, dir },
    reopen: async () => {
      await dynamo.close();
      dynamo = await open();
    },
    close: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await dynamo.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function answer(service: Service, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answered = await service.handle({
    method: request.method ?? 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: request.headers,
    body: Buffer.concat(chunks),
  });
  response.writeHead(answered.status, answered.headers);
  response.end(answered.body);
}
