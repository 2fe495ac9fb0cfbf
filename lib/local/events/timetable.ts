import { Alarm } from '../sqs/alarm.ts';
import type { Rule } from './rules.ts';

/** A rule that has just been made fires this long after the start, so that nobody waits a whole period. */
const FIRST_AFTER_MS = 1000;

/** Fires scheduled rules at their times. */
export class Timetable {
  readonly #now: () => number;
  readonly #fire: (rule: Rule) => void;
  readonly #due = new Map<string, { readonly rule: Rule; at: number }>();
  readonly #alarm: Alarm;
  #started = false;

  constructor(now: () => number, fire: (rule: Rule) => void) {
    this.#now = now;
    this.#fire = fire;
    this.#alarm = new Alarm(now, () => this.#ring());
  }

  put(rule: Rule): void {
    this.#due.delete(rule.arn);
    if (!rule.due || rule.state === 'DISABLED') return;
    this.#due.set(rule.arn, { rule, at: this.#now() + FIRST_AFTER_MS });
    this.#set();
  }

  start(): void {
    this.#started = true;
    const first = this.#now() + FIRST_AFTER_MS;
    for (const entry of this.#due.values()) entry.at = first;
    this.#set();
  }

  close(): void {
    this.#started = false;
    this.#alarm.stop();
  }

  #ring(): void {
    const now = this.#now();
    for (const [arn, entry] of this.#due) {
      if (entry.at > now) continue;
      this.#fire(entry.rule);
      // Counted from now: a laptop that slept gets one run, not all it missed.
      const next = entry.rule.due?.next(now);
      if (next === undefined) this.#due.delete(arn);
      else entry.at = next;
    }
    this.#set();
  }

  #set(): void {
    if (this.#started) for (const { at } of this.#due.values()) this.#alarm.set(at);
  }
}
