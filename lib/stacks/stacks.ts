import type { App } from 'aws-cdk-lib';
import { DataStack } from './data-stack.ts';
import { DeliveryStack } from './delivery-stack.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { Stage } from './stage.ts';

/** The three stacks of a stage, by what may be lost: records, pages, the walk between them. */
export function makeStacks(app: App, stage: Stage) {
  const data = new DataStack(app, 'Data', {
    stackName: `offstone-${stage.name}-data`,
    deletionProtection: stage.protected,
  });
  const delivery = new DeliveryStack(app, 'Delivery', {
    stackName: `offstone-${stage.name}-delivery`,
    stage,
  });
  const pipeline = new PipelineStack(app, 'Pipeline', {
    stackName: `offstone-${stage.name}-pipeline`,
    data,
    sites: delivery.sites,
    meaning: stage.meaning,
  });
  return { data, delivery, pipeline };
}
