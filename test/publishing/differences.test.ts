import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Run, wordRuns } from '#domain/publishing/differences.ts';
import { differenceLine } from '../../lib/cli/commands/history.ts';

const sided = (runs: readonly Run[], side: Run['end']): string =>
  runs.flatMap(({ end, text }) => (end === 'same' || end === side ? [text] : [])).join('');

describe('differences between revisions', () => {
  test.each([
    ['Ferry delayed', 'Ferry cancelled', 'Ferry [-delayed-]{+cancelled+}'],
    ['The harbour is shut.', 'The harbour was shut.', 'The harbour [-is-]{+was+} shut.'],
    ['', 'New words', '{+New words+}'],
    ['Gone words', '', '[-Gone words-]'],
    ['a b c d', 'a x c d', 'a [-b-]{+x+} c d'],
  ])('“%s” to “%s” reads %s', (before, after, line) => {
    expect(differenceLine({ field: 'body', runs: wordRuns(before, after) })).toBe(
      `    body: ${line}`,
    );
  });

  test('what stayed far from a change is left out', () => {
    const long = 'The tide turned at noon and the boats came in one after the other. '.repeat(5);
    const line = differenceLine({ field: 'body', runs: wordRuns(`${long}Two.`, `${long}Three.`) });
    expect(line).toMatch(/^ {4}body: ….{30}\[-Two-\]\{\+Three\+\}\.$/);
  });

  test('whatever was edited, both texts can be read from the runs', () => {
    const text = fc
      .array(fc.constantFrom('ferry', 'harbour', ' ', '. ', '\n', '渡船', 'é', '🌊'), {
        maxLength: 30,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = wordRuns(before, after);
        expect(sided(runs, 'gone')).toBe(before);
        expect(sided(runs, 'new')).toBe(after);
      }),
    );
  });
});
