import type { Parameters } from './parameters.ts';
import { SqsError } from './sqs-error.ts';

const ENTRIES_MAX = 10;

interface FailedEntry {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/** Runs each entry of a batch on its own; the answer says of each whether it was done. */
export async function eachEntry(
  entries: readonly Parameters[],
  run: (entry: Parameters) => Promise<Readonly<Record<string, unknown>>>,
) {
  checkBatch(entries);
  const Successful: Readonly<Record<string, unknown>>[] = [];
  const Failed: FailedEntry[] = [];
  await Promise.all(
    entries.map(async (entry) => {
      const Id = entry.needText('Id');
      try {
        Successful.push({ Id, ...(await run(entry)) });
      } catch (error) {
        if (!(error instanceof SqsError)) throw error;
        Failed.push({
          Id,
          SenderFault: error.status < 500,
          Code: error.queryCode,
          Message: error.message,
        });
      }
    }),
  );
  return { Successful, Failed };
}

/** Ids are 1–80 letters, digits, `-` and `_` (SendMessageBatch reference). */
const ENTRY_ID = /^[\w-]{1,80}$/;

function checkBatch(entries: readonly Parameters[]): void {
  if (entries.length === 0)
    throw refusal('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > ENTRIES_MAX)
    throw refusal(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${ENTRIES_MAX}. You have sent ${entries.length}.`,
    );
  const ids = entries.map((entry) => entry.needText('Id'));
  const odd = ids.find((id) => !ENTRY_ID.test(id));
  if (odd !== undefined)
    throw refusal(
      'InvalidBatchEntryId',
      `The batch entry id "${odd}" can only have letters, digits, hyphens and underscores, 80 at most.`,
    );
  if (new Set(ids).size < ids.length)
    throw refusal('BatchEntryIdsNotDistinct', 'Two or more entries have the same Id.');
}

const refusal = (code: string, message: string) =>
  new SqsError(code, message, `AWS.SimpleQueueService.${code}`);
