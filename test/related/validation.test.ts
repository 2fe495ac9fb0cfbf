import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withConstants } from '../../bench/related/constants.ts';
import {
  bestOf,
  CORPUS,
  leaveOneOut,
  QUARTER,
  type Setting,
} from '../../bench/related/selection.ts';
import { validation } from '../../bench/related/validation.ts';

const setting = (
  corpus: string,
  quarters: readonly number[],
  values: Record<string, readonly number[]>,
): Setting => ({ corpus, moment: 'final', quarters, values: new Map(Object.entries(values)) });

describe('a constant that is varied for a measurement', () => {
  const source = 'export const KEPT = 12;\nconst FLOOR: number = 0.5;\nconst FLOORS = 3;\n';

  test('has its new value, and nothing else of the module changes', () => {
    const changes = [
      { module: 'list.ts', name: 'FLOOR', value: '0.6' },
      { module: 'list.ts', name: 'KEPT', value: '6' },
    ];
    expect(withConstants(source, changes)).toBe(
      'export const KEPT = 6;\nconst FLOOR: number = 0.6;\nconst FLOORS = 3;\n',
    );
  });

  test.each([
    ['is not there', source, 'CEILING', '1', /CEILING 0 times/],
    ['is there twice', source + source, 'KEPT', '6', /KEPT 2 times/],
    ['has that value already', source, 'KEPT', '12', /12 already/],
  ])('stops the measurement when it %s', (_, text, name, value, message) => {
    expect(() => withConstants(text, [{ module: 'list.ts', name, value }])).toThrow(message);
  });
});

describe('choosing a variant without the articles that it is judged on', () => {
  test('a variant that shines in one quarter alone does not count there', () => {
    const town = setting('town', [0, 1, 2, 3], {
      today: [0.5, 0.5, 0.5, 0.5],
      lucky: [1, 0.4, 0.4, 0.4],
    });
    expect(bestOf([town])).toBe('lucky');
    const { chosen, values } = leaveOneOut([town], QUARTER);
    expect(chosen[0]).toEqual({ left: 'quarter 1', variant: 'today' });
    expect(values).toEqual([[0.5, 0.4, 0.4, 0.4]]);
  });

  test('a small corpus has as much of a say as a large one', () => {
    const large = setting('large', [0, 0, 0, 0], {
      today: [1, 1, 1, 1],
      other: [0.9, 0.9, 0.9, 0.9],
    });
    const small = setting('small', [0], { today: [0.5], other: [0.7] });
    expect(bestOf([large, small])).toBe('other');
    expect(leaveOneOut([large, small], CORPUS).chosen).toEqual([
      { left: 'large', variant: 'other' },
      { left: 'small', variant: 'today' },
    ]);
  });

  const settings = fc
    .uniqueArray(fc.constantFrom('town', 'county', 'world'), { minLength: 2 })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc
            .array(fc.tuple(fc.nat(3), fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9))), {
              minLength: 1,
              maxLength: 9,
            })
            .map((rows) => {
              const of = (n: number) => rows.map(([, values]) => (values[n] ?? 0) / 9);
              return setting(
                name,
                rows.map(([quarter]) => quarter),
                { today: of(0), a: of(1), b: of(2) },
              );
            }),
        ),
      ),
    );

  test.each([QUARTER, CORPUS])(
    'what an article is worth never moves the choice made for it',
    (partOf) => {
      fc.assert(
        fc.property(settings, fc.nat(), (all, pick) => {
          const at = pick % all.length;
          const changed = all.map((of, n) => {
            const left = partOf(of, of.quarters[0] ?? 0);
            const spoilt = [...of.values].map(([name, values]): [string, readonly number[]] => [
              name,
              values.map((value, m) =>
                n === at && partOf(of, of.quarters[m] ?? 0) === left && name === 'b' ? 1 : value,
              ),
            ]);
            return { ...of, values: new Map(spoilt) };
          });
          const left = partOf(all[at] ?? fail(), all[at]?.quarters[0] ?? 0);
          const chosenFor = (of: readonly Setting[]) =>
            leaveOneOut(of, partOf).chosen.find((each) => each.left === left)?.variant;
          expect(chosenFor(changed)).toBe(chosenFor(all));
        }),
      );
    },
  );

  test('the variant that is best in-sample is never behind the present one, all settings counting the same', () => {
    fc.assert(
      fc.property(settings, (all) => {
        const rows = validation(
          all,
          all.map(() => undefined),
        );
        const mean = rows.at(-1) as { inSample: number; today: number };
        expect(mean.inSample).toBeGreaterThanOrEqual(mean.today);
      }),
      { numRuns: 20 },
    );
  });
});

function fail(): never {
  throw new Error('There is no such setting.');
}
