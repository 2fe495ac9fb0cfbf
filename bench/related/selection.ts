import type { Moment } from './judge.ts';

/** One corpus at one moment, measured under every variant. */
export interface Setting {
  readonly corpus: string;
  readonly moment: Moment;
  /** Of each judged article, the quarter of the corpus' time that it is from: 0 to 3. */
  readonly quarters: readonly number[];
  /** nDCG by variant, in the same order of articles. All settings have the same variants. */
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/** What is left out at a time: all articles for which this is the same. */
export type PartOf = (setting: Setting, quarter: number) => string;

export const QUARTER: PartOf = (_, quarter) => `quarter ${quarter + 1}`;
export const CORPUS: PartOf = ({ corpus }) => corpus;

export interface Chosen {
  readonly left: string;
  readonly variant: string;
}

export interface HeldOut {
  readonly chosen: readonly Chosen[];
  /** Of each setting, in its order of articles: nDCG under the variant chosen without the article's part. */
  readonly values: readonly (readonly number[])[];
}

/** Chooses, for every part, the variant that is best on all other parts, and takes that one's figures for the part. */
export function leaveOneOut(settings: readonly Setting[], partOf: PartOf): HeldOut {
  const parts = [...new Set(settings.flatMap((of) => of.quarters.map((q) => partOf(of, q))))];
  const chosen = parts.map((left) => ({
    left,
    variant: bestOf(settings, (of, quarter) => partOf(of, quarter) !== left),
  }));
  const variantOf = new Map(chosen.map(({ left, variant }) => [left, variant]));
  const values = settings.map((of) =>
    of.quarters.map((quarter, n) => worthOf(of, variantOf.get(partOf(of, quarter)), n)),
  );
  return { chosen, values };
}

/** The variant with the best mean over settings, whatever their sizes; of equal ones the first. */
export function bestOf(
  settings: readonly Setting[],
  counts: (setting: Setting, quarter: number) => boolean = () => true,
): string {
  let best = { variant: '', mean: Number.NEGATIVE_INFINITY };
  for (const variant of settings[0]?.values.keys() ?? []) {
    const mean = meanOver(settings, variant, counts);
    if (mean > best.mean) best = { variant, mean };
  }
  return best.variant;
}

function meanOver(
  settings: readonly Setting[],
  variant: string,
  counts: (setting: Setting, quarter: number) => boolean,
): number {
  let sum = 0;
  let measured = 0;
  for (const of of settings) {
    const own = of.quarters.flatMap((quarter, n) =>
      counts(of, quarter) ? [worthOf(of, variant, n)] : [],
    );
    if (own.length === 0) continue;
    sum += own.reduce((all, value) => all + value, 0) / own.length;
    measured += 1;
  }
  return sum / Math.max(1, measured);
}

function worthOf({ values, corpus }: Setting, variant: string | undefined, n: number): number {
  const value = variant === undefined ? undefined : values.get(variant)?.[n];
  if (value === undefined) throw new Error(`Variant ${variant} was not measured on ${corpus}.`);
  return value;
}
