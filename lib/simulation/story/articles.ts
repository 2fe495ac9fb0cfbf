import { sha256Hex } from '#domain/hash.ts';
import { instant } from '#domain/time.ts';
import type { Dice } from './dice.ts';
import { type Meaning, mark } from './story.ts';

export const SECTIONS = ['world', 'world/europe', 'sport', 'culture'] as const;
const SLUGS = ['storm', 'bridge', 'ferry'] as const;
const AUTHORS = ['Ada Quill', 'Bo Ink', 'Cy Press'] as const;
const TOPICS = ['weather', 'transport', 'harbour'] as const;
const ALIASES = ['/old/storm', '/old/bridge', '/2026/11/24/storm', '/legacy'] as const;
/** Where readers of a withdrawn article are sent: likely to another one, which may be withdrawn as well. */
export const TARGETS = [
  '/world',
  'https://elsewhere.example/',
  ...['a1', 'a2', 'a3'].map((id) => `/2026/11/24/${id}-storm`),
  ...SLUGS.map((slug) => `/2026/11/24/${slug}`),
  ALIASES[0],
] as const;
const WORDS =
  'harbour storm ferry bridge council budget tunnel lighthouse pilot crane wharf tide signal keeper'.split(
    ' ',
  );
const MINUTE = 60_000;

/** What a newsroom keeps of an article between two edits. */
export interface Draft {
  readonly id: string;
  revision: number;
  withdrawn: number;
  publishAt: number | undefined;
  slug: string | undefined;
  sections: readonly string[];
}

export const newDraft = (id: string): Draft => ({
  id,
  revision: 0,
  withdrawn: 0,
  publishAt: undefined,
  slug: undefined,
  sections: [],
});

export interface Written {
  readonly detailType: string;
  readonly detail: Record<string, unknown>;
  readonly meaning: Meaning;
  readonly dropped?: readonly [key: string, text: string];
}

/** Writes the next revision of an article, and notes in the draft what the newsroom would. */
export function edit(dice: Dice, draft: Draft, ids: readonly string[], now: number): Written {
  draft.revision += dice.chance(0.85) ? 1 : 2;
  if (draft.revision === 1 || dice.chance(0.3)) draft.publishAt = publishAt(dice, now);
  if (draft.slug === undefined || dice.chance(0.3)) draft.slug = slug(dice, draft.id);
  if (dice.chance(0.4)) draft.sections = dice.some(SECTIONS, 2);
  return dice.chance(0.06) ? wireItem(dice, draft) : article(dice, draft, ids, now);
}

const slug = (dice: Dice, id: string): string =>
  dice.chance(0.7) ? dice.one(SLUGS) : `${id}-${dice.one(SLUGS)}`;

function publishAt(dice: Dice, now: number): number | undefined {
  return dice.weighted<number | undefined>([
    [2, now - dice.integer(1, 3) * 24 * 60 * MINUTE],
    [3, now - dice.integer(0, 30) * MINUTE],
    [1, now],
    [4, now + dice.integer(1, 15) * MINUTE],
    [1, now + dice.integer(30, 100) * MINUTE],
    [1, undefined],
  ]);
}

function article(dice: Dice, draft: Draft, ids: readonly string[], now: number): Written {
  const { id, revision, sections } = draft;
  const word = mark(id, revision, dice.integer(0, 99_999));
  const byline = dice.some(AUTHORS, 2);
  const topics = dice.some(TOPICS, 2);
  const reinstates = draft.withdrawn > 0 && dice.chance(0.5) ? draft.withdrawn : undefined;
  const text = `<p>${word} ${Array.from({ length: 24 }, () => dice.one(WORDS)).join(' ')}.</p>`;
  const body = dice.chance(0.05)
    ? { contentType: 'text/html', ref: `s3://drop/in/${word}.html`, sha256: sha256Hex(text) }
    : { contentType: 'text/html', value: text };
  const detail = {
    site: 'daily',
    id,
    revision,
    headline: `${word} ${dice.one(WORDS)} and ${dice.one(WORDS)}`,
    body,
    slug: draft.slug,
    ...(sections.length > 0 && { sections }),
    ...(byline.length > 0 && { byline: byline.map((name) => ({ name })) }),
    ...(topics.length > 0 && { topics }),
    ...(draft.publishAt !== undefined && { publishAt: instant(draft.publishAt) }),
    ...(reinstates !== undefined && { reinstates }),
    ...extras(dice, ids, now),
  };
  return {
    detailType: 'article.publish',
    detail,
    meaning: meaningOf(detail, draft),
    ...('ref' in body && { dropped: [`in/${word}.html`, text] as const }),
  };
}

interface Extras {
  readonly silent?: boolean;
  readonly noIndex?: boolean;
  readonly modifiedAt?: string;
  readonly aliasPaths?: readonly string[];
}

function extras(dice: Dice, ids: readonly string[], now: number): Extras & Record<string, unknown> {
  const others = [...ids, 'nobody'];
  return {
    ...(dice.chance(0.2) && { standfirst: 'What it is about.' }),
    ...(dice.chance(0.15) && { silent: true }),
    ...(dice.chance(0.06) && { noIndex: true }),
    ...(dice.chance(0.06) && { sensitive: true }),
    ...(dice.chance(0.08) && { lane: 'bulk' }),
    ...(dice.chance(0.12) && { language: dice.one(['de', 'fr']) }),
    ...(dice.chance(0.12) && { translationOf: dice.one(others) }),
    ...(dice.chance(0.15) && { aliasPaths: [...dice.some(ALIASES, 2), dice.one(ALIASES)] }),
    ...(dice.chance(0.08) && { corrections: [{ at: instant(now), note: 'It was the other.' }] }),
    ...(dice.chance(0.05) && { modifiedAt: instant(now) }),
    ...(dice.chance(0.15) && {
      related: { show: dice.chance(0.9), pin: dice.some(others, 2), exclude: dice.some(others, 1) },
    }),
  };
}

function meaningOf(
  {
    topics = [],
    byline = [],
    ...detail
  }: Extras & {
    readonly reinstates?: number;
    readonly topics?: readonly string[];
    readonly byline?: readonly { readonly name: string }[];
  },
  { id, revision, publishAt: at, sections }: Draft,
): Meaning {
  return {
    kind: 'publish',
    id,
    revision,
    publishAt: at,
    modifiedAt: detail.modifiedAt === undefined ? undefined : Date.parse(detail.modifiedAt),
    silent: detail.silent ?? false,
    reinstates: detail.reinstates ?? 0,
    noIndex: detail.noIndex ?? false,
    aliases: detail.aliasPaths ?? [],
    lists: [
      '',
      ...new Set(
        sections.flatMap((path) => {
          const parts = path.split('/');
          return parts.map((_, n) => `section:${parts.slice(0, n + 1).join('/')}`);
        }),
      ),
      ...byline.map(({ name }) => `author:${name.toLowerCase().replace(' ', '-')}`),
      ...topics.map((topic) => `topic:${topic}`),
    ],
  };
}

/** The same news as an agency would send it. */
function wireItem(dice: Dice, draft: Draft): Written {
  const { id, revision } = draft;
  const word = mark(id, revision, dice.integer(0, 99_999));
  draft.sections = [];
  const embargo = draft.publishAt;
  return {
    detailType: 'ninjs',
    detail: {
      uri: id,
      site: 'daily',
      type: 'text',
      version: String(revision),
      pubstatus: 'usable',
      headline: `${word} from the wire`,
      body_xhtml: `<p>${word} ${dice.one(WORDS)}.</p>`,
      ...(embargo !== undefined && { embargoed: instant(embargo) }),
    },
    meaning: meaningOf({}, draft),
  };
}
