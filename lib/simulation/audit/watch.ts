import type { Path } from '#domain/ids.ts';
import type { BusEntry, Item, SetChange, Write } from '#domain/ports.ts';
import { type Head, isWithdrawn } from '#domain/publishing/head.ts';
import type { Outcome, Receipt } from '#domain/publishing/receipt.ts';
import { idIn } from '#domain/related/posting.ts';
import { revisionShown } from '#domain/rendering/marker.ts';
import type { Page } from '#domain/rendering/view.ts';
import { recordOf } from '#domain/table/records.ts';
import { marksIn, type Send, type Story } from '../story/story.ts';
import { SKEW_MS_MAX } from '../world/invocation.ts';
import type { Answer } from '../world/sim-edge.ts';
import type { Violation } from './violation.ts';

/** What readers can get at the moment: objects, and caches in front of them. */
export interface Readable {
  readonly objects: () => Iterable<{ readonly path: Path; readonly body: string }>;
  readonly cached: () => Iterable<{ readonly path: Path; readonly answer: Answer }>;
}

/**
 * Watches a story while it is told, and speaks up at once when something is too early, too late, or not true. What it
 * knows it has from what was written and sent, not from the code that wrote it.
 */
export class Watch {
  readonly violations: Violation[] = [];
  /** The events that were taken, in the order in which they were decided on. */
  readonly accepted: Send[] = [];
  readonly heads = new Map<string, Head>();
  readonly told = new Map<string, Outcome[]>();
  /** Addresses at which readers ever found an article. */
  readonly everLive = new Map<string, string>();
  readonly #sends: ReadonlyMap<string, Send>;
  /** When each revision may first be read, by the word that gives it away. */
  readonly #publicAt = new Map<string, number>();
  /** When anything of an article may first be read. */
  readonly #articlePublicAt = new Map<string, number>();
  readonly #decided = new Set<string>();
  readonly #seen = new Map<string, number>();
  /** Articles that readers were promised to find nowhere. */
  readonly #fenced = new Set<string>();
  readonly #now: () => number;
  readonly #readable: Readable;

  constructor(story: Story, now: () => number, readable: Readable) {
    this.#now = now;
    this.#readable = readable;
    this.#sends = new Map(story.sends.map((send) => [send.eventId, send]));
    for (const { detail, meaning, time } of story.sends) {
      if (meaning.kind !== 'publish') continue;
      const at = meaning.publishAt ?? time;
      for (const { word } of marksIn(JSON.stringify(detail)))
        this.#publicAt.set(word, Math.min(at, this.#publicAt.get(word) ?? at));
    }
  }

  wrote(writes: readonly Write[]): void {
    const puts = writes.flatMap((write) => ('put' in write ? [write.put] : []));
    // A transaction has no order; a receipt says what the rest of it is about.
    for (const item of puts) if (item.pk.startsWith('E#')) this.#receipt(recordOf<Receipt>(item));
    for (const item of puts) this.#put(item);
  }

  #put(item: Item): void {
    const { pk, sk } = item;
    if (sk === 'HEAD') this.#head(recordOf<Head>(item));
    else if (/#(?:L|F|NEWS)(?:#|$)/.test(pk)) this.#listed(sk.slice(sk.indexOf('#') + 1), pk);
  }

  added(changes: readonly SetChange[]): void {
    for (const { key, members } of changes)
      if (key.pk.includes('#T#')) for (const member of members) this.#listed(idIn(member), key.pk);
  }

  page(page: Page, body: string): void {
    this.#readableText(`object ${page.path}`, body);
  }

  served(path: Path, { status, body }: Answer): void {
    const shown = status === 200 ? revisionShown(body) : undefined;
    if (shown) {
      this.everLive.set(path, shown.id);
      this.#seen.set(shown.id, Math.max(shown.revision, this.#seen.get(shown.id) ?? 0));
    }
    if (status === 404 && this.everLive.has(path))
      this.#violated('6 addresses', `${path} was live once and answers 404`);
    this.#readableText(`answer ${path}`, body);
  }

  /** The articles that are being withdrawn. */
  contested(): readonly string[] {
    return [...this.heads.values()].flatMap((head) =>
      isWithdrawn(head) && head.live && !this.#fenced.has(head.id) ? [head.id] : [],
    );
  }

  outcomes(entries: readonly BusEntry[]): void {
    for (const { detail } of entries) this.#tell(detail as unknown as Outcome);
  }

  #head(head: Head): void {
    this.heads.set(head.id, head);
    if (!isWithdrawn(head)) this.#fenced.delete(head.id);
  }

  #receipt({ eventId, outcome }: Receipt): void {
    if (this.#decided.has(eventId)) return;
    this.#decided.add(eventId);
    const send = this.#sends.get(eventId);
    if (!send || outcome?.type === 'article.rejected') return;
    this.accepted.push(send);
    const { meaning } = send;
    if (meaning.kind === 'unlawful')
      this.#violated('1 answers', `${eventId} was accepted in spite of ${meaning.why}`);
    if (meaning.kind !== 'publish') return;
    const at = meaning.publishAt ?? send.time;
    this.#articlePublicAt.set(
      meaning.id,
      Math.min(at, this.#articlePublicAt.get(meaning.id) ?? at),
    );
  }

  #listed(id: string, where: string): void {
    const at = this.#articlePublicAt.get(id) ?? Number.POSITIVE_INFINITY;
    if (this.#now() + SKEW_MS_MAX < at)
      this.#violated('3 nothing early', `${id} is in ${where} before its time`);
  }

  /** Law 3 and law 4, of every text that readers can get. */
  #readableText(where: string, body: string): void {
    for (const { word, id, revision } of marksIn(body)) {
      const at = this.#publicAt.get(word);
      if (at === undefined || this.#now() + SKEW_MS_MAX < at)
        this.#violated('3 nothing early', `${where} shows ${id} r${revision} before its time`);
      if (this.#fenced.has(id))
        this.#violated(
          '4 nothing after',
          `${where} shows ${id} r${revision} after it was withdrawn`,
        );
    }
  }

  #tell(outcome: Outcome): void {
    const { eventId, type } = outcome;
    const before = this.told.get(eventId) ?? [];
    this.told.set(eventId, [...before, outcome]);
    const send = this.#sends.get(eventId);
    const finals = new Set(
      [...before, outcome].map((one) => one.type).filter((one) => one !== 'article.scheduled'),
    );
    if (finals.size > 1)
      this.#violated('1 answers', `${eventId} was answered ${[...finals].join(' and ')}`);
    if (send) this.#isTrue(outcome, send);
    else this.#violated('1 answers', `${type} answers ${eventId}, which nobody sent`);
  }

  #isTrue({ type, eventId }: Outcome, { meaning }: Send): void {
    if (type === 'article.live') {
      if (meaning.kind !== 'publish' || (this.#seen.get(meaning.id) ?? 0) < meaning.revision)
        this.#violated('1 answers', `${eventId} was told live before the edge showed it`);
    } else if (type === 'article.withdrawn' && meaning.kind === 'withdraw') {
      this.#fence(meaning.id, meaning.revision);
    } else if (type === 'article.superseded' && !this.#isOvertaken(meaning))
      this.#violated('1 answers', `${eventId} was told superseded, and by nothing`);
  }

  #isOvertaken(meaning: Send['meaning']): boolean {
    if (meaning.kind === 'curate' || meaning.kind === 'configure') return true;
    if (meaning.kind === 'unlawful') return false;
    const head = this.heads.get(meaning.id);
    if (!head) return false;
    if (meaning.kind === 'publish') return head.published > meaning.revision || head.withdrawn > 0;
    return head.withdrawn > meaning.revision || head.reinstated >= meaning.revision;
  }

  /** From here on no reader finds the article. Whoever could find it now was promised too much. */
  #fence(id: string, revision: number): void {
    const head = this.heads.get(id);
    // Told late, of a withdrawal that was taken back and repeated since: the promise is the newer one's.
    if (!head || !isWithdrawn(head) || head.withdrawn !== revision) return;
    this.#fenced.add(id);
    for (const { path, body } of this.#readable.objects())
      this.#readableText(`object ${path}`, body);
    for (const { path, answer } of this.#readable.cached())
      this.#readableText(`cache ${path}`, answer.body);
  }

  #violated(law: string, message: string): void {
    this.violations.push({ law, at: this.#now(), message });
  }
}
