import { resolve } from 'node:path';
import { bedrockService } from './bedrock/bedrock-service.ts';
import { OPERATOR_KEY_ID } from './front/callers.ts';
import type { Faults } from './front/faults.ts';
import { frontServer, type Route } from './front.ts';
import type { Iam } from './iam/ledger.ts';
import { openDataFolder } from './runtime/data-folder.ts';
import type { Edge } from './runtime/edges.ts';
import type { RunningFunction } from './runtime/functions.ts';
import { close, listen } from './runtime/listen.ts';
import { lock } from './runtime/lock.ts';
import { startMappings } from './runtime/mappings.ts';
import { type Cleanup, makeParts, type Parts } from './runtime/parts.ts';
import { untilSettled } from './runtime/settled.ts';
import type { Stores } from './runtime/stores.ts';
import { hasVectors } from './runtime/vector-indexes.ts';
import { isQueue, readMappings } from './sources/mapping-spec.ts';
import { readRules } from './sources/rules.ts';
import { pause, type Source } from './sources/source.ts';
import { cloudFormationService } from './template/cloudformation-service.ts';
import type { StackOutputs } from './template/stage.ts';

export { lockHolder } from './runtime/lock.ts';

export interface RuntimeOptions {
  /** The synthesized app. */
  readonly cdkOut: string;
  /** Everything that outlives the process. Belongs to one runtime at a time. */
  readonly dataDir: string;
  /** The first distribution's port; the control address is one above, further distributions above that. */
  readonly port: number;
  /** One line at a time; to stderr when absent. */
  readonly log?: (line: string) => void;
  readonly faults?: Faults;
  /** Whether an invalidation also discards fetches under way, which CloudFront does not promise. */
  readonly strictInflight?: boolean;
}

/** The template, running. */
export interface Runtime {
  /** Where readers go: the first distribution; the control address when there is none. */
  readonly url: string;
  readonly controlUrl: string;
  /** Where SDK clients go: `${awsUrl}/sqs` and so on, with the operator's access key id. */
  readonly awsUrl: string;
  readonly operatorKeyId: string;
  readonly outputs: readonly StackOutputs[];
  readonly iam: Iam;
  readonly edges: readonly Edge[];
  readonly functions: ReadonlyMap<string, RunningFunction>;
  readonly stores: Stores;
  /** Adds a route to the control address; it is asked before `GET /`. */
  addRoute(route: Route): void;
  /** Resolves when nothing is under way any more; rejects with what still is when the time is over. */
  settled(timeoutMs?: number): Promise<void>;
  /** Lets invocations under way end for a moment, and closes everything. Data stays. */
  stop(): Promise<void>;
}

/** How long invocations may go on after the runtime was told to stop. */
const GRACE_MS = 3000;

const SETTLED_MS = 30_000;

const STAND_IN =
  'In place of a model of meaning a stand-in runs here: it compares words and parts of words, and says nothing about what a model would find.';

/** Leaves room for the control address and further distributions above. */
const PORT_MAX = 65_000;

/** Starts everything of the template that runs on a laptop. @throws Error in one line that says what to do. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { log = toStderr, strictInflight = false, port } = options;
  const dataDir = resolve(options.dataDir);
  const cleanup: Cleanup = [];
  if (!Number.isInteger(port) || port < 1 || port > PORT_MAX) {
    throw new Error(`Port ${port} cannot be used: choose one from 1 to ${PORT_MAX} with --port.`);
  }
  try {
    openDataFolder(dataDir);
    cleanup.push(lock(dataDir, port));
    const parts = await makeParts({ ...options, dataDir, log, strictInflight }, cleanup);
    return await run(parts, { ...options, log }, cleanup);
  } catch (error) {
    await undo(cleanup);
    throw error;
  }
}

async function undo(cleanup: Cleanup): Promise<void> {
  for (let step = cleanup.pop(); step; step = cleanup.pop()) await step();
}

async function run(
  parts: Parts,
  { port, faults, log }: RuntimeOptions & { readonly log: (line: string) => void },
  cleanup: Cleanup,
): Promise<Runtime> {
  const { stage, stores, iam, callers, edges, functions, controlUrl, awsUrl } = parts;
  const outputs = stage.outputs();
  const routes: Route[] = [];
  const url = edges[0]?.url ?? controlUrl;
  const front = frontServer({
    services: new Map(Object.entries(servicesOf(parts))),
    callers,
    iam,
    faults,
    routes,
    summary: () => ({ url, awsUrl, outputs, functions: [...functions.keys()] }),
    log,
  });
  const servers = [...edges, { server: front, port: port + 1 }];
  for (const each of servers) {
    await listen(each.server, each.port);
    cleanup.push(() => close(each.server));
  }
  warm(functions, log);
  if (hasVectors(stage)) log(STAND_IN);
  for (const rule of readRules(stage)) stores.events.putRule(rule);
  const mappings = readMappings(stage);
  // The functions that were at work on messages when the last runtime was killed are gone with it; others may not be.
  const worked = mappings.filter(({ sourceArn }) => isQueue(sourceArn));
  await Promise.all(worked.map(({ sourceArn }) => stores.sqs.queue(sourceArn)?.releaseAll()));
  const sources = await startMappings(mappings, { functions, stores, iam, log });
  stores.events.start();
  let stopped: Promise<void> | undefined;
  return {
    url,
    controlUrl,
    awsUrl,
    operatorKeyId: OPERATOR_KEY_ID,
    outputs,
    iam,
    edges,
    functions,
    stores,
    addRoute: (route) => void routes.push(route),
    settled: (timeoutMs = SETTLED_MS) =>
      untilSettled({ events: stores.events, sources, functions }, timeoutMs),
    stop() {
      stopped ??= stop(parts, sources, cleanup);
      return stopped;
    },
  };
}

const servicesOf = ({ stores, stage }: Parts) => ({
  dynamodb: stores.dynamo.service,
  sqs: stores.sqs,
  s3: stores.s3,
  events: stores.events,
  cloudfront: stores.cloudFront,
  cloudformation: cloudFormationService(() => stage.outputs()),
  // A model is asked for the sake of vectors: a stage without them has no use for either.
  ...(hasVectors(stage) && { s3vectors: stores.vectors, 'bedrock-runtime': bedrockService }),
});

/** Imports every bundle in the background; one that cannot be imported is named, and fails at each invocation. */
function warm(functions: ReadonlyMap<string, RunningFunction>, log: (line: string) => void): void {
  for (const { fn, spec } of functions.values()) {
    void fn.warm().then((broken) => {
      if (!broken || fn.closed) return;
      log(`${spec.logicalId} cannot start: ${broken.errorType}: ${broken.errorMessage}`);
    });
  }
}

async function stop(
  { end, functions }: Parts,
  sources: readonly Source[],
  cleanup: Cleanup,
): Promise<void> {
  end.abort();
  const ended = Promise.all(sources.map((source) => source.stop()));
  const patience = new AbortController();
  await Promise.race([ended, pause(GRACE_MS, patience.signal)]);
  patience.abort();
  await Promise.all([...functions.values()].map(({ fn }) => fn.close()));
  await ended;
  await undo(cleanup);
}

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);
