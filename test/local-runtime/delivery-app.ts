import { arnOf, bundle, functionParts, type Part, writeAssembly } from './app.ts';

/*
 * A site's delivery as our own stacks make it: a bucket that only its distribution may read, an edge function, policies,
 * and a function that is invoked by rules and fails.
 */

const STUMBLE = `
export const handler = async (event) => {
  console.log('got ' + event.detail.slug);
  throw new Error('stumbled over ' + event.detail.slug);
};`;

const distribution = (bucket: string): Part => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Enabled: true,
      DefaultRootObject: 'index.html',
      CacheTagConfig: { HeaderName: 'x-amz-meta-cache-tag' },
      DefaultCacheBehavior: {
        TargetOriginId: 'pages',
        CachePolicyId: { Ref: 'Caching' },
        ResponseHeadersPolicyId: { Ref: 'Headers' },
        Compress: true,
        ViewerProtocolPolicy: 'allow-all',
        FunctionAssociations: [
          {
            EventType: 'viewer-request',
            FunctionARN: { 'Fn::GetAtt': ['Tidy', 'FunctionARN'] },
          },
        ],
      },
      Origins: [
        {
          Id: 'pages',
          DomainName: { 'Fn::GetAtt': [bucket, 'RegionalDomainName'] },
          OriginAccessControlId: { 'Fn::GetAtt': ['Access', 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' },
        },
      ],
      CustomErrorResponses: [{ ErrorCode: 403, ErrorCachingMinTTL: 0 }],
    },
  },
});

const readableBy = (bucket: string, reader: string): Part => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: bucket },
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Action: 's3:*',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          Resource: { 'Fn::Join': ['', [arnOf(bucket), '/*']] },
        },
        {
          Effect: 'Allow',
          Action: 's3:GetObject',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Resource: { 'Fn::Join': ['', [arnOf(bucket), '/*']] },
          Condition: {
            StringEquals: {
              'AWS:SourceArn': {
                'Fn::Sub': `arn:aws:cloudfront::\${AWS::AccountId}:distribution/\${${reader}}`,
              },
            },
          },
        },
      ],
    },
  },
});

const delivery: Part = {
  Resources: {
    Pages: { Type: 'AWS::S3::Bucket', Properties: {} },
    PagesPolicy: readableBy('Pages', 'Daily'),
    Weekend: { Type: 'AWS::S3::Bucket', Properties: {} },
    WeekendPolicy: readableBy('Weekend', 'Saturday'),
    Access: { Type: 'AWS::CloudFront::OriginAccessControl', Properties: {} },
    Caching: {
      Type: 'AWS::CloudFront::CachePolicy',
      Properties: {
        CachePolicyConfig: {
          Name: 'pages',
          MinTTL: 0,
          DefaultTTL: 60,
          MaxTTL: '86400',
          ParametersInCacheKeyAndForwardedToOrigin: {
            EnableAcceptEncodingGzip: true,
            EnableAcceptEncodingBrotli: true,
            QueryStringsConfig: { QueryStringBehavior: 'none' },
            HeadersConfig: { HeaderBehavior: 'none' },
            CookiesConfig: { CookieBehavior: 'none' },
          },
        },
      },
    },
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          SecurityHeadersConfig: { ContentTypeOptions: { Override: true } },
        },
      },
    },
    Tidy: {
      Type: 'AWS::CloudFront::Function',
      Properties: {
        FunctionCode:
          "function handler(event) { var r = event.request; if (r.uri.length > 1 && r.uri.endsWith('/')) return { statusCode: 301, headers: { location: { value: r.uri.slice(0, -1) } } }; return r; }",
      },
    },
    Daily: distribution('Pages'),
    Saturday: distribution('Weekend'),
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'desk' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['desk'] },
        Targets: [{ Id: 'Stumble', Arn: arnOf('Stumble') }],
      },
    },
    Lost: { Type: 'AWS::SQS::Queue', Properties: {} },
    ...functionParts('Stumble', {
      asset: 'stumble',
      grants: [['sqs:SendMessage', arnOf('Lost')]],
    }),
    StumbleInvoke: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Stumble' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: arnOf('Lost') } },
      },
    },
  },
  Outputs: {
    Pages: { Value: { Ref: 'Pages' } },
    Weekend: { Value: { Ref: 'Weekend' } },
    DailyId: { Value: { Ref: 'Daily' } },
    DailyDomain: { Value: { 'Fn::GetAtt': ['Daily', 'DomainName'] } },
    SaturdayDomain: { Value: { 'Fn::GetAtt': ['Saturday', 'DomainName'] } },
    Lost: { Value: { Ref: 'Lost' } },
  },
};

export async function writeDelivery(): Promise<string> {
  return writeAssembly({ delivery }, { stumble: await bundle(STUMBLE) });
}
