import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Journal, openJournal } from '../journal.ts';
import { ACCOUNT, REGION, type Service } from '../service.ts';
import { type BusEvent, eventTime } from './bus-event.ts';
import { type Deliver, Deliveries, type DeliveryRecord, type Outcome } from './deliveries.ts';
import { createEventsService } from './events-service.ts';
import { type Rule, type RuleSettings, readRule } from './rules.ts';
import { Timetable } from './timetable.ts';

interface EventsOptions {
  readonly dir: string;
  readonly deliver: Deliver;
  readonly now?: () => number;
  readonly compactAfterBytes?: number;
}

/** Something that a bus did: it took an event, or an event's way to one target went on. */
export type BusNews =
  | { readonly outcome: 'accepted'; readonly bus: string; readonly event: BusEvent }
  | Outcome;

/** The event buses of one embedded account. */
export interface Events extends Service {
  createBus(name: string): void;
  /** Makes a rule or replaces the one of that name; throws for an invalid pattern or schedule. */
  putRule(settings: RuleSettings): Rule;
  /** Begins deliveries and schedules: call it when every rule is there and targets can be reached. */
  start(): void;
  /** Watches what happens to events; returns the way to stop. */
  onEvent(listener: (news: BusNews) => void): () => void;
  /** Deliveries that no target has taken yet. */
  pending(): number;
  close(): Promise<void>;
}

/** Opens the buses. Events that an earlier run accepted and did not deliver are delivered after `start`. */
export async function openEvents(options: EventsOptions): Promise<Events> {
  mkdirSync(options.dir, { recursive: true });
  const now = options.now ?? Date.now;
  const listeners = new Set<(news: BusNews) => void>();
  const report = (news: BusNews) => {
    for (const listener of listeners) listener(news);
  };
  let journal: Journal | undefined;
  const deliveries = new Deliveries({
    journal() {
      if (!journal) throw new Error('The event buses are still being opened.');
      return journal;
    },
    deliver: options.deliver,
    now,
    report,
  });
  journal = await openJournal({
    file: join(options.dir, 'events.journal'),
    replay: (record) => deliveries.replay(record as DeliveryRecord),
    snapshot: () => deliveries.snapshot(),
    ...(options.compactAfterBytes ? { compactAfterBytes: options.compactAfterBytes } : {}),
  });
  return buses(now, deliveries, report, listeners, journal);
}

function buses(
  now: () => number,
  deliveries: Deliveries,
  report: (news: BusNews) => void,
  listeners: Set<(news: BusNews) => void>,
  journal: Journal,
): Events {
  const known = new Set(['default']);
  const rules = new Map<string, Rule>();
  const timetable = new Timetable(now, (rule) => {
    const to = rule.targets.map((target) => ({ rule: rule.arn, target }));
    // A journal that cannot be written makes every answer fail; one more report would add nothing.
    deliveries.accept(scheduledEvent(rule, now()), to).then(
      () => deliveries.start(),
      () => undefined,
    );
  });

  return {
    ...createEventsService({
      hasBus: (name) => known.has(name),
      async accept(bus, event) {
        const matching = [...rules.values()].filter(
          (rule) => rule.bus === bus && rule.state !== 'DISABLED' && rule.matches(event),
        );
        await deliveries.accept(
          event,
          matching.flatMap(({ arn, targets }) => targets.map((target) => ({ rule: arn, target }))),
        );
        report({ outcome: 'accepted', bus, event });
        deliveries.start();
      },
      now,
    }),
    createBus: (name) => void known.add(name),
    putRule(settings) {
      const rule = readRule(settings);
      rules.set(rule.arn, rule);
      timetable.put(rule);
      return rule;
    },
    start() {
      deliveries.start();
      timetable.start();
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pending: () => deliveries.pending,
    async close() {
      timetable.close();
      await deliveries.close();
      await journal.close();
    },
  };
}

const scheduledEvent = (rule: Rule, at: number): BusEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time: eventTime(at),
  region: REGION,
  resources: [rule.arn],
  detail: {},
});
