import { join } from 'node:path';
import type { Deliver } from '../events/deliveries.ts';
import { Callers } from '../front/callers.ts';
import { type Iam, openIam } from '../iam/ledger.ts';
import { readRoles } from '../iam/roles.ts';
import { readFunctions } from '../lambda/read-functions.ts';
import { ACCOUNT } from '../service.ts';
import { isQueue } from '../sources/mapping-spec.ts';
import { deliverToTargets, type FunctionTarget } from '../sources/targets.ts';
import { openStage, type Stage } from '../template/stage.ts';
import { type Edge, edgePort, makeEdges } from './edges.ts';
import { functionTargets } from './function-targets.ts';
import { makeFunctions, type RunningFunction } from './functions.ts';
import { HOST } from './listen.ts';
import { makeResources, makeTables, openStores, type Stores } from './stores.ts';
import { indexArnOf, makeVectorIndexes } from './vector-indexes.ts';

export interface PartsOptions {
  readonly cdkOut: string;
  readonly dataDir: string;
  readonly port: number;
  readonly strictInflight: boolean;
  log(line: string): void;
}

/** Everything of the template that runs here, before anything of it does. */
export interface Parts {
  readonly controlUrl: string;
  readonly awsUrl: string;
  readonly stage: Stage;
  readonly stores: Stores;
  readonly iam: Iam;
  readonly callers: Callers;
  readonly edges: readonly Edge[];
  readonly functions: ReadonlyMap<string, RunningFunction>;
  /** Aborted when the runtime is told to stop. */
  readonly end: AbortController;
}

/** Steps that take back what was opened, to be taken from the last to the first. */
export type Cleanup = (() => void | Promise<void>)[];

/** Reads the template and makes its parts. Each says in `cleanup` how it is closed. */
export async function makeParts(options: PartsOptions, cleanup: Cleanup): Promise<Parts> {
  const { dataDir, cdkOut, port, strictInflight, log } = options;
  const controlUrl = `http://${HOST}:${port + 1}`;
  const awsUrl = `${controlUrl}/aws`;
  const end = new AbortController();
  const edges: Edge[] = [];
  const targets = new Map<string, FunctionTarget>();
  // Stores are opened before what is made of the template: they look it up when they need it.
  const stores: Stores = await openStores({
    dataDir,
    awsUrl,
    deliver: (arn, event, dead) => deliver(arn, event, dead),
    invalidate(id, items) {
      edges.find(({ spec }) => spec.id === id)?.distribution.invalidate(items);
    },
    opened: (close) => cleanup.push(close),
  });
  const deliver: Deliver = deliverToTargets({
    queue: (arn) => (isQueue(arn) ? stores.sqs.queue(arn) : undefined),
    fn: (arn) => targets.get(arn),
    signal: end.signal,
    log,
  });
  const stage = openTemplate(cdkOut, stores, awsUrl, port);
  for (const { type, logicalId } of stage.unknown) log(`not run here: ${type} (${logicalId})`);
  await makeTables(stage, stores);
  makeResources(stage, stores);
  await makeVectorIndexes(stage, stores);
  const iam = openIam(readRoles(stage, log));
  const specs = readFunctions(stage, join(dataDir, 'inline'), log);
  const functions = makeFunctions(specs, { dataDir, awsUrl, iam });
  cleanup.push(async () => {
    await Promise.all([...functions.values()].map(({ fn }) => fn.close()));
  });
  const callers = new Callers();
  for (const { name, role } of specs) callers.addFunction(name, role);
  const made = functionTargets(stage, { functions, stores, iam, log });
  for (const [arn, target] of made) targets.set(arn, target);
  edges.push(...makeEdges(stage, { port, s3: stores.s3, strictInflight, log }));
  return { controlUrl, awsUrl, stage, stores, iam, callers, edges, functions, end };
}

function openTemplate(cdkOut: string, stores: Stores, awsUrl: string, port: number): Stage {
  const stage: Stage = openStage(cdkOut, {
    queueUrl: (name) => `${awsUrl}/sqs/${ACCOUNT}/${name}`,
    streamArn(tableName) {
      const arn = stores.dynamo.table(tableName)?.streamArn;
      if (arn === undefined) throw new Error(`The table ${tableName} has no stream.`);
      return arn;
    },
    distributionDomain(stack, logicalId) {
      const index = stage
        .of('AWS::CloudFront::Distribution')
        .findIndex((each) => each.stack === stack && each.logicalId === logicalId);
      return `${HOST}:${edgePort(port, index)}`;
    },
    vectorIndexArn: (stack, logicalId) => indexArnOf(stage, stack, logicalId),
  });
  return stage;
}
