import type { Stack } from 'aws-cdk-lib';
import type { DeliveredSite } from './delivery-stack.ts';
import type { Grant, Resource } from './grants.ts';
import type { RelatedSite } from './meaning.ts';

/** Lambda's bound of all of a function's variables together, less what tokens may still grow by. */
const ENVIRONMENT_BYTES_MAX = 3500;

/** What the token of a vector index may grow by: its bucket and it have names of up to 63 characters. */
const INDEX_ARN_BYTES = 170;

/** A function's environment: what its grants let it touch, and the sites. */
export function environmentOf(
  stack: Stack,
  grants: readonly Grant[],
  variables: ReadonlyMap<Resource, readonly [string, string]>,
  sites: readonly RelatedSite[],
): Readonly<Record<string, string>> {
  const touched = grants
    // Taking from a queue is Lambda's part: a function is told only where to send.
    .filter(({ actions }) => !actions.includes('sqs:ReceiveMessage'))
    .flatMap(({ on }) => {
      const named = variables.get(on);
      return named ? [named] : [];
    });
  return { ...Object.fromEntries(touched), OFFSTONE_SITES: sitesOf(stack, grants, sites) };
}

function sitesOf(stack: Stack, grants: readonly Grant[], sites: readonly RelatedSite[]): string {
  const touches = new Set(grants.map(({ on }) => on));
  const described = sites.map((delivered) => ({
    ...identity(delivered),
    ...(touches.has('page-buckets/*') && { bucket: delivered.edge.pages.bucketName }),
    ...(touches.has('distributions') && {
      distributionId: delivered.edge.distribution.distributionId,
      ...(delivered.site.forgetting && { forgetting: delivered.site.forgetting }),
    }),
    ...(touches.has('vectors') && { vectors: delivered.vectors }),
  }));
  const arns = touches.has('vectors') ? sites.length * INDEX_ARN_BYTES : 0;
  const bytes = Buffer.byteLength(JSON.stringify(described)) + arns;
  if (bytes > ENVIRONMENT_BYTES_MAX) {
    throw new Error(
      `The sites of this stage take ${bytes} bytes of a function’s environment, which holds ${ENVIRONMENT_BYTES_MAX}: ` +
        'shorten their defaults (sections can come by site.configure) or give the stage fewer sites.',
    );
  }
  return stack.toJsonString(described);
}

export function identity({ site, edge }: DeliveredSite) {
  const { name, tagline, language, sections = [], securityContact } = site.defaults;
  return {
    id: site.id,
    baseUrl: edge.baseUrl,
    timeZone: site.timeZone,
    sources: site.sources,
    settings: {
      revision: 0,
      name,
      ...(tagline !== undefined && { tagline }),
      language,
      sections,
      social: [],
      theme: {},
      related: { count: 6 },
      feeds: { content: 'summary' },
      slugs: 'ascii',
      ...(securityContact !== undefined && { securityContact }),
    },
  };
}
