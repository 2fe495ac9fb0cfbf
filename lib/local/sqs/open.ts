import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import { ACCOUNT, REGION, type Service } from '../service.ts';
import { createMoveTasks } from './move-tasks.ts';
import { Queue } from './queue.ts';
import type { QueueSettings } from './queue-settings.ts';
import { replayRecord, type SqsRecord, snapshotOf } from './records.ts';
import { Shelf } from './shelf.ts';
import { noSuchQueue, unsupported } from './sqs-error.ts';
import { createSqsService, queueName } from './sqs-service.ts';

interface SqsOptions {
  readonly dir: string;
  /** Where clients reach the service, such as `http://127.0.0.1:4801/aws/sqs`; queue URLs begin with it. */
  readonly endpoint: string;
  /** Milliseconds since 1970; the clock when absent. */
  readonly now?: () => number;
  readonly compactAfterBytes?: number;
}

/** The queues of one embedded account. */
export interface Sqs extends Service {
  /** Makes a queue, or gives the one there is these settings; messages of an earlier run are in it. */
  createQueue(settings: QueueSettings): Queue;
  /** By name, ARN or URL. */
  queue(name: string): Queue | undefined;
  queues(): readonly Queue[];
  close(): Promise<void>;
}

/** Opens the queues; every message that an earlier run did not delete is there again. */
export async function openSqs(options: SqsOptions): Promise<Sqs> {
  mkdirSync(options.dir, { recursive: true });
  const shelves = new Map<string, Shelf>();
  const shelf = (name: string) => shelves.get(name) ?? addShelf(shelves, name);
  const journal = await openJournal({
    file: join(options.dir, 'sqs.journal'),
    replay: (record) => replayRecord(record as SqsRecord, shelf),
    *snapshot() {
      for (const [name, each] of shelves) yield* snapshotOf(name, each);
    },
    ...(options.compactAfterBytes ? { compactAfterBytes: options.compactAfterBytes } : {}),
  });
  return account(options, journal, shelf);
}

function account(options: SqsOptions, journal: Journal, shelf: (name: string) => Shelf): Sqs {
  const queues = new Map<string, Queue>();
  const now = options.now ?? Date.now;
  const find = (name: string) => queues.get(queueName(name));
  const tasks = createMoveTasks({ find, queues: () => [...queues.values()], now });
  return {
    ...createSqsService({
      queue: (name) => found(find(name), name),
      queues: () => [...queues.values()],
      tasks,
    }),
    createQueue(settings) {
      refuseFifo(settings.name);
      const existing = queues.get(settings.name);
      const queue = existing ?? new Queue(settings, place(settings.name));
      queue.settings = settings;
      queues.set(settings.name, queue);
      return queue;
    },
    queue: find,
    queues: () => [...queues.values()],
    async close() {
      await tasks.close();
      for (const queue of queues.values()) queue.close();
      await journal.close();
    },
  };

  function place(name: string) {
    return {
      arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
      url: `${options.endpoint}/${ACCOUNT}/${name}`,
      shelf: shelf(name),
      journal,
      now,
      byArn: find,
    };
  }
}

function addShelf(shelves: Map<string, Shelf>, name: string): Shelf {
  const shelf = new Shelf();
  shelves.set(name, shelf);
  return shelf;
}

function refuseFifo(name: string): void {
  if (!name.endsWith('.fifo')) return;
  throw unsupported(
    `The queue ${name} is a FIFO queue; only standard queues run here. Drop .fifo.`,
  );
}

function found(queue: Queue | undefined, name: string): Queue {
  if (!queue) throw noSuchQueue(name);
  return queue;
}
