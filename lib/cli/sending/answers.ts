import type { Outcome } from '#domain/publishing/receipt.ts';
import type { RejectedHere } from './prepare.ts';

/** What is printed of an outcome: the same members in the same order, whatever order they were stored in. */
export function answerLine(outcome: Outcome | RejectedHere): string {
  const { type, site, id, revision, reasons } = outcome;
  const rest = 'eventId' in outcome ? outcome : undefined;
  return JSON.stringify({
    type,
    site,
    id,
    revision,
    url: rest?.url,
    reasons: reasons?.map(({ path, message }) => ({ path, message })),
    notes: rest?.notes?.map(({ path, message }) => ({ path, message })),
    pictures: rest?.pictures,
    eventId: rest?.eventId,
    at: rest?.at,
    stations: rest?.stations,
  });
}

/** How many events ended how; the last line of `--json`. */
export class Tally {
  #sent = 0;
  readonly #ends = new Map<string, number>();

  sent(): void {
    this.#sent++;
  }

  ended(type: string): void {
    this.#ends.set(type, (this.#ends.get(type) ?? 0) + 1);
  }

  get rejected(): number {
    return this.#ends.get('article.rejected') ?? 0;
  }

  summary(): { readonly sent: number; readonly outcomes: Readonly<Record<string, number>> } {
    return { sent: this.#sent, outcomes: Object.fromEntries([...this.#ends].sort()) };
  }

  /** In words, for a person. */
  text(): string {
    const ends = [...this.#ends]
      .sort()
      .map(([type, count]) => `${count} ${type.replace('article.', '')}`);
    const sent = `${this.#sent} ${this.#sent === 1 ? 'event' : 'events'} sent`;
    return ends.length === 0 ? sent : `${sent}: ${ends.join(', ')}`;
  }
}
