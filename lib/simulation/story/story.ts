import type { Site } from '#domain/site/site.ts';
import type { Outage } from '../world/invocation.ts';
import type { Deed } from './deeds.ts';

/** What an event means to a newsroom: all that the oracle looks at. Times in milliseconds. */
export type Meaning =
  | {
      readonly kind: 'publish';
      readonly id: string;
      readonly revision: number;
      readonly publishAt?: number | undefined;
      readonly modifiedAt?: number | undefined;
      readonly silent: boolean;
      readonly reinstates: number;
      /** The lists that show it, ancestors of its sections included. */
      readonly lists: readonly string[];
      readonly noIndex: boolean;
      readonly aliases: readonly string[];
    }
  | { readonly kind: 'withdraw'; readonly id: string; readonly revision: number }
  | {
      readonly kind: 'curate';
      readonly front: string;
      readonly revision: number;
      readonly pins: readonly { readonly id: string; readonly until?: number | undefined }[];
    }
  | { readonly kind: 'configure'; readonly revision: number; readonly name: string }
  /** Not to be accepted, whatever came before. */
  | { readonly kind: 'unlawful'; readonly why: string };

/** An event on its way to the bus. */
export interface Send {
  /** When the newsroom puts it there. */
  readonly at: number;
  readonly eventId: string;
  /** The envelope's time: the same when an event is sent again under its id. */
  readonly time: number;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly meaning: Meaning;
}

/** One newsroom's hours, before anything goes wrong. */
export interface Story {
  readonly seed: number;
  readonly site: Site;
  readonly start: number;
  /** Until then things go wrong; then they are put right. */
  readonly until: number;
  readonly sends: readonly Send[];
  readonly deeds: readonly Deed[];
  readonly outages: readonly Outage[];
  /** Objects that lie in the drop bucket. */
  readonly dropped: ReadonlyMap<string, string>;
  /** Whether to wait until the news of the story has grown old. */
  readonly long: boolean;
}

/** The words that give a revision away, wherever they appear: one in its headline, one in its text. */
export const mark = (id: string, revision: number, variant: number): string =>
  `Q${id}r${revision}v${variant}Q`;

const MARKS = /Q([a-z]\d+)r(\d+)v(\d+)Q/g;

/** Whether a text gives any revision of an article away. */
export const shows = (text: string, id: string): boolean => text.includes(`Q${id}r`);

/** A revision that gave itself away in a text. */
export interface Mark {
  readonly word: string;
  readonly id: string;
  readonly revision: number;
}

export function marksIn(text: string): readonly Mark[] {
  if (!text.includes('Qa')) return [];
  const found = new Map<string, Mark>();
  for (const [word, id = '', revision = ''] of text.matchAll(MARKS))
    found.set(word, { word, id, revision: Number(revision) });
  return [...found.values()];
}
