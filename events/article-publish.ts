import * as v from 'valibot';
import { decodedPath, isReserved, pathProblem } from './addresses.ts';
import {
  articleIdField,
  countField,
  flagField,
  hasProperty,
  headlineText,
  languageField,
  lineText,
  markupText,
  nameIdField,
  noteText,
  oneOf,
  pictureField,
  revisionField,
  sectionField,
  siteField,
  slugField,
  timeField,
  urlField,
} from './fields.ts';

/** Every section an article is in: those it names and all above them. */
function withParents(sections: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const section of sections) {
    const parts = section.split('/');
    for (let depth = 1; depth <= parts.length; depth++) all.add(parts.slice(0, depth).join('/'));
  }
  return all;
}

const SECTIONS_MAX = 8;

const sections = v.pipe(
  v.array(sectionField('A section’s path.')),
  v.description(`The first is the primary. At most ${SECTIONS_MAX}, their parents counted.`),
  v.check(
    (list) => withParents(list).size <= SECTIONS_MAX,
    (issue) =>
      `must name at most ${SECTIONS_MAX} sections with their parents, names ${withParents(issue.input).size}`,
  ),
);

const contentType = v.pipe(
  v.picklist(
    ['text/html', 'text/markdown', 'text/plain'],
    'must be text/html, text/markdown or text/plain',
  ),
  v.description('How the body is written.'),
);

const body = oneOf(
  [
    v.strictObject({
      contentType,
      value: markupText('The body itself; HTML is sanitised once, at acceptance.', 1_000_000),
    }),
    v.strictObject({
      contentType,
      ref: v.pipe(
        v.string(),
        v.description(
          'Where the body is when an event cannot hold it: the stage’s drop bucket only.',
        ),
        v.regex(
          /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^\p{Cc}]{1,1000}$/u,
          'must be s3://bucket/key of the stage’s drop bucket',
        ),
      ),
      sha256: v.pipe(
        v.string(),
        v.description('SHA-256 of the object’s bytes.'),
        v.regex(/^[0-9a-fA-F]{64}$/, 'must be the SHA-256 of the object, as 64 hexadecimal digits'),
        v.transform((digits) => digits.toLowerCase()),
      ),
    }),
  ],
  (value, [inline, byRef]) =>
    hasProperty(value, 'ref') && !hasProperty(value, 'value') ? byRef : inline,
);

const topic = oneOf(
  [
    headlineText('The topic’s name.', 200),
    v.strictObject({
      id: nameIdField('The last part of the topic page’s address.'),
      name: headlineText('The topic’s name.', 200),
    }),
  ],
  (value, [name, object]) => (typeof value === 'object' ? object : name),
);

const pixels = (about: string) => countField(about, 1, 100_000);

const image = v.strictObject({
  url: pictureField('A path of the site, or an http(s) address; never fetched by Offstone.'),
  width: pixels('Pixels.'),
  height: pixels('Pixels.'),
  alt: v.optional(lineText('What the picture shows, for those who do not see it.', 1_000)),
  caption: v.optional(lineText('Shown below the picture.', 2_000)),
  credit: v.optional(lineText('Who made it.', 200)),
  renditions: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          url: pictureField('The same picture at another size.'),
          width: pixels('Pixels.'),
          height: pixels('Pixels.'),
        }),
      ),
      v.description('Other sizes of the same picture.'),
      v.maxLength(20),
    ),
  ),
});

const aliasPath = v.pipe(
  v.string(),
  v.description('An address the article had elsewhere; answers with a redirect.'),
  v.check(
    (text) => pathProblem(text) === undefined,
    (issue) => pathProblem(String(issue.input)) ?? '',
  ),
  v.check(
    (text) => !isReserved(decodedPath(text) ?? text),
    'is an address of the site itself, which no article can claim',
  ),
  v.transform((text) => decodedPath(text) ?? text),
);

const ids = (about: string, max: number) =>
  v.pipe(v.array(articleIdField('An article’s id.')), v.description(about), v.maxLength(max));

const related = v.strictObject({
  show: v.optional(flagField('False: no list of related posts on this article’s page.')),
  pin: v.optional(ids('Articles to show first among the related posts, in this order.', 10)),
  exclude: v.optional(ids('Articles never to show among the related posts.', 20)),
});

/** The whole article at one revision: first publication, update and correction alike. */
export const articlePublish = v.strictObject({
  site: siteField,
  id: articleIdField('The editorial system’s own id of the article; never changes.'),
  revision: revisionField('Grows with every edit.'),
  headline: headlineText('Plain text.', 300),
  standfirst: v.optional(lineText('Plain text below the headline.', 1_000)),
  kicker: v.optional(lineText('Plain text above the headline.', 120)),
  slug: v.optional(
    slugField(
      'The last part of the address; made from the headline when left out. Letters beyond a-z only where the site’s settings allow them.',
    ),
  ),
  sections: v.optional(sections),
  byline: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          name: headlineText('As printed.', 200),
          id: v.optional(
            nameIdField(
              'The last part of the author page’s address; made from the name when left out.',
            ),
          ),
        }),
      ),
      v.description('Who wrote it, in the order to print.'),
      v.maxLength(8),
    ),
  ),
  language: v.optional(languageField('BCP 47; the site’s when left out.')),
  dateline: v.optional(lineText('Where it was written.', 200)),
  publishAt: v.optional(
    timeField(
      'Past: the archive date. Future: an embargo until then. Left out: the time the event was sent.',
    ),
  ),
  modifiedAt: v.optional(timeField('When the text last changed for readers.')),
  silent: v.optional(flagField('True: an edit that readers need not be told of.')),
  body,
  topics: v.optional(
    v.pipe(
      v.array(topic),
      v.description('What it is about: names, or ids with names.'),
      v.maxLength(12),
    ),
  ),
  image: v.optional(image),
  corrections: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          at: timeField('When it was corrected.'),
          note: noteText('What was wrong and what is right.', 2_000),
        }),
      ),
      v.description('Every correction so far.'),
      v.maxLength(50),
    ),
  ),
  canonicalUrl: v.optional(urlField('Where the original is, when this is a copy.')),
  agency: v.optional(lineText('The agency it came from.', 200)),
  translationOf: v.optional(articleIdField('The article that this one translates.')),
  related: v.optional(related),
  sensitive: v.optional(flagField('True: kept out of every automatic list.')),
  lane: v.optional(
    v.pipe(
      v.picklist(['live', 'bulk'], 'must be live or bulk'),
      v.description('bulk: an import, which never makes news wait.'),
    ),
  ),
  aliasPaths: v.optional(
    v.pipe(v.array(aliasPath), v.description('Addresses it had before.'), v.maxLength(50)),
  ),
  noIndex: v.optional(flagField('True: search engines are asked to leave it out.')),
  reinstates: v.optional(revisionField('The withdrawal’s revision that this publish takes back.')),
});

export type ArticlePublish = v.InferOutput<typeof articlePublish>;
/** What a sender may write; `ArticlePublish` is what is read. */
export type ArticlePublishInput = v.InferInput<typeof articlePublish>;
