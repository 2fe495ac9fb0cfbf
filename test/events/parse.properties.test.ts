import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inbound, ninjsToEvent, parseEvent, type Reason } from '#events';
import { anything, articles, hostile } from './newsroom-events.ts';

const types = [...Object.keys(inbound), 'article.edit', '__proto__', ''];

/** The steps of a path as the contract writes it, by a reading of its own. */
function steps(path: string): readonly (string | number)[] {
  const found: (string | number)[] = [];
  for (const [, name, quoted, index] of path.matchAll(
    /\.?([A-Za-z_$][\w$-]*)|\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]/g,
  )) {
    if (name !== undefined) found.push(name);
    else if (quoted !== undefined) found.push(String(JSON.parse(quoted)));
    else found.push(Number(index));
  }
  return found;
}

/** Whether a reason's place is in the detail, or is a member that its parent lacks. */
function isPlace(detail: unknown, path: string): boolean {
  if (path === 'detail' || path === 'detail-type') return true;
  const all = steps(path);
  let value: unknown = detail;
  for (const step of all.slice(0, -1)) {
    if (typeof value !== 'object' || value === null) return false;
    value = Reflect.get(value, step);
  }
  return typeof value === 'object' && value !== null;
}

const placed = (detail: unknown, reasons: readonly Reason[]) =>
  reasons.filter(({ path }) => !isPlace(detail, path));

test('whatever JSON arrives, it is read or turned away for reasons that name places in it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...types), anything, (type, detail) => {
      const result = parseEvent(type, detail);
      if (result.ok) return;
      expect(result.reasons.length).toBeGreaterThan(0);
      expect(result.reasons.length).toBeLessThanOrEqual(50);
      expect(placed(detail, result.reasons)).toEqual([]);
      expect(
        result.reasons.filter(({ message }) => message.length < 8 || message.includes('undefined')),
      ).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test.each(types)('hostile text in place of a whole %s is turned away, never thrown at', (type) => {
  for (const text of hostile) expect(parseEvent(type, text).ok).toBe(false);
});

test('whatever an agency sends, a ninjs item becomes one lawful event or reasons, the same each time', () => {
  fc.assert(
    fc.property(anything, (item) => {
      const parsed = parseEvent('ninjs', item);
      if (!parsed.ok || parsed.event.type !== 'ninjs') return;
      const event = ninjsToEvent(parsed.event.detail, '2026-11-14T09:30:00Z', 'daily');
      expect(ninjsToEvent(parsed.event.detail, '2026-11-14T09:30:00Z', 'daily')).toEqual(event);
      if ('reasons' in event) expect(event.reasons.length).toBeGreaterThan(0);
      else expect(parseEvent(event.type, JSON.parse(JSON.stringify(event.detail))).ok).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a lawful article is read, and what was read is read again unchanged', () => {
  fc.assert(
    fc.property(articles, (sent) => {
      const once = parseEvent('article.publish', JSON.parse(JSON.stringify(sent)));
      if (!once.ok) throw new Error(JSON.stringify(once.reasons));
      const kept: unknown = JSON.parse(JSON.stringify(once.event.detail));
      const twice = parseEvent('article.publish', kept);
      if (!twice.ok) throw new Error(JSON.stringify(twice.reasons));
      expect(JSON.parse(JSON.stringify(twice.event.detail))).toEqual(kept);
      expect(once.event.detail).toMatchObject({
        site: sent.site,
        id: sent.id,
        revision: sent.revision,
      });
    }),
    { numRuns: 500 },
  );
});
