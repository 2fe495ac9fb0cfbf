import type { Announcement, Change } from '../graph/change.ts';
import { type Look, lookMessages, type OutcomeMessage } from '../graph/messages.ts';
import { type Consume, type Incoming, type Item, keyText, type Ports } from '../ports.ts';
import { isFinal, type Outcome, type Receipt } from '../publishing/receipt.ts';
import { readChange } from '../table/records.ts';
import { announce } from './announce.ts';
import { readReceipts } from './receipts.ts';
import { settle } from './settle-changes.ts';
import { truthOf } from './truth.ts';

/** Tells senders how their events ended, and closes the changes that are done with. */
export const announceOutcomes: Consume = async (batch, ports) => {
  const messages = batch.map(parseMessage);
  const failed = await Promise.all([
    attempt(
      messages.filter(({ kind }) => kind === 'stored'),
      announceStored,
      ports,
    ),
    attempt(
      messages.filter(({ kind }) => kind === 'rendered'),
      announceRendered,
      ports,
    ),
    attempt(
      messages.filter(({ kind }) => kind === 'settle'),
      settleAll,
      ports,
    ),
  ]);
  return failed.flat();
};

type Message = OutcomeMessage & { readonly id: string };

const parseMessage = ({ id, body }: Incoming): Message => ({
  ...(JSON.parse(body) as OutcomeMessage),
  id,
});

/** One kind's fault is not another's: its messages are tried again, the others are not. */
async function attempt(
  messages: readonly Message[],
  work: (messages: readonly Message[], ports: Ports) => Promise<void>,
  ports: Ports,
): Promise<readonly string[]> {
  if (messages.length === 0) return [];
  try {
    await work(messages, ports);
    return [];
  } catch (error) {
    ports.log({
      message: 'outcomes not announced',
      error: error instanceof Error ? error.message : String(error),
    });
    return messages.map(({ id }) => id);
  }
}

async function announceStored(messages: readonly Message[], ports: Ports): Promise<void> {
  const ids = messages.flatMap((message) => (message.kind === 'stored' ? [message.eventId] : []));
  const receipts = await readReceipts(ids, ports);
  await announce(
    [...receipts.values()].flatMap((receipt) =>
      receipt.outcome ? [{ receipt, outcome: receipt.outcome }] : [],
    ),
    ports,
  );
}

/** Seconds between looks through the edge while a page is not there yet, by round: in all about five minutes. */
const lookAgain = (round: number): number => Math.min(1 + round, 10);
const ROUNDS_MAX = 40;

async function announceRendered(messages: readonly Message[], ports: Ports): Promise<void> {
  const looks = looksOf(messages);
  const items = await ports.table.get(looks.map(({ change }) => change));
  const open = looks.flatMap((look) => openChange(items, look));
  const receipts = await readReceipts(
    open.flatMap(({ change }) => change.announce.map(({ eventId }) => eventId)),
    ports,
  );
  const outcomes: { readonly receipt: Receipt; readonly outcome: Outcome }[] = [];
  const again: Look[] = [];
  await Promise.all(
    open.map(async ({ look, change }) => {
      const answers = await Promise.all(
        change.announce.map((one) => answerTo(one, change.site, receipts, look.round, ports)),
      );
      outcomes.push(...answers.flatMap((answer) => (typeof answer === 'object' ? [answer] : [])));
      if (answers.includes('wait')) again.push({ ...look, round: look.round + 1 });
    }),
  );
  await announce(outcomes, ports);
  if (again.some(({ round }) => round > ROUNDS_MAX))
    throw new Error('A page was rendered but is not seen through the edge.');
  const rounds = Map.groupBy(again, ({ round }) => round);
  await ports.queues.send(
    [...rounds].flatMap(([round, some]) => lookMessages('rendered', some, lookAgain(round))),
  );
}

const looksOf = (messages: readonly Message[]): readonly Look[] =>
  messages.flatMap((message) => ('looks' in message ? message.looks : []));

async function answerTo(
  one: Announcement,
  site: Change['site'],
  receipts: ReadonlyMap<string, Receipt>,
  round: number,
  ports: Ports,
): Promise<{ readonly receipt: Receipt; readonly outcome: Outcome } | 'wait' | 'told'> {
  const receipt = receipts.get(one.eventId);
  if (!receipt) return 'told';
  if (receipt.outcome && isFinal(receipt.outcome)) return { receipt, outcome: receipt.outcome };
  const outcome = await truthOf(one, site, receipt, round, ports);
  return outcome === 'wait' ? 'wait' : { receipt, outcome };
}

function openChange(
  items: ReadonlyMap<string, Item>,
  look: Look,
): readonly { readonly look: Look; readonly change: Change }[] {
  const item = items.get(keyText(look.change));
  return item ? [{ look, change: readChange(item) }] : [];
}

const settleAll = (messages: readonly Message[], ports: Ports): Promise<void> =>
  settle(looksOf(messages), ports);
