import { Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CfnDistribution,
  Distribution,
  type Function as EdgeFunction,
  FunctionEventType,
  HttpVersion,
  type ICachePolicy,
  type IResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** A name of the site's own, and its certificate in us-east-1. */
export interface Domain {
  readonly name: string;
  readonly certificateArn: string;
}

/** What all sites of a stage share. */
export interface EdgeRules {
  readonly cache: ICachePolicy;
  readonly headers: IResponseHeadersPolicy;
  readonly viewerRequest: EdgeFunction;
  readonly viewerResponse: EdgeFunction;
}

export interface SiteEdgeProps {
  readonly comment: string;
  readonly scheme: 'https' | 'http';
  readonly domain?: Domain;
  readonly rules: EdgeRules;
}

/** Where the edge reads an object's cache tags. */
const TAG_HEADER = 'x-amz-meta-cache-tag';

/** The page that answers in place of what is not there. */
const NOT_FOUND = '/errors/404';

/** A site as readers reach it: a private bucket of pages, and the distribution that alone may read it. */
export class SiteEdge extends Construct {
  readonly pages: Bucket;
  readonly distribution: Distribution;
  /** Absolute, no trailing slash. */
  readonly baseUrl: string;

  constructor(scope: Construct, id: string, props: SiteEdgeProps) {
    super(scope, id);
    this.pages = new Bucket(this, 'Pages', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Every page can be rendered again, but a paper without its pages is offline.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.distribution = this.#distribution(props);
    const name = props.domain?.name ?? this.distribution.distributionDomainName;
    this.baseUrl = Fn.join('', [props.scheme, '://', name]);
    this.#readTags();
    this.#acknowledge();
  }

  #distribution({ comment, scheme, domain, rules }: SiteEdgeProps): Distribution {
    return new Distribution(this, 'Distribution', {
      comment,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(domain && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(
          // The CDK's own class lacks its own interface under exactOptionalPropertyTypes.
          this.pages as IBucket,
        ),
        viewerProtocolPolicy:
          scheme === 'https'
            ? ViewerProtocolPolicy.REDIRECT_TO_HTTPS
            : ViewerProtocolPolicy.ALLOW_ALL,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        compress: true,
        cachePolicy: rules.cache,
        responseHeadersPolicy: rules.headers,
        functionAssociations: [
          { eventType: FunctionEventType.VIEWER_REQUEST, function: rules.viewerRequest },
          { eventType: FunctionEventType.VIEWER_RESPONSE, function: rules.viewerResponse },
        ],
      },
      // S3 answers 403 for what is absent, as the edge may not list. Not cached: an article may be live a second later.
      errorResponses: [403, 404].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: 404,
        responsePagePath: NOT_FOUND,
        ttl: Duration.seconds(0),
      })),
    });
  }

  /** No L2 property for it yet. */
  #readTags(): void {
    const { defaultChild } = this.distribution.node;
    if (!(defaultChild instanceof CfnDistribution)) {
      throw new TypeError('A Distribution of the CDK has no CfnDistribution as its default child.');
    }
    defaultChild.addPropertyOverride('DistributionConfig.CacheTagConfig', {
      HeaderName: TAG_HEADER,
    });
  }

  #acknowledge(): void {
    Validations.of(this.pages).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only the distribution reads this bucket, and only the renderer writes it.',
    });
    Validations.of(this.distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'A newspaper has readers in every country.' },
      {
        id: 'AwsSolutions-CFR2',
        reason: 'Static pages, GET and HEAD only: there is nothing to inject into.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason: 'Logs of readers are personal data: each newsroom decides on them.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason:
          'TLS 1.2 holds where a site has its own certificate; CloudFront’s own default does not allow a choice.',
      },
    );
  }
}
