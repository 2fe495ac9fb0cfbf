import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { conditionsHold } from '../../lib/local/iam/conditions.ts';
import { evaluate } from '../../lib/local/iam/evaluate.ts';
import { openIam } from '../../lib/local/iam/ledger.ts';
import { arnLike } from '../../lib/local/iam/pattern.ts';
import { PolicyDocument } from '../../lib/local/iam/policy.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:000000000000:table/articles';
const policy = (...Statement: readonly unknown[]) => v.parse(PolicyDocument, { Statement });
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const may = (statements: ReturnType<typeof policy>, action: string, resource = TABLE) =>
  evaluate(statements, { action, resource, context: new Map() }).allowed;

describe('decisions', () => {
  test('nothing is allowed that no policy allows', () => {
    expect(may(policy(), 'dynamodb:GetItem')).toBe(false);
    expect(may(policy(allow('dynamodb:PutItem', TABLE)), 'dynamodb:GetItem')).toBe(false);
  });

  test('an explicit deny beats every allow', () => {
    const statements = policy(allow('dynamodb:*', '*'), {
      Effect: 'Deny',
      Action: 'dynamodb:DeleteItem',
      Resource: TABLE,
    });
    expect(may(statements, 'dynamodb:GetItem')).toBe(true);
    expect(may(statements, 'dynamodb:DeleteItem')).toBe(false);
  });

  test('actions are compared without case, resources with it', () => {
    const statements = policy(allow('DynamoDB:getitem', TABLE));
    expect(may(statements, 'dynamodb:GetItem')).toBe(true);
    expect(may(statements, 'dynamodb:GetItem', TABLE.replace('articles', 'Articles'))).toBe(false);
  });

  test('NotAction and NotResource allow everything but', () => {
    const statements = policy({
      Effect: 'Allow',
      NotAction: 'dynamodb:Delete*',
      NotResource: [`${TABLE}/index/*`],
    });
    expect(may(statements, 'dynamodb:GetItem')).toBe(true);
    expect(may(statements, 'dynamodb:DeleteItem')).toBe(false);
    expect(may(statements, 'dynamodb:GetItem', `${TABLE}/index/by-day`)).toBe(false);
  });

  test('a star reaches over no colon of an ARN but its last part', () => {
    expect(arnLike('arn:aws:dynamodb:*:000000000000:table/a*', TABLE)).toBe(true);
    expect(arnLike('arn:aws:*:table/articles', TABLE)).toBe(false);
    expect(
      arnLike('arn:aws:logs:*:*:log-group:desk:*', 'arn:aws:logs:x:y:log-group:desk:log-stream:1'),
    ).toBe(true);
    expect(arnLike('*', TABLE)).toBe(true);
  });
});

describe('conditions', () => {
  const holds = (operator: string, key: string, want: string | string[], have?: string[]) =>
    conditionsHold(
      { [operator]: { [key]: [want].flat() } },
      new Map(have ? [[key.toLowerCase(), have]] : []),
    );

  test.each([
    ['StringEquals', 'newsroom.cms', ['newsroom.cms'], true],
    ['StringEquals', 'newsroom.cms', ['wire'], false],
    ['StringNotEquals', 'newsroom.cms', ['wire'], true],
    ['StringEqualsIgnoreCase', 'WIRE', ['wire'], true],
    ['StringLike', 'news*', ['newsroom.cms'], true],
    ['StringNotLike', 'news*', ['newsroom.cms'], false],
    ['ArnLike', 'arn:aws:sqs:*:*:desk', ['arn:aws:sqs:eu:1:desk'], true],
    ['ArnNotEquals', 'arn:aws:sqs:*:*:desk', ['arn:aws:sqs:eu:1:desk'], false],
    ['Bool', 'false', ['true'], false],
    ['NumericLessThanEquals', '10', ['9'], true],
    ['NumericGreaterThan', '10', ['10'], false],
    ['NumericNotEquals', '10', ['10'], false],
    ['DateLessThan', '2026-11-24T00:00:00Z', ['2026-11-23T00:00:00Z'], true],
    ['DateGreaterThanEquals', '2026-11-24T00:00:00Z', ['2026-11-23T00:00:00Z'], false],
    ['ForAllValues:StringEquals', 'a', ['a', 'b'], false],
    ['ForAnyValue:StringEquals', 'a', ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], true],
    ['ForAllValues:StringNotEquals', 'a', ['b', 'c'], true],
    ['Null', 'false', ['here'], true],
  ])('%s %s against %j is %s', (operator, want, have, expected) => {
    expect(holds(operator, 'aws:Key', want, have)).toBe(expected);
  });

  test.each([
    ['StringEquals', false],
    ['StringEqualsIfExists', true],
    ['StringNotEquals', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringEqualsIfExists', true],
  ])('%s with its key absent is %s', (operator, expected) => {
    expect(holds(operator, 'aws:Key', 'x')).toBe(expected);
  });

  test('an operator that does not exist is an error, never a pass', () => {
    expect(() => holds('StringResembles', 'aws:Key', 'x', ['x'])).toThrow('StringResembles');
    expect(() => holds('StringLike', 'aws:Key', `\${aws:username}`, ['x'])).toThrow('variables');
  });
});

describe('the book of grants', () => {
  const role = (...statements: readonly unknown[]) => [
    { name: 'desk', statements: policy(...statements) },
  ];
  const need = (action: string, resource = TABLE) => ({ action, resource });

  test('a use is booked on the narrowest grant, so that a wide one beside it shows as unused', () => {
    const iam = openIam(role(allow('dynamodb:*', '*'), allow('dynamodb:GetItem', TABLE)));
    expect(iam.allows('desk', need('dynamodb:GetItem'), 'f')).toBe(true);
    expect(iam.unused()).toEqual([{ role: 'desk', action: 'dynamodb:*', resource: '*' }]);
  });

  test('every action and resource of a statement is a grant of its own', () => {
    const iam = openIam(
      role(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [TABLE, `${TABLE}2`])),
    );
    iam.allows('desk', need('dynamodb:PutItem'), 'f');
    expect(iam.unused()).toHaveLength(3);
  });

  test('denials are counted by caller, action and resource', () => {
    const iam = openIam(role());
    iam.allows('desk', need('dynamodb:GetItem'), 'render');
    iam.allows('desk', need('dynamodb:GetItem'), 'render');
    expect(iam.denied()).toEqual([
      { caller: 'render', action: 'dynamodb:GetItem', resource: TABLE, times: 2 },
    ]);
  });

  test('what a service may use but does not demand is no denial when it is missing', () => {
    const iam = openIam(role());
    iam.uses('desk', need('sqs:ChangeMessageVisibility'));
    expect(iam.denied()).toEqual([]);
  });
});
