import * as v from 'valibot';

const read = (about: string) => v.optional(v.pipe(v.unknown(), v.description(about)));

/**
 * An IPTC ninjs item of any version, as agencies really send them: only its identity is insisted on, everything unknown
 * is ignored. What becomes of the members named here is written in `ninjs-mapping.ts`; older spellings
 * (`versioncreated`, `body_xhtml`, `headline`, …) are read too.
 */
export const ninjs = v.looseObject({
  uri: v.pipe(
    v.string(),
    v.description('The item’s identity; becomes the id.'),
    v.minLength(1, 'must not be empty'),
    v.maxLength(2_048),
  ),
  site: read('Not part of ninjs: the site to publish on; the sender’s own when left out.'),
  type: read('text and composite items become articles.'),
  version: read('A whole number becomes the revision.'),
  versionCreated: read('Without such a version, its seconds become the revision.'),
  pubStatus: read('canceled and withheld withdraw the article.'),
  embargoedUntil: read('Becomes publishAt.'),
  embargoed: read('The older name of embargoedUntil.'),
  language: read('Becomes language.'),
  urgency: read('8 and 9, the least urgent, go in the bulk lane.'),
  headlines: read('The main one becomes the headline.'),
  descriptions: read('The main one becomes the standfirst; without a body, the body.'),
  bodies: read('The HTML one is preferred, then plain text, then NITF.'),
  by: read('The byline as printed.'),
  people: read('Those whose rel is author become the byline.'),
  located: read('Becomes the dateline.'),
  subjects: read('Their names become topics, the most relevant first.'),
  infoSources: read('The first becomes the agency.'),
  associations: read(
    'The first picture becomes the image, text items are pinned to the related posts.',
  ),
  edNote: read('For editors only: never read.'),
});

export type Ninjs = v.InferOutput<typeof ninjs>;
