import type { Redacted } from '#domain/flows/redact-article.ts';
import type { Cleaned } from '#domain/flows/redact-records.ts';

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const numbers = (revisions: readonly number[]): string =>
  revisions.length === 0 ? 'none' : revisions.join(', ');

/** What a redaction found, or would find. */
export function surveyLines({
  times,
  revisions,
  withdrawals,
  within,
}: Pick<Cleaned, 'times' | 'revisions' | 'withdrawals' | 'within'>): readonly string[] {
  return [
    `Found ${counted(times, 'time')}; revisions: ${numbers(revisions)}; withdrawals: ${numbers(withdrawals)}.`,
    ...(within.length > 0
      ? [
          `Longer words that hold them stay: ${within.join(', ')}. Name them with --words too, if they must go.`,
        ]
      : []),
  ];
}

/** What a redaction changed. */
export function redactedLines(report: Redacted): readonly string[] {
  const { rejected, receipts, left } = report;
  return [
    ...surveyLines(report),
    `${counted(rejected, 'rejected event')} emptied, ${counted(receipts, 'receipt')} changed.`,
    ...left.map((path) => `Address that no page names any more: ${path}`),
  ];
}

/** What a redaction cannot reach: true of every stage that is deployed from this repository. */
export function remains({ left }: Pick<Redacted, 'left'>): readonly string[] {
  return [
    ...left.map(
      (path) =>
        `${path}: whoever knows this address is led to the article, for ever; no page names it.`,
    ),
    'Point-in-time recovery of the table: 35 days. On a laptop: the data folder’s journals, until they are compacted.',
    'Events not yet taken off the queues: 4 days; in dead-letter queues: 14 days (look before you redrive).',
    'Bodies that the newsroom put under incoming/ of the drop bucket: 30 days; delete the object to be sooner.',
    'An archive of the bus, if this account keeps one: Offstone sets up none.',
    'Receipts of repeated events hold an address that tells the words, if it did: 90 days.',
    'Logs hold no text. Related posts keep words as hashes, and a vector where the stage has a model of meaning: made anew from what is left.',
    'Other articles with the same words: each needs an order of its own.',
    'The editorial system itself, and the copies of browsers, feed readers, search engines and web archives.',
  ];
}
