import * as v from 'valibot';
import { articleIdField, revisionField, siteField, timeField, urlField } from './fields.ts';

/** The source of every outcome, and the only one that the stage's own rule leaves out. */
export const OUTCOME_SOURCE = 'offstone';

const reason = v.strictObject({
  path: v.pipe(
    v.string(),
    v.description('The field, like byline[0].name; detail for the whole event.'),
  ),
  message: v.pipe(v.string(), v.description('What is wrong and what to send instead.')),
});

const answer = {
  site: siteField,
  id: articleIdField('The article’s id as sent.'),
  revision: revisionField('The revision as sent.'),
  eventId: v.pipe(v.string(), v.description('The envelope id of the event that this answers.')),
  at: timeField('When it became true.'),
  notes: v.optional(
    v.pipe(
      v.array(reason),
      v.description('What of the event came to nothing though the event did not, like an alias.'),
    ),
  ),
  stations: v.optional(
    v.pipe(
      v.record(v.string(), timeField('When the event got there.')),
      v.description('When the event was received, stored, rendered, seen live or seen clean.'),
    ),
  ),
};

const url = urlField('The article’s permalink, absolute.');

export const articleLive = v.strictObject({
  type: v.literal('article.live'),
  ...answer,
  url,
});

export const articleScheduled = v.strictObject({
  type: v.literal('article.scheduled'),
  ...answer,
  url,
});

export const articleWithdrawn = v.strictObject({
  type: v.literal('article.withdrawn'),
  ...answer,
  pictures: v.optional(
    v.pipe(
      v.array(v.string()),
      v.description(
        'The article’s pictures. They lie elsewhere: only their owner can remove them.',
      ),
    ),
  ),
});

/** Also answers curation and settings of an overtaken revision. */
export const articleSuperseded = v.strictObject({
  type: v.literal('article.superseded'),
  ...answer,
  id: v.optional(v.pipe(v.string(), v.description('The article’s id as sent; none for settings.'))),
});

/** `site`, `id` and `revision` are as the event had them, wrong or not; what it lacked is absent. */
export const articleRejected = v.strictObject({
  type: v.literal('article.rejected'),
  ...answer,
  site: v.optional(v.unknown()),
  id: v.optional(v.unknown()),
  revision: v.optional(v.unknown()),
  reasons: v.pipe(v.array(reason), v.description('All that is wrong, at once.')),
});

/** Answers `front.curate` and `site.configure`. */
export const applied = v.strictObject({
  type: v.literal('applied'),
  ...answer,
  id: v.optional(v.pipe(v.string(), v.description('The front or site it is about.'))),
});

/** Outcomes by the detail-type that carries them. */
export const outcomes = {
  'article.live': articleLive,
  'article.scheduled': articleScheduled,
  'article.withdrawn': articleWithdrawn,
  'article.superseded': articleSuperseded,
  'article.rejected': articleRejected,
  applied,
} as const;

export type OutcomeType = keyof typeof outcomes;
export type Outcome = v.InferOutput<(typeof outcomes)[OutcomeType]>;

/** Cut so that an outcome stays small whatever an event had there. */
const ECHO_MAX = 200;

/** What a rejection echoes of an event: its `site`, `id` and `revision` as sent, as far as they are short plain values. */
export function identityAsSent(detail: unknown): {
  readonly site?: string | number | boolean | null;
  readonly id?: string | number | boolean | null;
  readonly revision?: string | number | boolean | null;
} {
  if (typeof detail !== 'object' || detail === null) return {};
  const fields = Object.entries(detail).flatMap(
    ([name, value]): [string, string | number | boolean | null][] => {
      if (name !== 'site' && name !== 'id' && name !== 'revision') return [];
      if (typeof value === 'string') return [[name, value.toWellFormed().slice(0, ECHO_MAX)]];
      return typeof value === 'number' || typeof value === 'boolean' || value === null
        ? [[name, value]]
        : [];
    },
  );
  return Object.fromEntries(fields);
}
