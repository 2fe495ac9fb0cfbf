import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { configuredSite } from '#domain/flows/sites.ts';
import type { SiteId } from '#domain/ids.ts';
import { type Item, keyText } from '#domain/ports.ts';
import { idIn } from '#domain/related/timeline.ts';
import { articlePk, listingPk } from '#domain/table/keys.ts';
import { eventOf } from '../../lib/cli/sending/prepare.ts';
import { sendEvents } from '../../lib/cli/sending/publish.ts';
import { type Connection, connect } from '../../lib/cli/stage/connect.ts';
import { siteNamed } from '../../lib/cli/stage/outputs.ts';
import type { Terminal } from '../../lib/cli/terminal.ts';
import type { Event } from './history.ts';
import { articleOf } from './newsroom.ts';
import type { Order } from './order.ts';

const SOURCE = 'newsroom.cms';
const PATIENCE_MS = 3_600_000;

/** The stage that an embedded runtime runs, behind its bus. */
export async function onStage(endpoint: string): Promise<Order> {
  const terminal = quiet();
  const connection = await connect({ endpoint }, terminal);
  const site = await configuredSite(connection, siteNamed(connection.outputs, undefined).id);
  const queues = new SQSClient();
  const bulk = connection.outputs.queues.find(({ queue }) => queue === 'relate-bulk');
  if (!bulk) throw new Error('The stage has no queue relate-bulk.');
  return {
    site,
    table: connection.table,
    items: () => articlesIn(connection, site.id),
    live: async (events) => {
      const prepared = events.map((event) => detailOf(event, site.id));
      const preparing = { source: SOURCE, drop: connection.outputs.drop };
      await sendEvents(prepared, connection, terminal, {
        wait: true,
        patienceMs: PATIENCE_MS,
        preparing,
      });
      await idle(connection, queues);
    },
    night: async () => {
      const MessageBody = JSON.stringify({ site: site.id, nightly: true });
      await queues.send(new SendMessageCommand({ QueueUrl: bulk.url, MessageBody }));
      await idle(connection, queues);
    },
  };
}

const quiet = (): Terminal => ({
  stdin: process.stdin,
  out: () => {},
  note: (line) => process.stderr.write(`${line}\n`),
  progress: () => {},
  environment: process.env,
  root: '',
});

/** What the editorial system sends. */
function detailOf(event: Event, site: SiteId) {
  const prepared =
    event.what === 'withdraw'
      ? eventOf(
          'article.withdraw',
          { site, id: event.id, revision: 2, reason: 'bench', mode: 'gone' },
          SOURCE,
        )
      : eventOf('article.publish', publication(event, site), SOURCE);
  if (!prepared) throw new Error('This event is nested too deeply.');
  return prepared;
}

function publication(
  { story }: Extract<Event, { readonly what: 'publish' }>,
  site: SiteId,
): object {
  const { card, article } = articleOf(site, story);
  return {
    site,
    id: card.id,
    revision: 1,
    headline: card.headline.slice(0, 300),
    sections: card.sections,
    language: card.language,
    publishAt: card.publishedAt,
    topics: card.topics.slice(0, 12),
    body: { contentType: 'text/html', value: article.body },
    lane: 'bulk',
  };
}

const POLL_MS = 2000;
const QUIET_POLLS = 4;
/** The queues that related lists depend on: pages may still be under way behind them. */
const UPSTREAM = ['intake', 'intake-bulk', 'relate', 'relate-bulk'];

/** Waits until no message is under way that may change a list, several times in a row. */
async function idle({ outputs }: Connection, queues: SQSClient): Promise<void> {
  const urls = outputs.queues.filter(({ queue }) => UPSTREAM.includes(queue)).map(({ url }) => url);
  for (let calm = 0; calm < QUIET_POLLS; ) {
    await sleep(POLL_MS);
    const depths = await Promise.all(
      urls.map((QueueUrl) =>
        queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...DEPTHS] })),
      ),
    );
    const waiting = depths
      .flatMap(({ Attributes = {} }) => Object.values(Attributes))
      .reduce((sum, number) => sum + Number(number), 0);
    calm = waiting === 0 ? calm + 1 : 0;
  }
}

const DEPTHS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** The site's listing and everything of each article in it. */
async function articlesIn({ table }: Connection, site: SiteId): Promise<readonly Item[]> {
  const listed = await table.query({ pk: listingPk(site, '') });
  const items = new Map(listed.map((item) => [keyText(item), item]));
  for (const pk of [`${site}#S`, `${site}#STAT#en`])
    for (const item of await table.query({ pk })) items.set(keyText(item), item);
  for (const id of listed.map(idIn))
    for (const item of await table.query({ pk: articlePk(site, id) }))
      items.set(keyText(item), item);
  return [...items.values()];
}
