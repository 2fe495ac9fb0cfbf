import type { Constant } from './constants.ts';

/** One way to set the engine's constants: as they are, or with a step away from that. */
export interface Variant {
  readonly name: string;
  readonly constants: readonly Constant[];
}

export const TODAY = 'today';

/**
 * The engine as it is, and each constant that matters most one step down and one step up, the others as they are. A
 * step is about what a tuning by hand would try next. Sections are left alone: in two of four corpora they derive from
 * the labels.
 */
export const VARIANTS: readonly Variant[] = [
  { name: TODAY, constants: [] },
  ...steps('score.ts', 'HALF_LIFE_DAYS', '20', '36'),
  ...steps('score.ts', 'AGELESS', '0.43', '0.63'),
  ...steps('score.ts', 'ARCHIVE_OF_HALF', '100', '400'),
  ...steps('score.ts', 'TEXT_POWER', '0.75', '0.85'),
  ...steps('score.ts', 'LENGTH_OF_HALF', '200', '450'),
  ...steps('ranking.ts', 'CONTEXT_POWER', '0.24', '0.36'),
  ...steps('statistics.ts', 'LOG_ODDS', '-1.2', '-0.8'),
  ...steps('statistics.ts', 'OWN_USE', '0.5', '0.9'),
];

function steps(module: string, name: string, ...values: readonly string[]): readonly Variant[] {
  return values.map((value) => ({
    name: `${name} = ${value}`,
    constants: [{ module, name, value }],
  }));
}
