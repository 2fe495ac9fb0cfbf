import { arnOf, bundle, functionParts, type Part, writeAssembly } from './app.ts';

/*
 * A small newsroom over two stacks: articles come over the bus into a queue, a function files them in a table, and
 * another, fed by the table's stream, tells the desk's queue of each.
 */

const FILE_ARTICLES = `
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
const table = new DynamoDBClient({});
export async function handler(event) {
  const batchItemFailures = [];
  for (const record of event.Records) {
    const { detail } = JSON.parse(record.body);
    if (detail.slug === 'torn-page') {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      continue;
    }
    if (detail.slug === 'nosy') await table.send(new ScanCommand({ TableName: process.env.TABLE }));
    console.log('filed ' + detail.slug);
    await table.send(new PutItemCommand({
      TableName: process.env.TABLE,
      Item: { pk: { S: detail.slug }, sk: { S: 'HEAD' }, kind: { S: detail.kind ?? 'article' } },
    }));
  }
  return { batchItemFailures };
}`;

const TELL_DESK = `
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
const queue = new SQSClient({});
export async function handler(event) {
  for (const { dynamodb } of event.Records) {
    if (dynamodb.NewImage.pk.S === 'poison') throw new Error('unreadable');
    await queue.send(new SendMessageCommand({ QueueUrl: process.env.DESK, MessageBody: dynamodb.NewImage.pk.S }));
  }
}`;

const IMPORTED_TABLE = { 'Fn::ImportValue': 'data:TableArn' };
const IMPORTED_STREAM = { 'Fn::ImportValue': 'data:StreamArn' };

const data: Part = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    },
  },
  Outputs: {
    TableName: { Value: { Ref: 'Table' }, Export: { Name: 'data:TableName' } },
    TableArn: { Value: arnOf('Table'), Export: { Name: 'data:TableArn' } },
    StreamArn: {
      Value: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      Export: { Name: 'data:StreamArn' },
    },
  },
};

const queue = (properties: Part = {}): Part => ({
  Type: 'AWS::SQS::Queue',
  Properties: { VisibilityTimeout: 1, ...properties },
});

const READ_QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const READ_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

const pipeline: Part = {
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'newsroom' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { 'detail-type': ['article.publish'] },
        Targets: [{ Id: 'Intake', Arn: arnOf('Intake') }],
      },
    },
    Dead: queue(),
    Intake: queue({
      RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 2 },
    }),
    Desk: queue(),
    Phone: { Type: 'AWS::Connect::Instance', Properties: {} },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
    ...functionParts('FileArticles', {
      asset: 'file-articles',
      variables: { TABLE: { 'Fn::ImportValue': 'data:TableName' } },
      grants: [
        [READ_QUEUE, arnOf('Intake')],
        ['dynamodb:PutItem', IMPORTED_TABLE],
        ['dynamodb:DeleteItem', IMPORTED_TABLE],
      ],
    }),
    IntakeMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arnOf('Intake'),
        FunctionName: { Ref: 'FileArticles' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    ...functionParts('TellDesk', {
      asset: 'tell-desk',
      variables: { DESK: { Ref: 'Desk' } },
      grants: [
        [READ_STREAM, IMPORTED_STREAM],
        ['sqs:SendMessage', arnOf('Desk')],
        ['sqs:SendMessage', arnOf('Dead')],
      ],
    }),
    StreamMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: IMPORTED_STREAM,
        FunctionName: { Ref: 'TellDesk' },
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: arnOf('Dead') } },
        FilterCriteria: {
          Filters: [
            {
              Pattern: JSON.stringify({
                eventName: ['INSERT'],
                dynamodb: { NewImage: { kind: { S: ['article'] } } },
              }),
            },
          ],
        },
      },
    },
  },
  Outputs: {
    BusName: { Value: { Ref: 'Bus' } },
    DeskUrl: { Value: { Ref: 'Desk' } },
    DeadUrl: { Value: { Ref: 'Dead' } },
    TableName: { Value: { 'Fn::ImportValue': 'data:TableName' } },
  },
};

export async function writeNewsroom(): Promise<string> {
  const [fileArticles, tellDesk] = await Promise.all([bundle(FILE_ARTICLES), bundle(TELL_DESK)]);
  return writeAssembly(
    { data, pipeline },
    { 'file-articles': fileArticles, 'tell-desk': tellDesk },
  );
}
