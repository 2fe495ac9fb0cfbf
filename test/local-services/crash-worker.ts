import { writeSync } from 'node:fs';
import { openEvents } from '../../lib/local/events/open.ts';
import { openS3 } from '../../lib/local/s3/open.ts';
import type { ServiceRequest } from '../../lib/local/service.ts';
import { openSqs } from '../../lib/local/sqs/open.ts';

/**
 * Works at a service without end, and writes a line for everything that it was told is done. Somebody kills it.
 */
const [, , service, dir = ''] = process.argv;
const tell = (fact: string) => writeSync(1, `${fact}\n`);

/** The same for all, so that compaction happens under the knife too. */
const compactAfterBytes = 20_000;

async function queue(): Promise<void> {
  const sqs = await openSqs({ dir, endpoint: 'http://127.0.0.1', compactAfterBytes });
  const settings = { visibilityTimeout: 0, retention: 345_600, delaySeconds: 0 };
  const work = sqs.createQueue({ ...settings, name: 'work' });
  for (let round = 0; ; round += 1) {
    tell(`sent ${await work.send(`page ${round}`)}`);
    if (round % 3 !== 0) continue;
    const [message] = await work.receive(1, { visibilityTimeout: 30 });
    if (!message) continue;
    await work.delete([message.receipt]);
    tell(`deleted ${message.id}`);
  }
}

async function bucket(): Promise<void> {
  const s3 = await openS3({ dir, segmentBytes: 60_000, compactAfterBytes });
  const pages = s3.createBucket('pages');
  for (let round = 0; ; round += 1) {
    const key = `page-${round % 7}`;
    const etag = pages.head(key)?.etag;
    const conditions = etag ? { ifMatch: etag } : { ifNoneMatch: '*' as const };
    await pages.put(key, Buffer.from(`${round} `.repeat(500)), conditions);
    tell(`put ${key} ${round}`);
  }
}

async function bus(): Promise<void> {
  const events = await openEvents({
    dir,
    compactAfterBytes,
    async deliver(target) {
      if (target === 'arn:away') throw new Error('away');
    },
  });
  const targets = [
    { id: 'away', arn: 'arn:away' },
    { id: 'there', arn: 'arn:there' },
  ];
  events.putRule({ name: 'all', bus: 'default', pattern: { source: ['wire'] }, targets });
  for (;;) {
    const Entries = [{ Source: 'wire', DetailType: 'x', Detail: '{}' }];
    const request: ServiceRequest = {
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
      body: Buffer.from(JSON.stringify({ Entries })),
    };
    const { body } = await events.handle(request);
    tell(`accepted ${JSON.parse(body.toString()).Entries[0].EventId}`);
  }
}

await { queue, bucket, bus }[service as 'queue' | 'bucket' | 'bus']();
