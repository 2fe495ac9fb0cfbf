import { setTimeout as sleep } from 'node:timers/promises';
import { checkRange } from './message.ts';
import type { Queue } from './queue.ts';
import { invalidParameter, SqsError, unsupported } from './sqs-error.ts';

/** Driving a dead-letter queue's messages back to where they came from, or elsewhere. */
export interface MoveTask {
  readonly handle: string;
  readonly source: Queue;
  readonly destination: Queue | undefined;
  readonly perSecond: number | undefined;
  readonly startedAt: number;
  /** Messages in the queue when the task began: it stops after as many, lest it chase its own. */
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  failure?: string;
}

export interface MoveTasks {
  start(source: string, destination?: string, perSecond?: number): MoveTask;
  /** Newest first. */
  list(source: string, max?: number): readonly MoveTask[];
  cancel(handle: string): MoveTask;
  close(): Promise<void>;
}

/** SQS lists ten at most. */
const LISTED_MAX = 10;
const PER_SECOND_MAX = 500;
const BATCH = 100;

interface MoveTasksHome {
  find(arn: string): Queue | undefined;
  queues(): readonly Queue[];
  now(): number;
}

/** Redrives run while the process does: a restart ends them (no message is lost, the rest stays) and one starts anew. */
export function createMoveTasks(home: MoveTasksHome): MoveTasks {
  const tasks: MoveTask[] = [];
  const running = new Set<Promise<void>>();
  let closed = false;

  return {
    start(source, destination, perSecond) {
      checkRange('MaxNumberOfMessagesPerSecond', perSecond, PER_SECOND_MAX, 1);
      const queue = known(home, source);
      const sources = home.queues().filter((q) => q.settings.redrive?.deadLetterArn === queue.arn);
      if (sources.length === 0)
        throw invalidParameter(`Source queue ${source} must be configured as a Dead Letter Queue.`);
      if (tasks.some((task) => task.source === queue && task.status === 'RUNNING'))
        throw unsupported(`There is already a task running for ${source}; only one is allowed.`);
      const task: MoveTask = {
        handle: Buffer.from(`${queue.settings.name}/${home.now()}/${tasks.length}`).toString(
          'base64url',
        ),
        source: queue,
        destination: destination === undefined ? undefined : known(home, destination),
        perSecond,
        startedAt: home.now(),
        toMove: queue.counts().visible,
        moved: 0,
        status: 'RUNNING',
      };
      tasks.unshift(task);
      const run = drive(task, home, () => closed).finally(() => running.delete(run));
      running.add(run);
      return task;
    },
    list(source, max = 1) {
      checkRange('MaxResults', max, LISTED_MAX, 1);
      const queue = known(home, source);
      return tasks.filter((task) => task.source === queue).slice(0, max);
    },
    cancel(handle) {
      const task = tasks.find((each) => each.handle === handle);
      if (!task) throw notFound(`The task handle ${handle} does not exist.`);
      if (task.status !== 'RUNNING')
        throw unsupported(`Only running tasks can be cancelled; this one is ${task.status}.`);
      task.status = 'CANCELLING';
      return task;
    },
    async close() {
      closed = true;
      await Promise.all(running);
    },
  };
}

async function drive(task: MoveTask, home: MoveTasksHome, closed: () => boolean): Promise<void> {
  try {
    while (task.status === 'RUNNING' && task.moved < task.toMove && !closed()) {
      const max = Math.min(task.perSecond ?? BATCH, BATCH, task.toMove - task.moved);
      const moved = await task.source.moveOut(
        max,
        (deadFrom) =>
          task.destination ?? (deadFrom === undefined ? undefined : home.find(deadFrom)),
      );
      if (moved === 0) break;
      task.moved += moved;
      if (task.perSecond !== undefined) await sleep((moved / task.perSecond) * 1000);
    }
    task.status = task.status === 'CANCELLING' ? 'CANCELLED' : 'COMPLETED';
  } catch (cause) {
    task.status = 'FAILED';
    task.failure = cause instanceof Error ? cause.message : String(cause);
  }
}

function known(home: MoveTasksHome, arn: string): Queue {
  const queue = home.find(arn);
  if (!queue) throw notFound(`The resource that you specified for the ARN ${arn} does not exist.`);
  return queue;
}

const notFound = (message: string) => new SqsError('ResourceNotFoundException', message);
