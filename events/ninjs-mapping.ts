import type { ArticlePublish, ArticlePublishInput } from './article-publish.ts';
import { articlePublish } from './article-publish.ts';
import type { ArticleWithdraw } from './article-withdraw.ts';
import { articleWithdraw } from './article-withdraw.ts';
import { isArticleId } from './fields.ts';
import { sha256Base32 } from './hash.ts';
import type { Ninjs } from './ninjs.ts';
import { bodyOf, descriptionAsBody } from './ninjs-body.ts';
import { imageOf } from './ninjs-pictures.ts';
import {
  cutTo,
  type Fields,
  type Found,
  member,
  objects,
  plainText,
  preferred,
  textMember,
  wordings,
} from './ninjs-reading.ts';
import type { Reason } from './reasons.ts';
import { epochMs } from './times.ts';
import { type Validated, validate } from './validate.ts';

export type MappedNinjs =
  | { readonly type: 'article.publish'; readonly detail: ArticlePublish }
  | { readonly type: 'article.withdraw'; readonly detail: ArticleWithdraw }
  | { readonly reasons: readonly Reason[] };

const ARTICLE_TYPES = new Set(['text', 'composite', 'article']);
const PARTIAL = new Set(['partial', 'incomplete', 'associated']);
const WITHDRAWN = new Set(['canceled', 'cancelled', 'withheld']);

/**
 * The event that a ninjs item means, in our own words, or why it means none.
 *
 * `envelopeTime` is when the bus took it, `defaultSite` the site its sender publishes on. Reasons name the item's own
 * members. The same item gives the same event always.
 */
export function ninjsToEvent(item: Ninjs, envelopeTime: string, defaultSite?: string): MappedNinjs {
  const identity = {
    site: member(item, 'site') ?? { value: defaultSite, path: 'site' },
    id: { value: idOfUri(item.uri), path: 'uri' },
    revision: revisionOf(item, envelopeTime),
  };
  const status = textMember(item, 'pubStatus')?.value.toLowerCase() ?? 'usable';
  if (WITHDRAWN.has(status)) {
    const fields = {
      ...identity,
      mode: { value: 'gone', path: 'pubStatus' },
      reason: { value: `The sender’s pubStatus became ${status}.`, path: 'pubStatus' },
    };
    return mapped('article.withdraw', validate(articleWithdraw, valuesOf(fields)), fields);
  }
  const refusal = whyNoArticle(item);
  if (refusal) return { reasons: [refusal] };
  const fields = { ...identity, ...articleFields(item) };
  return mapped('article.publish', validate(articlePublish, valuesOf(fields)), fields);
}

/** The id of an item: its URI where that may be one, else made from it, with a digest to keep URIs apart. */
export function idOfUri(uri: string): string {
  if (isArticleId(uri)) return uri;
  const readable = uri.replace(/[^A-Za-z0-9._:-]+/g, '-').replace(/^[._:-]+/, '') || 'item';
  return `${readable.slice(0, 120)}-${sha256Base32(uri, 6)}`;
}

type FieldsFound = Readonly<Record<string, Found<unknown> | undefined>>;

const valuesOf = (fields: FieldsFound): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, found]) =>
      found?.value === undefined ? [] : [[name, found.value]],
    ),
  );

function mapped<Type extends 'article.publish' | 'article.withdraw', Detail>(
  type: Type,
  result: Validated<Detail>,
  fields: FieldsFound,
): { readonly type: Type; readonly detail: Detail } | { readonly reasons: readonly Reason[] } {
  if (result.ok) return { type, detail: result.output };
  return {
    reasons: result.reasons.map(({ path, message }) => {
      const [name = ''] = path.split(/[.[]/);
      return { path: fields[name]?.path ?? path, message };
    }),
  };
}

function whyNoArticle(item: Ninjs): Reason | undefined {
  const type = textMember(item, 'type');
  if (type && !ARTICLE_TYPES.has(type.value.toLowerCase())) {
    return { path: type.path, message: 'must be text or composite: other items are no articles' };
  }
  const completeness = textMember(item, 'representationType');
  return completeness && PARTIAL.has(completeness.value.toLowerCase())
    ? { path: completeness.path, message: 'must be full: a part would replace the whole article' }
    : undefined;
}

function articleFields(item: Ninjs): FieldsFound {
  const headline =
    preferred(wordings(item, 'headlines', 'headline'), ['main', '']) ?? named(item, 'title');
  const description = preferred(wordings(item, 'descriptions', 'description'), [
    'standfirst',
    'lead',
    'main',
    'summary',
    'text',
  ]);
  const body = bodyOf(item);
  const associations = objects(member(item, 'associations'));
  return {
    headline: headline
      ? { value: plainText(headline), path: headline.path }
      : { value: undefined, path: 'headlines' },
    standfirst:
      body && description
        ? { value: cutTo(plainText(description), 1_000), path: description.path }
        : undefined,
    body:
      body ?? (description ? descriptionAsBody(description) : { value: undefined, path: 'bodies' }),
    byline: bylineOf(item),
    dateline: within(textMember(item, 'located'), 200),
    language: languageOf(item),
    publishAt: member(item, 'embargoedUntil', 'embargoed'),
    topics: topicsOf(item),
    agency: agencyOf(item),
    image: imageOf(associations),
    related: relatedOf(associations),
    lane: laneOf(item),
  };
}

const named = (item: Fields, name: string) => {
  const text = textMember(item, name);
  return text && { ...text, role: '', contentType: '' };
};

const within = (found: Found<string> | undefined, max: number): Found<string> | undefined =>
  found && { value: cutTo(found.value, max), path: found.path };

/** Versions are text and need not order; only whole numbers do. */
function revisionOf(item: Ninjs, envelopeTime: string): Found<number | undefined> {
  const version = member(item, 'version');
  const text = typeof version?.value === 'number' ? String(version.value) : version?.value;
  if (typeof text === 'string' && /^\d{1,15}$/.test(text.trim()) && Number(text) >= 1) {
    return { value: Number(text), path: 'version' };
  }
  const created = textMember(item, 'versionCreated');
  const seconds = created && secondsOf(created.value);
  if (created && seconds) return { value: seconds, path: created.path };
  return { value: secondsOf(envelopeTime), path: 'version' };
}

/** Older feeds leave the colon out of the zone, or the zone out altogether (then it is taken as UTC: only order counts). */
function secondsOf(text: string): number | undefined {
  const trimmed = text.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const ms = epochMs(trimmed) ?? epochMs(`${trimmed}Z`);
  return ms === undefined || ms < 1_000 ? undefined : Math.floor(ms / 1_000);
}

const AUTHORS_MAX = 8;

function bylineOf(item: Ninjs): Found<ArticlePublishInput['byline']> | undefined {
  const people = member(item, 'people', 'person');
  const authors = objects(people).flatMap(({ value }) => {
    const name = textMember(value, 'name');
    return name && value['rel'] === 'author' ? [{ name: cutTo(name.value, 200) }] : [];
  });
  if (people && authors.length > 0)
    return { value: authors.slice(0, AUTHORS_MAX), path: people.path };
  const printed = within(textMember(item, 'by', 'byline'), 200);
  return printed && { value: [{ name: printed.value.replace(/^by\s+/i, '') }], path: printed.path };
}

function languageOf(item: Ninjs): Found<string> | undefined {
  const language = textMember(item, 'language');
  return language && { value: language.value.trim().replace(/_/g, '-'), path: language.path };
}

const TOPICS_MAX = 12;

/** The most relevant subjects first; those without a relevance keep their order after them. */
function topicsOf(item: Ninjs): Found<ArticlePublishInput['topics']> | undefined {
  const subjects = member(item, 'subjects', 'subject');
  const names = objects(subjects)
    .flatMap(({ value }) => {
      const name = textMember(value, 'name')?.value.trim();
      return name && name.length <= 200 ? [{ name, relevance: numberOf(value['relevance']) }] : [];
    })
    .sort((a, b) => b.relevance - a.relevance)
    .map(({ name }) => name);
  const topics = [...new Set(names)].slice(0, TOPICS_MAX);
  return subjects && topics.length > 0 ? { value: topics, path: subjects.path } : undefined;
}

function agencyOf(item: Ninjs): Found<string> | undefined {
  const [first] = objects(member(item, 'infoSources', 'infosource'));
  const name = first && textMember(first.value, 'name');
  return first && name && { value: cutTo(name.value, 200), path: first.path };
}

const PINS_MAX = 10;

/** Text items that an editor attached are the newsroom's word on what is related. */
function relatedOf(
  associations: readonly Found<Fields>[],
): Found<ArticlePublishInput['related']> | undefined {
  const ids = associations.flatMap(({ value }) => {
    const uri = textMember(value, 'uri')?.value;
    return uri && ARTICLE_TYPES.has(textMember(value, 'type')?.value ?? '') ? [idOfUri(uri)] : [];
  });
  const pin = [...new Set(ids)].slice(0, PINS_MAX);
  return pin.length > 0 ? { value: { pin }, path: 'associations' } : undefined;
}

/** IPTC urgency runs from 1, a flash, to 8 and 9, which can wait behind everything else. */
function laneOf(item: Ninjs): Found<'bulk'> | undefined {
  const urgency = member(item, 'urgency');
  return urgency && numberOf(urgency.value) >= 8
    ? { value: 'bulk', path: urgency.path }
    : undefined;
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'string' ? Number(value) || 0 : 0;
