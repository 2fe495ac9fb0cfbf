import { describe, expect, test } from 'vitest';
import { ofType, synthesized } from './stage.ts';

const without = synthesized();
const stage = synthesized({ near: 0.4 });
const { pipeline } = stage;

const RELATE = /^RelateArticles/;
const functions = ofType(pipeline, 'AWS::Lambda::Function');
const variablesOf = (name: RegExp) =>
  functions.find(([id]) => name.test(id))?.[1].Properties.Environment.Variables ?? {};
const statementsOf = (name: RegExp) =>
  ofType(pipeline, 'AWS::IAM::Role')
    .filter(([id]) => name.test(id))
    .flatMap(([, { Properties }]) => Properties.Policies[0].PolicyDocument.Statement);

describe('a stage with a model of meaning', () => {
  test('keeps the vectors of each site in an index of its own', () => {
    expect(ofType(pipeline, 'AWS::S3Vectors::VectorBucket')).toHaveLength(1);
    const indexes = ofType(pipeline, 'AWS::S3Vectors::Index');
    expect(indexes.map(([id]) => id)).toEqual(['Vectorsdaily', 'Vectorsweekly']);
    for (const [id, { Properties }] of indexes) {
      expect(Properties, id).toEqual({
        VectorBucketArn: { 'Fn::GetAtt': ['Vectors', 'VectorBucketArn'] },
        DataType: 'float32',
        Dimension: 512,
        DistanceMetric: 'cosine',
      });
    }
  });

  test('lets the function that relates ask that one model, and use those indexes', () => {
    const added = statementsOf(RELATE).filter((statement: object) =>
      /bedrock|s3vectors/.test(JSON.stringify(statement)),
    );
    expect(added).toEqual([
      {
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':bedrock:',
              { Ref: 'AWS::Region' },
              '::foundation-model/amazon.titan-embed-text-v2:0',
            ],
          ],
        },
      },
      {
        Effect: 'Allow',
        Action: [
          's3vectors:DeleteVectors',
          's3vectors:GetVectors',
          's3vectors:PutVectors',
          's3vectors:QueryVectors',
        ],
        Resource: [
          { 'Fn::GetAtt': ['Vectorsdaily', 'IndexArn'] },
          { 'Fn::GetAtt': ['Vectorsweekly', 'IndexArn'] },
        ],
      },
    ]);
  });

  test('tells that function of both, and the command line', () => {
    expect(JSON.parse(variablesOf(RELATE).OFFSTONE_MEANING)).toEqual({
      model: 'amazon.titan-embed-text-v2:0',
      dimensions: 512,
      near: 0.4,
    });
    const sites = JSON.stringify(variablesOf(RELATE).OFFSTONE_SITES);
    for (const id of ['Vectorsdaily', 'Vectorsweekly']) expect(sites).toContain(id);
    const { Outputs } = JSON.parse(stage.templates.Pipeline);
    expect(Outputs.Meaning.Value).toBe(variablesOf(RELATE).OFFSTONE_MEANING);
    expect(JSON.stringify(Outputs.Sites)).toContain('Vectorsweekly');
  });

  test('gives no other function anything of it', () => {
    for (const [id, { Properties }] of functions) {
      if (RELATE.test(id)) continue;
      expect(JSON.stringify(Properties.Environment), id).not.toMatch(/MEANING|Vectors/);
    }
    expect(JSON.stringify(statementsOf(/^(?!RelateArticles)/))).not.toMatch(/bedrock|s3vectors/);
  });

  test('breaks none of AWS’s advice that a stage without it follows', () => {
    expect(stage.violations.map(({ ruleName }) => ruleName)).toEqual(
      without.violations.map(({ ruleName }) => ruleName),
    );
  });

  test('is refused a measure of nearness that is none, by name', () => {
    for (const near of [0, 1, 40, Number.NaN]) {
      expect(() => synthesized({ near })).toThrow(/meaning\.near is .* above 0 and below 1/);
    }
  });
});

describe('a stage that names no model', () => {
  test('has nothing of one', () => {
    for (const text of Object.values(without.templates)) {
      expect(text).not.toMatch(/bedrock|s3vectors|Vectors|MEANING|Meaning/);
    }
  });

  test('differs from one that does in what that one adds, and in nothing else', () => {
    expect(stage.templates.Data).toBe(without.templates.Data);
    expect(stage.templates.Delivery).toBe(without.templates.Delivery);
    const [plain, more] = [without, stage].map(({ templates }) => JSON.parse(templates.Pipeline));
    const changed = Object.keys(more.Resources).filter(
      (id) => JSON.stringify(more.Resources[id]) !== JSON.stringify(plain.Resources[id]),
    );
    expect(changed.map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'Vectors',
      'Vectorsdaily',
      'Vectorsweekly',
      'RelateArticlesRole',
      'RelateArticlesFunction',
    ]);
  });
});
