import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BusEvent } from '../../lib/local/events/bus-event.ts';
import { type DeadLetter, Undeliverable } from '../../lib/local/events/deliveries.ts';
import { type BusNews, type Events, openEvents } from '../../lib/local/events/open.ts';
import type { RuleSettings, Target } from '../../lib/local/events/rules.ts';
import { CLIENT, type Mounted, mount } from './mount.ts';

const intake: Target = { id: 'intake', arn: 'arn:aws:sqs:eu-central-1:000000000000:intake' };
const rule: RuleSettings = {
  name: 'to-intake',
  bus: 'offstone',
  pattern: { source: [{ 'anything-but': 'offstone' }] },
  targets: [intake],
};

interface Delivered {
  readonly target: string;
  readonly event: unknown;
  readonly dead: DeadLetter | undefined;
}

let dir: string;
let site: Mounted;
let events: Events;
let client: EventBridgeClient;
let delivered: Delivered[];
let news: BusNews[];
/** Throws to make a delivery fail. */
let hinder: (target: string) => void;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'offstone-events-'));
  site = await mount();
  hinder = () => undefined;
  await open();
  client = new EventBridgeClient({ ...CLIENT, endpoint: `${site.origin}/aws/events` });
});

afterEach(async () => {
  client.destroy();
  await events.close();
  await site.close();
  rmSync(dir, { recursive: true });
});

async function open(): Promise<void> {
  delivered = [];
  news = [];
  events = await openEvents({
    dir,
    async deliver(target, event, dead) {
      hinder(target);
      delivered.push({ target, event, dead });
    },
  });
  events.createBus('offstone');
  events.onEvent((each) => news.push(each));
  site.add('events', events);
}

const entry = (more: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  EventBusName: 'offstone',
  Source: 'newsroom.cms',
  DetailType: 'article.publish',
  Detail: '{"slug":"harbour-shut"}',
  ...more,
});

const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('putting events', () => {
  test('an event reaches the target of the rule that it matches, as EventBridge writes it', async () => {
    events.putRule(rule);
    const result = await put(
      entry({ Time: new Date('2026-11-24T08:00:00.900Z'), Resources: ['article/1'] }),
    );
    expect(result.FailedEntryCount).toBe(0);
    await vi.waitFor(() => expect(delivered).toHaveLength(1));
    expect(delivered[0]).toEqual({
      target: intake.arn,
      dead: undefined,
      event: {
        version: '0',
        id: result.Entries?.[0]?.EventId,
        'detail-type': 'article.publish',
        source: 'newsroom.cms',
        account: '000000000000',
        time: '2026-11-24T08:00:00Z',
        region: 'eu-central-1',
        resources: ['article/1'],
        detail: { slug: 'harbour-shut' },
      },
    });
    await vi.waitFor(() =>
      expect(news.map((each) => each.outcome)).toEqual(['accepted', 'delivered']),
    );
    expect(events.pending()).toBe(0);
  });

  test('an event that no rule wants is accepted and goes nowhere', async () => {
    events.putRule(rule);
    events.putRule({ ...rule, name: 'off', state: 'DISABLED', pattern: { source: ['offstone'] } });
    expect(await put(entry({ Source: 'offstone' }))).toMatchObject({ FailedEntryCount: 0 });
    expect(events.pending()).toBe(0);
    expect(news.map((each) => each.outcome)).toEqual(['accepted']);
  });

  test('each bad entry is named in its place, and the good ones go through', async () => {
    events.putRule(rule);
    const { FailedEntryCount, Entries } = await put(
      entry(),
      entry({ Source: undefined }),
      entry({ DetailType: undefined }),
      entry({ Detail: undefined }),
      entry({ Detail: '{"slug":' }),
      entry({ Detail: '[1]' }),
      entry({ Source: 'aws.s3' }),
      entry({ EventBusName: 'no-such-bus' }),
      entry({ DetailType: 'x'.repeat(129) }),
      entry({ EventBusName: 'arn:aws:events:eu-central-1:000000000000:event-bus/offstone' }),
    );
    expect(FailedEntryCount).toBe(8);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode ?? 'accepted')).toEqual([
      'accepted',
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
      'InvalidArgument',
      'accepted',
    ]);
    await vi.waitFor(() => expect(delivered).toHaveLength(2));
  });

  test('a request has at most ten entries and one megabyte', async () => {
    const eleven = Array.from({ length: 11 }, () => entry());
    expect(await outcome(put(...eleven))).toBe('ValidationException');
    const rest = 'newsroom.cms'.length + 'article.publish'.length + '{"x":""}'.length;
    const detail = (length: number) => JSON.stringify({ x: 'x'.repeat(length) });
    const full = 1_048_576 - rest;
    expect(await outcome(put(entry({ Detail: detail(full) })))).toBe('done');
    expect(await outcome(put(entry({ Detail: detail(full + 1) })))).toBe('ValidationException');
    const timed = entry({ Detail: detail(full - 13), Time: new Date() });
    expect(await outcome(put(timed))).toBe('ValidationException');
  });

  test('a caller needs the permission for every bus that it names', async () => {
    const needed: string[] = [];
    site.deny(({ action, resource }) => {
      needed.push(`${action} ${resource}`);
      return true;
    });
    expect(await outcome(put(entry(), entry({ EventBusName: undefined })))).toBe(
      'AccessDeniedException',
    );
    expect(needed).toEqual([
      'events:PutEvents arn:aws:events:eu-central-1:000000000000:event-bus/offstone',
    ]);
  });
});

describe('delivering', () => {
  test('a target that fails is tried again until it takes the event', async () => {
    let failures = 2;
    hinder = () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the queue is away');
    };
    events.putRule(rule);
    await put(entry());
    await vi.waitFor(
      () =>
        expect(news.map((each) => each.outcome)).toEqual([
          'accepted',
          'retrying',
          'retrying',
          'delivered',
        ]),
      5000,
    );
    expect(delivered).toHaveLength(1);
  });

  test('when retries are over the event goes to the dead-letter queue, with the reason', async () => {
    hinder = (target) => {
      if (target === intake.arn) throw new Error('the queue is away');
    };
    const retry = { maximumRetryAttempts: 1 };
    events.putRule({ ...rule, targets: [{ ...intake, deadLetterArn: 'arn:dead', retry }] });
    await put(entry());
    await vi.waitFor(() => expect(delivered).toHaveLength(1), 5000);
    expect(delivered[0]).toMatchObject({
      target: 'arn:dead',
      event: { detail: { slug: 'harbour-shut' } },
      dead: {
        TARGET_ARN: intake.arn,
        ERROR_MESSAGE: 'the queue is away',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        RETRY_ATTEMPTS: '1',
      },
    });
    await vi.waitFor(() => expect(events.pending()).toBe(0));
  });

  test('a target that cannot be is not tried again; without a dead-letter queue the loss is told', async () => {
    hinder = () => {
      throw new Undeliverable('there is no such queue');
    };
    events.putRule(rule);
    await put(entry());
    await vi.waitFor(() =>
      expect(news.map((each) => each.outcome)).toEqual(['accepted', 'dropped']),
    );
    expect(events.pending()).toBe(0);
  });

  test('one failing target holds up no other', async () => {
    hinder = (target) => {
      if (target === 'arn:slow') throw new Error('away');
    };
    const slow = { id: 'slow', arn: 'arn:slow', input: '{"ping":1}' };
    events.putRule({ ...rule, targets: [slow, intake] });
    await put(entry());
    await vi.waitFor(() => expect(delivered).toHaveLength(1));
    expect(delivered[0]?.target).toBe(intake.arn);
    hinder = () => undefined;
    await vi.waitFor(() => expect(delivered).toHaveLength(2), 5000);
    expect(delivered[1]).toMatchObject({ target: 'arn:slow', event: { ping: 1 } });
  });

  test('after a restart only what was not taken is delivered', async () => {
    hinder = (target) => {
      if (target !== intake.arn) throw new Error('away');
    };
    events.putRule({ ...rule, targets: [intake, { id: 'archive', arn: 'arn:archive' }] });
    const { Entries } = await put(entry(), entry({ Detail: '{"slug":"storm"}' }));
    await vi.waitFor(() => expect(delivered).toHaveLength(2));
    await events.close();
    hinder = () => undefined;
    await open();
    expect(events.pending()).toBe(2);
    events.start();
    await vi.waitFor(() => expect(events.pending()).toBe(0));
    expect(delivered.map(({ target }) => target)).toEqual(['arn:archive', 'arn:archive']);
    expect(delivered.map(({ event }) => (event as BusEvent).id).sort()).toEqual(
      Entries?.map(({ EventId }) => EventId).sort(),
    );
  });
});

describe('schedules', () => {
  test('a scheduled rule fires soon after the start', async () => {
    const sweep = events.putRule({
      name: 'sweep',
      bus: 'default',
      schedule: 'rate(1 minute)',
      targets: [{ id: 'sweep-due', arn: 'arn:sweep' }],
    });
    events.start();
    await vi.waitFor(() => expect(delivered).toHaveLength(1), 5000);
    expect(delivered[0]?.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [sweep.arn],
      detail: {},
    });
  });

  test('a rule that EventBridge would refuse is refused', () => {
    expect(() => events.putRule({ ...rule, pattern: { source: 'x' } })).toThrow(
      /object or an array/,
    );
    expect(() => events.putRule({ ...rule, pattern: undefined })).toThrow(/pattern or a schedule/);
    const input = { ...rule, targets: [{ ...intake, input: 'no json' }] };
    expect(() => events.putRule(input)).toThrow(/not JSON/);
  });
});
