import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { configuredSite } from '#domain/flows/sites.ts';
import type { SiteId } from '#domain/ids.ts';
import { type Item, keyText } from '#domain/ports.ts';
import { idIn } from '#domain/related/timeline.ts';
import { articlePk, changePk, listingPk, shards } from '#domain/table/keys.ts';
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
      await idle(connection, site.id, queues);
    },
    night: async () => {
      const MessageBody = JSON.stringify({ site: site.id, nightly: true });
      await queues.send(new SendMessageCommand({ QueueUrl: bulk.url, MessageBody }));
      await idle(connection, site.id, queues);
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

const POLL_MS = 3000;
const QUIET_POLLS = 4;

/** Waits until no message is under way and no change is open, several times in a row. */
async function idle(connection: Connection, site: SiteId, queues: SQSClient): Promise<void> {
  for (let calm = 0; calm < QUIET_POLLS; ) {
    await sleep(POLL_MS);
    const depths = await Promise.all(
      connection.outputs.queues.map(({ url }) =>
        queues.send(
          new GetQueueAttributesCommand({
            QueueUrl: url,
            AttributeNames: [
              'ApproximateNumberOfMessages',
              'ApproximateNumberOfMessagesNotVisible',
              'ApproximateNumberOfMessagesDelayed',
            ],
          }),
        ),
      ),
    );
    const waiting = depths
      .flatMap(({ Attributes = {} }) => Object.values(Attributes))
      .reduce((sum, number) => sum + Number(number), 0);
    const open = await Promise.all(
      shards.map((shard) => connection.table.query({ pk: changePk(site, shard), limit: 1 })),
    );
    calm = waiting + open.flat().length === 0 ? calm + 1 : 0;
  }
}

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
