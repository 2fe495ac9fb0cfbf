import * as v from 'valibot';
import { articleIdField, revisionField, siteField, timeField } from './fields.ts';

const FRONT = /^(?:\/|home|\/?[a-z0-9-]+(?:\/[a-z0-9-]+)*)?$/;

/** The hand-picked head of a front. Ids that are unknown or invisible are skipped until they appear. */
export const frontCurate = v.strictObject({
  site: siteField,
  front: v.pipe(
    v.string(),
    v.description('The home front, "/" (or "home"), or a section’s, "world" (or "/world").'),
    v.maxLength(201),
    v.regex(FRONT, 'must be / for the home front, or a section’s path like world/europe'),
    v.transform((front) => (front === 'home' ? '' : front.replace(/^\//, ''))),
  ),
  revision: revisionField('Grows with every edit of this front’s head.'),
  pins: v.pipe(
    v.array(
      v.strictObject({
        id: articleIdField('The article to show.'),
        until: v.optional(timeField('When it leaves the head by itself.')),
      }),
    ),
    v.description('In the order to show; empty: nothing is pinned.'),
    v.maxLength(10),
  ),
});

/** `front` is a section’s path, or empty for the home front. */
export type FrontCurate = v.InferOutput<typeof frontCurate>;
export type FrontCurateInput = v.InferInput<typeof frontCurate>;
