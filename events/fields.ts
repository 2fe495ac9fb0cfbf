import * as v from 'valibot';
import {
  canonicalLanguage,
  decodedPath,
  httpUrl,
  isReservedSection,
  pathProblem,
} from './addresses.ts';
import { cleanLine, cleanMarkup, cleanText, hasVisible } from './text.ts';
import { timeProblem } from './times.ts';

/*
 * The fields that events share. Each takes its description first, because what follows a transformation is no part of
 * the published schema. Lengths are of the text as sent, in UTF-16 units.
 */

const nothingToSee = 'must have at least one visible character';

/** One line of text that a reader must see something of. */
export const headlineText = (about: string, max: number) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.minLength(1, nothingToSee),
    v.maxLength(max),
    v.check(hasVisible, nothingToSee),
    v.transform(cleanLine),
  );

/** One line of text; nothing visible means the same as leaving it out. */
export const lineText = (about: string, max: number) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.maxLength(max),
    v.transform((text) => (hasVisible(text) ? cleanLine(text) : undefined)),
  );

/** Text of several lines that must say something. */
export const noteText = (about: string, max: number) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.minLength(1, nothingToSee),
    v.maxLength(max),
    v.check(hasVisible, nothingToSee),
    v.transform(cleanText),
  );

export const markupText = (about: string, max: number) =>
  v.pipe(v.string(), v.description(about), v.maxLength(max), v.transform(cleanMarkup));

const matching = (about: string, pattern: RegExp, message: string) =>
  v.pipe(v.string(), v.description(about), v.regex(pattern, message));

export const siteField = matching(
  'The site, as the stage names it.',
  /^[a-z0-9-]{1,32}$/,
  'must be a site of the stage: 1 to 32 of a-z, 0-9 and -',
);

const ARTICLE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Whether a text may be an article's id as it is. */
export const isArticleId = (text: string): boolean => ARTICLE_ID.test(text);

export const articleIdField = (about: string) =>
  matching(
    about,
    ARTICLE_ID,
    'must be 1 to 128 of A-Z, a-z, 0-9 and . _ : -, beginning with a letter or digit',
  );

export const revisionField = (about: string) =>
  v.pipe(
    v.number(),
    v.description(about),
    v.integer(),
    v.minValue(1),
    v.maxValue(Number.MAX_SAFE_INTEGER),
  );

export const countField = (about: string, min: number, max: number) =>
  v.pipe(v.number(), v.description(about), v.integer(), v.minValue(min), v.maxValue(max));

export const flagField = (about: string) => v.pipe(v.boolean(), v.description(about));

/** Sections are parts of addresses: with `/archive/2026/11/14` and a feed's name below, 200 bytes leave room in a key. */
export const sectionField = (about: string) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.maxLength(200),
    v.regex(
      /^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/,
      'must be parts of a-z, 0-9 and - with one / between them, like world/europe',
    ),
    v.check(
      (section) => !isReservedSection(section),
      'is the address of another kind of page; choose another section path',
    ),
  );

export const slugField = (about: string) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.maxLength(200),
    v.regex(
      /^(?=.*[^-])(?:(?!\p{Default_Ignorable_Code_Point})[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}-])+$/u,
      'must be lower-case letters, digits and - only; leave it out to have it made from the headline',
    ),
    v.transform((slug) => slug.normalize('NFC')),
  );

/** The last part of an author's or topic's address. */
export const nameIdField = (about: string) =>
  matching(
    about,
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'must be 1 to 100 of A-Z, a-z, 0-9 and . _ -, beginning with a letter or digit; leave it out to have it made from the name',
  );

export const timeField = (about: string) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.metadata({ format: 'date-time' }),
    v.check(
      (text) => timeProblem(text) === undefined,
      (issue) => timeProblem(String(issue.input)) ?? '',
    ),
    v.transform((text) => text.toUpperCase()),
  );

const ADDRESS_MAX = 2_048;

export const urlField = (about: string) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.metadata({ format: 'uri' }),
    v.maxLength(ADDRESS_MAX),
    v.check(
      (text) => httpUrl(text) !== undefined,
      'must be a whole http:// or https:// address without a user name',
    ),
    v.transform((text) => httpUrl(text) ?? text),
  );

const isPath = (text: string): boolean => text.startsWith('/');

/** A path below the site's base URL, or any http(s) address. Paths come out as `pathAs` has them. */
const addressField = (about: string, pathAs: (path: string) => string | undefined) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.maxLength(ADDRESS_MAX),
    v.check(
      (text) => (isPath(text) ? pathProblem(text) === undefined : httpUrl(text) !== undefined),
      ({ input }) =>
        isPath(String(input))
          ? (pathProblem(String(input)) ?? '')
          : 'must be a path that starts with one /, or a whole http:// or https:// address',
    ),
    v.transform((text) => (isPath(text) ? pathAs(text) : httpUrl(text)) ?? text),
  );

/** Where readers are sent: a page of the site, named as pages are stored, or any other. */
export const targetField = (about: string) => addressField(about, decodedPath);

/** Where a picture is: of the site itself, as sent, or anywhere. */
export const pictureField = (about: string) => addressField(about, (path) => path);

export const languageField = (about: string) =>
  v.pipe(
    v.string(),
    v.description(about),
    v.maxLength(100),
    v.check(
      (tag) => canonicalLanguage(tag) !== undefined,
      'must be a BCP 47 language tag, like en or pt-BR',
    ),
    v.transform((tag) => canonicalLanguage(tag) ?? tag),
  );

/** A value that may take one of several shapes, decided by looking at it, so that reasons speak of the shape meant. */
export function oneOf<const Options extends readonly [v.GenericSchema, ...v.GenericSchema[]]>(
  options: Options,
  pick: (value: unknown, options: Options) => Options[number],
) {
  return { ...v.lazy((value): Options[number] => pick(value, options)), options };
}

/** Whether a value is an object that has the property. */
export const hasProperty = <Name extends string>(
  value: unknown,
  name: Name,
): value is Readonly<Record<Name, unknown>> =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name);
