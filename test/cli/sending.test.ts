import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Outcome, Receipt } from '#domain/publishing/receipt.ts';
import { parseInstant } from '#domain/time.ts';
import { answerLine, Tally } from '../../lib/cli/sending/answers.ts';
import { EVENT_BYTES_MAX, type Prepared, prepare } from '../../lib/cli/sending/prepare.ts';
import { batches, sendAll } from '../../lib/cli/sending/send.ts';
import { OutcomeWait } from '../../lib/cli/sending/wait.ts';

const preparing = { source: 'newsroom.cms', drop: 'drop-bucket' };

function prepared(value: unknown, site?: string): Prepared {
  const one = prepare(value, { ...preparing, site });
  if ('reasons' in one) throw new Error(JSON.stringify(one));
  return one;
}

describe('what a value of a file becomes', () => {
  test('an article is published as it is, right or wrong', () => {
    const article = { site: 'daily', id: 'cms-1', revision: 'one' };
    expect(prepared(article)).toMatchObject({
      detailType: 'article.publish',
      detail: JSON.stringify(article),
    });
  });

  test('what has a uri and no id is a wire item', () => {
    expect(prepared({ uri: 'urn:example:1', headline: 'News' }).detailType).toBe('ninjs');
    expect(prepared({ uri: 'urn:example:1', id: 'cms-1', revision: 1 }).detailType).toBe(
      'article.publish',
    );
  });

  test('a site fills in where there is none, and only there', () => {
    expect(JSON.parse(prepared({ id: 'a' }, 'daily').detail)).toEqual({ id: 'a', site: 'daily' });
    expect(JSON.parse(prepared({ site: 'evening' }, 'daily').detail)).toEqual({ site: 'evening' });
  });

  test.each([null, 7, 'text', true, [{}]])('%j is no event and is rejected here', (value) => {
    expect(prepare(value, preparing)).toMatchObject({
      type: 'article.rejected',
      reasons: [{ path: 'detail', message: 'must be an object: an article or a ninjs item' }],
    });
  });

  test('characters that queues refuse do not travel', () => {
    expect(prepared({ headline: 'a\uFFFEb\uFFFF' }).detail).toBe('{"headline":"a\uFFFDb\uFFFD"}');
  });

  test('a body that no event holds goes by the drop bucket, named by its hash', () => {
    const value = 'Ω'.repeat(600_000);
    const article = {
      site: 'daily',
      id: 'a',
      revision: 1,
      body: { contentType: 'text/plain', value },
    };
    const { detail, body, bytes } = prepared(article);
    const sha256 = createHash('sha256').update(value).digest('hex');
    expect(body).toEqual({ key: `incoming/${sha256}`, text: value });
    expect(JSON.parse(detail)).toMatchObject({
      id: 'a',
      body: { contentType: 'text/plain', ref: `s3://drop-bucket/incoming/${sha256}`, sha256 },
    });
    expect(bytes).toBeLessThan(1_000);
  });

  test('an event that is too large otherwise is rejected here, with its size', () => {
    const huge = { site: 'daily', id: 'a', revision: 1, headline: 'x'.repeat(EVENT_BYTES_MAX) };
    expect(prepare(huge, preparing)).toMatchObject({
      id: 'a',
      revision: 1,
      reasons: [{ path: 'detail' }],
    });
    expect(prepare({ ...huge, body: { value: 'y' } }, preparing)).toMatchObject({
      type: 'article.rejected',
    });
  });

  test('a value nested deeper than any stack is rejected here', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    expect(prepare(deep, preparing)).toMatchObject({
      reasons: [{ message: 'is nested too deeply' }],
    });
  });
});

const event = (name: string, bytes = 100): Prepared => ({ detailType: name, detail: '{}', bytes });

async function* these(events: readonly Prepared[]) {
  yield* events;
}

describe('sending', () => {
  test('ten events make a call, and fewer when they are large', async () => {
    const sizes: number[] = [];
    for await (const batch of batches(these(Array.from({ length: 23 }, () => event('a')))))
      sizes.push(batch.length);
    expect(sizes).toEqual([10, 10, 3]);
    const large = [400_000, 500_000, 200_000, 1_040_000, 10].map((bytes) => event('a', bytes));
    const calls: number[][] = [];
    for await (const batch of batches(these(large))) calls.push(batch.map(({ bytes }) => bytes));
    expect(calls).toEqual([[400_000, 500_000], [200_000], [1_040_000], [10]]);
  });

  test('what the bus was too busy for is sent again, the rest is not', async () => {
    const put: string[][] = [];
    const sent: string[] = [];
    const bus = {
      put: async (events: readonly Prepared[]) => {
        put.push(events.map(({ detailType }) => detailType));
        return events.map(({ detailType }) =>
          detailType === 'busy' && put.length < 3
            ? { code: 'ThrottlingException' }
            : { eventId: `id-${detailType}` },
        );
      },
      putBody: async () => {},
    };
    await sendAll(these([event('a'), event('busy'), event('b')]), bus, ({ eventId }) =>
      sent.push(eventId),
    );
    expect(put).toEqual([['a', 'busy', 'b'], ['busy'], ['busy']]);
    expect(sent).toEqual(['id-a', 'id-b', 'id-busy']);
  });

  test('a body is in the bucket before its event is on the bus', async () => {
    const order: string[] = [];
    const bus = {
      put: async (events: readonly Prepared[]) => {
        order.push('event');
        return events.map(() => ({ eventId: 'e' }));
      },
      putBody: async () => void order.push('body'),
    };
    await sendAll(these([{ ...event('a'), body: { key: 'k', text: 't' } }]), bus, () => {});
    expect(order).toEqual(['body', 'event']);
  });

  test('what was read before a mistake in a file is sent all the same', async () => {
    const sent: string[] = [];
    async function* failing() {
      yield event('a');
      throw new Error('line 2');
    }
    const bus = {
      put: async (events: readonly Prepared[]) => events.map(() => ({ eventId: 'e' })),
      putBody: async () => {},
    };
    await expect(sendAll(failing(), bus, ({ eventId }) => sent.push(eventId))).rejects.toThrow(
      'line 2',
    );
    expect(sent).toEqual(['e']);
  });

  test('an event that the bus will never take stops the sending', async () => {
    const bus = {
      put: async () => [{ code: 'NotAuthorizedForSourceException', message: 'no' }],
      putBody: async () => {},
    };
    await expect(sendAll(these([event('a')]), bus, () => {})).rejects.toThrow(
      'NotAuthorizedForSource',
    );
  });
});

const at = parseInstant('2026-11-14T09:30:00Z');
if (!at) throw new Error('a time');
const live: Outcome = {
  type: 'article.live',
  site: 'daily',
  id: 'a',
  revision: 1,
  eventId: 'e1',
  at,
  url: 'http://x/',
};

describe('waiting for outcomes', () => {
  test('each event is told once, at its first outcome, also those added later', async () => {
    const receipts = new Map<string, Pick<Receipt, 'outcome'>>();
    const told: string[] = [];
    const wait = new OutcomeWait(
      async () => receipts,
      ({ eventId }) => told.push(eventId),
      60_000,
    );
    wait.add('e1');
    const finished = wait.finish();
    receipts.set('e1', {});
    receipts.set('e2', { outcome: { ...live, type: 'article.scheduled', eventId: 'e2' } });
    wait.add('e2');
    receipts.set('e1', { outcome: live });
    wait.close();
    await finished;
    expect(told.sort()).toEqual(['e1', 'e2']);
  });

  test('patience ends when nothing at all is answered', async () => {
    const wait = new OutcomeWait(
      async () => new Map(),
      () => {},
      0,
    );
    wait.add('e1');
    wait.close();
    await expect(wait.finish()).rejects.toThrow(/1 events had no outcome .* \(the first is e1\)/);
  });
});

describe('what is printed', () => {
  test('an outcome is one line that begins with what matters', () => {
    expect(answerLine(live)).toMatch(
      /^\{"type":"article.live","site":"daily","id":"a","revision":1,"url":"http:\/\/x\/","eventId":"e1"/,
    );
  });

  test('a tally counts for programs and for people', () => {
    const tally = new Tally();
    for (let n = 0; n < 3; n++) tally.sent();
    for (const type of ['article.live', 'article.rejected', 'article.live']) tally.ended(type);
    expect(tally.summary()).toEqual({
      sent: 3,
      outcomes: { 'article.live': 2, 'article.rejected': 1 },
    });
    expect(tally.text()).toBe('3 events sent: 2 live, 1 rejected');
    expect(tally.rejected).toBe(1);
  });
});
