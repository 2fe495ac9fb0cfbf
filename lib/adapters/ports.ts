import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SiteId } from '#domain/ids.ts';
import type { Forgetting, Ports, QueueName } from '#domain/ports.ts';
import type { Meaning } from '#domain/related/meaning.ts';
import type { Site } from '#domain/site/site.ts';
import { instant } from '#domain/time.ts';
import type { EdgeSite } from './aws/edge.ts';
import type { MeaningModel } from './aws/meaning.ts';
import { coalescing } from './coalescing-table.ts';

/** A function's environment: process.env, or a test's own. */
export type Environment = { readonly [name: string]: string | undefined };

/** A site as OFFSTONE_SITES describes it. A function that never touches pages or the edge is not told where they are. */
type DeployedSite = Site & {
  readonly bucket?: string;
  readonly distributionId?: string;
  readonly forgetting?: Forgetting;
  /** Its vector index, where the stage has a model of meaning. */
  readonly vectors?: string;
};

const QUEUES: readonly (readonly [QueueName, string])[] = [
  ['pages', 'OFFSTONE_QUEUE_PAGES'],
  ['pagesBulk', 'OFFSTONE_QUEUE_PAGES_BULK'],
  ['relate', 'OFFSTONE_QUEUE_RELATE'],
  ['relateBulk', 'OFFSTONE_QUEUE_RELATE_BULK'],
  ['outcomes', 'OFFSTONE_QUEUE_OUTCOMES'],
  ['releases', 'OFFSTONE_QUEUE_RELEASES'],
];

/**
 * The world as the OFFSTONE_* environment names it. Only what is named is loaded: an SDK client takes some 40 ms of a
 * cold start. Touching a port that was not named throws, naming the variable that is missing.
 */
export async function awsPorts(environment: Environment): Promise<Ports> {
  const sites = sitesOf(environment);
  const [table, pages, queues, bus, edge, drop, meaning] = await Promise.all([
    openTable(environment),
    openPages(sites),
    openQueues(environment),
    openBus(environment),
    openEdge(sites),
    openDrop(environment),
    openMeaning(environment, sites),
  ]);
  return {
    get table() {
      return table ?? unset('OFFSTONE_TABLE');
    },
    get pages() {
      return pages ?? unset('OFFSTONE_SITES (with each site’s bucket)');
    },
    get queues() {
      return queues ?? unset('OFFSTONE_QUEUE_…');
    },
    get bus() {
      return bus ?? unset('OFFSTONE_BUS');
    },
    get edge() {
      return edge ?? unset('OFFSTONE_SITES (with each site’s distributionId)');
    },
    get drop() {
      return drop ?? unset('OFFSTONE_DROP');
    },
    ...(meaning && { meaning }),
    now: () => instant(Date.now()),
    pause: (milliseconds) => pause(milliseconds),
    nonce,
    sites: new Map(sites.map(siteAlone)),
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  };
}

function unset(variable: string): never {
  throw new Error(`${variable} is not set in the environment of this function.`);
}

/** 128 bits, in characters that no comment, header or key minds. */
const nonce = (): string => randomBytes(16).toString('hex');

function sitesOf({ OFFSTONE_SITES }: Environment): readonly DeployedSite[] {
  return OFFSTONE_SITES ? (JSON.parse(OFFSTONE_SITES) as readonly DeployedSite[]) : [];
}

const siteAlone = ({
  bucket: _,
  distributionId: __,
  forgetting: ___,
  vectors: ____,
  ...site
}: DeployedSite): readonly [SiteId, Site] => [site.id, site];

async function openTable({ OFFSTONE_TABLE }: Environment) {
  if (!OFFSTONE_TABLE) return undefined;
  const { openTable: open } = await import('./aws/table.ts');
  return coalescing(open(OFFSTONE_TABLE));
}

async function openPages(sites: readonly DeployedSite[]) {
  const buckets = new Map<SiteId, string>();
  for (const { id, bucket } of sites) if (bucket !== undefined) buckets.set(id, bucket);
  return buckets.size > 0 ? (await import('./aws/pages.ts')).openPages(buckets) : undefined;
}

async function openQueues(environment: Environment) {
  const urls = new Map<QueueName, string>();
  for (const [queue, variable] of QUEUES) {
    const url = environment[variable];
    if (url) urls.set(queue, url);
  }
  return urls.size > 0 ? (await import('./aws/queues.ts')).openQueues(urls) : undefined;
}

async function openBus({ OFFSTONE_BUS }: Environment) {
  return OFFSTONE_BUS ? (await import('./aws/bus.ts')).openBus(OFFSTONE_BUS) : undefined;
}

async function openEdge(sites: readonly DeployedSite[]) {
  const edges = new Map<SiteId, EdgeSite>();
  for (const { id, baseUrl, distributionId, forgetting } of sites) {
    if (distributionId !== undefined) edges.set(id, { baseUrl, distributionId, forgetting });
  }
  return edges.size > 0 ? (await import('./aws/edge.ts')).openEdge(edges, nonce) : undefined;
}

async function openMeaning(
  { OFFSTONE_MEANING }: Environment,
  sites: readonly DeployedSite[],
): Promise<Meaning | undefined> {
  if (!OFFSTONE_MEANING) return undefined;
  const indexes = new Map<SiteId, string>();
  for (const { id, vectors } of sites) if (vectors !== undefined) indexes.set(id, vectors);
  const model: MeaningModel = JSON.parse(OFFSTONE_MEANING);
  return (await import('./aws/meaning.ts')).openMeaning(indexes, model);
}

async function openDrop({ OFFSTONE_DROP }: Environment) {
  return OFFSTONE_DROP ? (await import('./aws/drop.ts')).openDrop(OFFSTONE_DROP) : undefined;
}
