import * as v from 'valibot';
import { expect, test } from 'vitest';
import { openStage } from '../../lib/local/template/stage.ts';
import { type Part, writeAssembly } from './app.ts';

const where = {
  queueUrl: (name: string) => `http://127.0.0.1:4801/aws/sqs/000000000000/${name}`,
  streamArn: (table: string) =>
    `arn:aws:dynamodb:eu-central-1:000000000000:table/${table}/stream/1`,
  distributionDomain: () => '127.0.0.1:4800',
  vectorIndexArn: () => 'arn:aws:s3vectors:eu-central-1:000000000000:bucket/desk-v/index/desk-x',
};

const open = (stacks: Readonly<Record<string, Part>>) => openStage(writeAssembly(stacks), where);

/** What a property of a stack comes to. */
function resolved(value: unknown, more: Part = {}, resources: Part = {}): unknown {
  const stage = open({
    desk: {
      Resources: { Probe: { Type: 'AWS::SQS::Queue', Properties: { value } }, ...resources },
      ...more,
    },
  });
  return stage.of('AWS::SQS::Queue')[0]?.read(v.looseObject({}))['value'];
}

const queue = { Type: 'AWS::SQS::Queue', Properties: {} };

test('references give what AWS gives: a queue its URL, a bucket its name, a distribution its address here', () => {
  const resources = {
    Q: queue,
    B: { Type: 'AWS::S3::Bucket', Properties: {} },
    D: { Type: 'AWS::CloudFront::Distribution', Properties: {} },
    T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'articles' } },
    F: { Type: 'AWS::Lambda::Function', Properties: {} },
    V: { Type: 'AWS::S3Vectors::VectorBucket' },
    X: { Type: 'AWS::S3Vectors::Index', Properties: {} },
  };
  const att = (id: string, attribute: string) =>
    resolved({ 'Fn::GetAtt': [id, attribute] }, {}, resources);

  expect(resolved({ Ref: 'Q' }, {}, resources)).toBe(
    'http://127.0.0.1:4801/aws/sqs/000000000000/desk-Q',
  );
  expect(att('Q', 'Arn')).toBe('arn:aws:sqs:eu-central-1:000000000000:desk-Q');
  expect(resolved({ Ref: 'B' }, {}, resources)).toBe('desk-b');
  expect(att('B', 'RegionalDomainName')).toBe('desk-b.s3.eu-central-1.amazonaws.com');
  expect(att('D', 'DomainName')).toBe('127.0.0.1:4800');
  expect(resolved({ Ref: 'D' }, {}, resources)).toMatch(/^E[0-9A-Z]{13}$/);
  expect(att('T', 'StreamArn')).toMatch(/table\/articles\/stream\/1$/);
  expect(att('F', 'Arn')).toBe('arn:aws:lambda:eu-central-1:000000000000:function:desk-F');
  expect(att('V', 'VectorBucketArn')).toBe(
    'arn:aws:s3vectors:eu-central-1:000000000000:bucket/desk-v',
  );
  expect(att('X', 'IndexArn')).toMatch(/bucket\/desk-v\/index\/desk-x$/);
});

test('functions of the template nest', () => {
  expect(
    resolved({
      'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Join': ['/', ['world', 'europe', 'asia']] }] }],
    }),
  ).toBe('europe');
  expect(resolved({ 'Fn::Sub': `arn:\${AWS::Partition}:\${!kept}:\${Probe.QueueName}` })).toBe(
    `arn:aws:\${kept}:desk-Probe`,
  );
  expect(
    resolved({ 'Fn::Sub': [`\${place}-\${AWS::StackName}`, { place: { Ref: 'AWS::Region' } }] }),
  ).toBe('eu-central-1-desk');
  expect(
    resolved(
      { 'Fn::FindInMap': ['Desks', { Ref: 'AWS::Region' }, 'head'] },
      {
        Mappings: { Desks: { 'eu-central-1': { head: 'jane' } } },
      },
    ),
  ).toBe('jane');
});

test('conditions and parameters choose properties and whole resources', () => {
  const more = {
    Parameters: { Stage: { Type: 'String', Default: 'local' } },
    Conditions: {
      IsLocal: { 'Fn::Equals': [{ Ref: 'Stage' }, 'local'] },
      IsAway: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
    },
  };

  expect(resolved({ 'Fn::If': ['IsLocal', 'here', 'there'] }, more)).toBe('here');
  expect(
    resolved({ kept: 1, left: { 'Fn::If': ['IsAway', 1, { Ref: 'AWS::NoValue' }] } }, more),
  ).toEqual({
    kept: 1,
  });
  const stage = open({
    desk: { ...more, Resources: { Q: queue, Away: { ...queue, Condition: 'IsAway' } } },
  });
  expect(stage.of('AWS::SQS::Queue').map(({ logicalId }) => logicalId)).toEqual(['Q']);
});

test('a policy’s own Condition is no function of the template', () => {
  const statement = { Condition: { StringEquals: { 'aws:SourceArn': { Ref: 'AWS::Region' } } } };

  expect(resolved(statement)).toEqual({
    Condition: { StringEquals: { 'aws:SourceArn': 'eu-central-1' } },
  });
});

test('one stack reads what another exports, whatever the order', () => {
  const stage = open({
    pipeline: {
      Resources: { Q: { ...queue, Properties: { value: { 'Fn::ImportValue': 'data:Name' } } } },
    },
    data: {
      Resources: { T: { Type: 'AWS::DynamoDB::Table', Properties: {} } },
      Outputs: {
        Name: { Value: { Ref: 'T' }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}:Name` } } },
      },
    },
  });

  expect(stage.of('AWS::SQS::Queue')[0]?.read(v.looseObject({}))['value']).toBe('data-T');
});

test('names stay the same at every start and never grow too long', () => {
  const long = 'A'.repeat(200);
  const name = () =>
    open({ desk: { Resources: { [long]: queue } } }).of('AWS::SQS::Queue')[0]?.name;

  expect(name()).toBe(name());
  expect(name()?.length).toBeLessThanOrEqual(63);
});

test('a folder without an app, an unknown function and a dangling reference each say what is wrong', () => {
  expect(() => openStage('/nowhere', where)).toThrow('holds no synthesized app');
  expect(() => resolved({ 'Fn::Cidr': [] })).toThrow('Fn::Cidr');
  expect(() => resolved({ Ref: 'Nobody' })).toThrow('nothing is called Nobody');
  expect(() => resolved({ 'Fn::ImportValue': 'gone' })).toThrow('no stack exports gone');
});
