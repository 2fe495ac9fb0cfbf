import { describe, expect, test } from 'vitest';
import { inbound, parseEvent } from '#events';
import { contractProblems, samples } from '../../scripts/contract.ts';

describe('the contract that senders read', () => {
  test('its schemas, catalogue and samples say what the stage does', () => {
    expect(contractProblems()).toEqual([]);
  });

  test('every event has a lawful sample and a rejected one', () => {
    const types = (kind: 'valid' | 'invalid') =>
      samples(kind).map((sample) => sample['detail-type']);
    expect(new Set(types('valid'))).toEqual(new Set(Object.keys(inbound)));
    expect(new Set(types('invalid'))).toEqual(new Set([...Object.keys(inbound), 'article.publsh']));
  });

  test.each(samples('valid'))('$name is read the same when it is read again', (sample) => {
    const once = parseEvent(sample['detail-type'], sample.detail);
    if (!once.ok) throw new Error(JSON.stringify(once.reasons));
    if (once.event.type === 'front.curate') return; // The home front is written "/" and read as ''.
    expect(parseEvent(once.event.type, JSON.parse(JSON.stringify(once.event.detail)))).toEqual({
      ok: true,
      event: JSON.parse(JSON.stringify(once.event)),
    });
  });

  test.each(samples('invalid'))('$name is turned away with a fix for each mistake', (sample) => {
    const result = parseEvent(sample['detail-type'], sample.detail);
    expect(result).toEqual({ ok: false, reasons: sample.reasons });
    for (const { message } of sample.reasons ?? []) expect(message).toMatch(/^(?:must|is|has|“)/);
  });
});
