import { describe, expect, test } from 'vitest';
import { ofType, type Resources, synthesized } from './stage.ts';

const { data, delivery, pipeline, violations } = synthesized();
const all: Resources = new Map([...data, ...delivery, ...pipeline]);

/** The logical id that a `GetAtt` names. */
const attOf = (value: { readonly 'Fn::GetAtt'?: readonly [string, string] }): string =>
  value['Fn::GetAtt']?.[0] ?? '';

const queues = ofType(pipeline, 'AWS::SQS::Queue');
const deadLetterIds = new Set(
  queues.flatMap(([, { Properties }]) =>
    Properties.RedrivePolicy ? [attOf(Properties.RedrivePolicy.deadLetterTargetArn)] : [],
  ),
);
const mappings = ofType(pipeline, 'AWS::Lambda::EventSourceMapping');
const streamDeadLetterIds = new Set(
  mappings.flatMap(([, { Properties }]) =>
    Properties.DestinationConfig ? [attOf(Properties.DestinationConfig.OnFailure.Destination)] : [],
  ),
);

describe('no work is lost unseen', () => {
  test('every queue of work ends, after few tries, in a dead-letter queue', () => {
    const work = queues.filter(([id]) => !deadLetterIds.has(id) && !streamDeadLetterIds.has(id));

    expect(work.length).toBe(8);
    expect(deadLetterIds.size).toBe(8);
    for (const [id, { Properties }] of work) {
      expect(Properties.RedrivePolicy?.maxReceiveCount, id).toBeLessThanOrEqual(10);
    }
  });

  test('every dead-letter queue keeps letters for two weeks and raises an alarm at the first', () => {
    const alarms = ofType(pipeline, 'AWS::CloudWatch::Alarm').map(
      ([, { Properties }]) => Properties,
    );
    for (const id of [...deadLetterIds, ...streamDeadLetterIds]) {
      expect(pipeline.get(id)?.Properties.MessageRetentionPeriod, id).toBe(14 * 24 * 3600);
      const alarm = alarms.find(
        ({ MetricName, Dimensions }) =>
          MetricName === 'ApproximateNumberOfMessagesVisible' && attOf(Dimensions[0].Value) === id,
      );
      expect(alarm, id).toMatchObject({ Threshold: 0, EvaluationPeriods: 1 });
      expect(alarm.AlarmActions.length, id).toBe(1);
    }
  });

  test('every alarm tells somebody', () => {
    const alarms = ofType(pipeline, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(20);
    for (const [id, { Properties }] of alarms) {
      expect(Properties.AlarmActions, id).toHaveLength(1);
      expect(Properties.AlarmDescription, id).toMatch(/\S/);
    }
  });

  test('every source of events reports the items that failed, and gives up on them some day', () => {
    expect(mappings.length).toBe(9);
    for (const [id, { Properties }] of mappings) {
      expect(Properties.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures']);
      if (!Properties.StartingPosition) continue;
      expect(Properties, id).toMatchObject({ BisectBatchOnFunctionError: true });
      expect(Properties.MaximumRetryAttempts, id).toBeLessThanOrEqual(10);
      expect(Properties.DestinationConfig, id).toBeDefined();
    }
  });

  test('every rule that fills a queue has a place for what it cannot deliver', () => {
    for (const [id, { Properties }] of ofType(pipeline, 'AWS::Events::Rule')) {
      if (Properties.ScheduleExpression) continue;
      for (const target of Properties.Targets) expect(target.DeadLetterConfig, id).toBeDefined();
    }
  });
});

describe('functions', () => {
  const functions = ofType(pipeline, 'AWS::Lambda::Function');

  test('are six, all on Node 24 and arm64, each with a role and a log of its own', () => {
    expect(functions.length).toBe(6);
    for (const [id, { Properties }] of functions) {
      expect(Properties, id).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
    const owned = (pick: (properties: (typeof functions)[0][1]['Properties']) => unknown): number =>
      new Set(functions.map(([, { Properties }]) => JSON.stringify(pick(Properties)))).size;
    expect(owned(({ Role }) => Role)).toBe(6);
    expect(owned(({ LoggingConfig }) => LoggingConfig.LogGroup)).toBe(6);
  });

  test('are done with a batch long before another may take it', () => {
    for (const [id, { Properties }] of mappings) {
      const queue = pipeline.get(attOf(Properties.EventSourceArn));
      if (!queue) continue;
      const { Timeout } = pipeline.get(Properties.FunctionName.Ref)?.Properties ?? {};
      expect(queue.Properties.VisibilityTimeout, id).toBeGreaterThanOrEqual(6 * Timeout);
    }
  });

  test('may look again later as often as they need to, and only those that do', () => {
    const allowed = functions
      .filter(([, { Properties }]) => Properties.RecursiveLoop === 'Allow')
      .map(([id]) => id.replace(/Function.*/, ''));
    expect(allowed.sort()).toEqual(['AnnounceOutcomes', 'RelateArticles', 'SweepDue']);
  });

  test('are told of their sites in less than Lambda’s 4 KB', () => {
    for (const [id, { Properties }] of functions) {
      expect(JSON.stringify(Properties.Environment).length, id).toBeLessThan(4096);
    }
  });
});

describe('permissions', () => {
  const statements = ofType(pipeline, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
    Properties.Policies.flatMap((policy: { PolicyDocument: { Statement: readonly object[] } }) =>
      policy.PolicyDocument.Statement.map((statement) => ({ id, statement })),
    ),
  );

  test('name no action and no resource by a wildcard, but for objects of one bucket', () => {
    expect(statements.length).toBeGreaterThan(20);
    for (const { id, statement } of statements) {
      expect(JSON.stringify(statement.Action), id).not.toContain('*');
      for (const resource of [statement.Resource].flat()) {
        const text = JSON.stringify(resource);
        if (!text.includes('*')) continue;
        expect(text, id).toMatch(/\/(incoming\/|bodies\/)?\*"\]\]\}$/);
        expect(
          [statement.Action].flat().every((action) => /^s3:(Get|Put)Object$/.test(action)),
        ).toBe(true);
      }
    }
  });

  test('come from the roles themselves: no policy of AWS, none attached from elsewhere', () => {
    for (const [id, { Properties }] of ofType(all, 'AWS::IAM::Role')) {
      expect(Properties.ManagedPolicyArns, id).toBeUndefined();
    }
    expect(ofType(all, 'AWS::IAM::Policy')).toEqual([]);
    expect(ofType(all, 'AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  test('let pages be read by their own distribution alone', () => {
    const buckets = ofType(delivery, 'AWS::S3::Bucket');
    expect(buckets.length).toBe(2);
    for (const [id, { Properties }] of ofType(all, 'AWS::S3::Bucket')) {
      expect(Properties.PublicAccessBlockConfiguration, id).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    for (const [id, { Properties }] of ofType(delivery, 'AWS::S3::BucketPolicy')) {
      const allowed = Properties.PolicyDocument.Statement.filter(
        ({ Effect }: { readonly Effect: string }) => Effect === 'Allow',
      );
      expect(
        allowed.map(({ Action }: { readonly Action: string }) => Action),
        id,
      ).toEqual(['s3:GetObject']);
      expect(allowed[0].Condition.StringEquals['AWS:SourceArn'], id).toBeDefined();
    }
  });
});

describe('what cannot be made again', () => {
  const stateful = [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::Events::EventBus',
    'AWS::CloudFront::Distribution',
    'AWS::SQS::Queue',
  ];

  test('keeps its logical id: another one would be another, empty thing', () => {
    const ids = [...all].filter(([, { Type }]) => stateful.includes(Type)).map(([id]) => id);
    expect(ids.sort()).toMatchInlineSnapshot(`
      [
        "BusEA82B648",
        "ChangesDeadLetters18B289EF",
        "Drop89C17749",
        "IntakeBulkDeadLettersCF8F8708",
        "IntakeBulkQueue43569F20",
        "IntakeDeadLettersA15864BB",
        "IntakeQueue6FB53B87",
        "OutcomesDeadLetters297FD6F6",
        "OutcomesQueue0A989C3B",
        "PagesBulkDeadLettersC8E4C8AA",
        "PagesBulkQueueA5921321",
        "PagesDeadLetters93C92ECA",
        "PagesQueueF48F9D55",
        "RelateBulkDeadLettersAFEB347D",
        "RelateBulkQueue897AA7A9",
        "RelateDeadLettersE8CB5000",
        "RelateQueueABB14396",
        "ReleasesDeadLetters457EA5E8",
        "ReleasesQueue3E415ECB",
        "SitedailyDistributionC1AF75EA",
        "SitedailyPages6660C2B5",
        "SiteweeklyDistributionE57E659B",
        "SiteweeklyPagesBE7EE52D",
        "TableCD117FA1",
      ]
    `);
  });

  test('outlives its stack, and refuses to go when the stage is protected', () => {
    for (const [id, { Type, DeletionPolicy }] of all) {
      if (Type === 'AWS::S3::Bucket' || Type === 'AWS::DynamoDB::GlobalTable') {
        expect(DeletionPolicy, id).toBe('Retain');
      }
    }
    const [[, table] = []] = ofType(data, 'AWS::DynamoDB::GlobalTable');
    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    });
  });

  test('the edge caches by path alone and forgets by the tags that pages carry', () => {
    for (const [id, { Properties }] of ofType(delivery, 'AWS::CloudFront::Distribution')) {
      expect(Properties.DistributionConfig.CacheTagConfig, id).toEqual({
        HeaderName: 'x-amz-meta-cache-tag',
      });
      expect(Properties.DistributionConfig.CustomErrorResponses, id).toEqual(
        [403, 404].map((ErrorCode) => ({
          ErrorCode,
          ErrorCachingMinTTL: 0,
          ResponseCode: 404,
          ResponsePagePath: '/errors/404',
        })),
      );
    }
  });
});

describe('what AWS advises', () => {
  /** Why a finding of the AWS Solutions checks stands. What a construct can explain is acknowledged there instead. */
  const explained: readonly (readonly [finding: RegExp, reason: string])[] = [
    [
      /^AwsSolutions-IAM5\[Resource::[^*]+\/(incoming|bodies)\/\*\]$/,
      'Objects of the drop bucket below one prefix: their names are not known beforehand.',
    ],
    [
      /^AwsSolutions-IAM5\[Resource::[^*]+Pages[^*]+\/\*\]$/,
      'Pages of a site: the renderer writes every one of them.',
    ],
  ];

  test('is followed, but where a reason stands against it', () => {
    const open = violations.filter(
      ({ ruleName }) => !explained.some(([finding]) => finding.test(ruleName)),
    );
    expect(open).toEqual([]);
    for (const [finding] of explained) {
      expect(violations.some(({ ruleName }) => finding.test(ruleName))).toBe(true);
    }
  });
});
