import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { SharedEdgeRules } from '../constructs/edge-rules.ts';
import { SiteEdge } from '../constructs/site-edge.ts';
import type { Stage, StageSite } from './stage.ts';

export interface DeliveryStackProps extends StackProps {
  readonly stage: Stage;
}

/** A site, and where its readers find it. */
export interface DeliveredSite {
  readonly site: StageSite;
  readonly edge: SiteEdge;
}

/**
 * What stands between the renderer and the readers. A site's pages are here, beside the distribution that reads them:
 * each names the other in its permissions, and both can be made again.
 */
export class DeliveryStack extends Stack {
  readonly sites: readonly DeliveredSite[];

  constructor(scope: Construct, id: string, { stage, ...props }: DeliveryStackProps) {
    super(scope, id, props);
    const rules = new SharedEdgeRules(this, 'Rules');
    this.sites = stage.sites.map((site) => ({
      site,
      edge: new SiteEdge(this, `Site-${site.id}`, {
        comment: `${site.defaults.name} (${site.id})`,
        scheme: stage.scheme,
        ...(site.domain && { domain: site.domain }),
        rules,
      }),
    }));
  }
}
