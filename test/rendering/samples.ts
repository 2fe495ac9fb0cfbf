import { articleId, type Instant, path, revision, safeHtml, siteId } from '#domain/ids.ts';
import type { Article, Card } from '#domain/publishing/article.ts';
import type { ArticleView } from '#domain/rendering/view.ts';
import type { Site, SiteSettings } from '#domain/site/site.ts';

export const at = (text: string): Instant => text as Instant;

/** A harbour paper with nine sections. */
export const harbourPaper = (settings: Partial<SiteSettings> = {}): Site => ({
  id: siteId('daily'),
  baseUrl: 'https://www.example.com',
  timeZone: 'Europe/London',
  sources: ['newsroom.cms'],
  settings: {
    revision: 0,
    name: 'The Daily Offstone',
    tagline: 'The harbour’s own paper',
    language: 'en-GB',
    sections: [
      'harbour',
      'city',
      'nation',
      'world',
      'business',
      'opinion',
      'culture',
      'sport',
      'letters',
    ].map((name) => ({ path: name, title: name.charAt(0).toUpperCase() + name.slice(1) })),
    publisher: {
      name: 'Offstone Press',
      url: 'https://press.example.com/',
      logo: 'https://press.example.com/logo.png',
    },
    social: ['https://social.example.com/@offstone'],
    theme: {},
    related: { count: 6 },
    feeds: { content: 'summary' },
    slugs: 'ascii',
    ...settings,
  },
});

const HEADLINES = [
  'Rents fall for a third month as the dockside flats fill',
  'Parliament votes to keep the long summer recess, by one',
  'The lighthouse keepers’ strike spreads along the northern coast',
  'Islanders asked to choose between a bridge and a better ferry',
  'Ferry crews accept two-year pay deal by 61 votes',
  'Council to debate bridge report on 8 December',
  'Snow warning for the upper valley from midnight',
  'Central bank holds its rate at 3.25 per cent',
  'Missing kayaker found safe on Gull Sands',
  'Trams back on the Quarry line after signal fault',
  'Novelist Irja Salo wins the Lantern prize',
  'Barley at a nine-month high as quays refill',
  'Dredger fund is short by a third, auditors say',
  'The night library stays, and gains an hour',
  'Rail timetable returns to paper in 40 stations',
  'Rope works takes its first order from space',
];
const STANDFIRSTS = [
  'Landlords blame the tram; tenants thank it. Both may be wrong.',
  'A bill that began as a joke about rowing ended at two in the morning.',
  'Forty lamps are dark. Crews say they are steering by the radio and the stars.',
  'The ballot paper has a third box, added at the last minute: neither.',
];
const AUTHORS = ['Lotte Fairburn', 'Auberon Pike', 'Sunniva Dahl', 'Wim Adeyemi', 'Joss Merrin'];
const SECTIONS = ['city', 'nation', 'world', 'business', 'harbour', 'culture', 'sport', 'opinion'];

const picked = <T>(from: readonly T[], n: number): T => {
  const found = from[n % from.length];
  if (found === undefined) throw new RangeError('Nothing to pick from.');
  return found;
};
const slugged = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** The nth story of the day before: each older than the one before it by 23 minutes. */
export function story(n: number, changes: Partial<Card> = {}): Card {
  const author = picked(AUTHORS, n);
  const headline = picked(HEADLINES, n);
  return {
    id: articleId(`story-${n}`),
    revision: revision(1),
    path: path(`/2026/11/24/${slugged(headline)}-${n}`),
    headline,
    standfirst: picked(STANDFIRSTS, n),
    excerpt: 'It began, as these things do on the quay, with a rope and a misunderstanding.',
    byline: [{ id: slugged(author), name: author }],
    language: 'en-GB',
    sections: [picked(SECTIONS, n)],
    topics: [],
    publishedAt: new Date(
      Date.UTC(2026, 10, 24, 11, 42) - n * 23 * 60_000,
    ).toISOString() as Instant,
    corrected: false,
    noIndex: false,
    sensitive: false,
    ...changes,
  };
}

export const stories = (count: number, from = 0): readonly Card[] =>
  Array.from({ length: count }, (_, n) => story(from + n));

/** The bridge report: an article with everything an article can have. */
export function bridgeReport(changes: Partial<Article> = {}, site = harbourPaper()): ArticleView {
  const article: Article = {
    site: site.id,
    id: articleId('cms-48213'),
    revision: revision(3),
    headline: 'Eleven warnings, and nobody bound to read them',
    standfirst:
      'The first report on the Cradle Bridge failure blames no single hand. It describes a harbour where inspectors wrote, managers filed, and no one held the power to stop the traffic.',
    kicker: 'Bridge inquiry',
    slug: 'eleven-warnings-and-nobody-bound-to-read-them',
    sections: ['harbour/bridges', 'city'],
    byline: [
      { id: 'ines-calloway', name: 'Ines Calloway' },
      { id: 'rob-thackeray', name: 'Rob Thackeray' },
    ],
    language: 'en-GB',
    dateline: 'Port Ellery',
    publishAt: at('2026-11-24T06:30:00.000Z'),
    sentAt: at('2026-11-24T06:30:00.000Z'),
    modifiedAt: at('2026-11-24T11:20:00.000Z'),
    silent: false,
    body: safeHtml(
      '<p>For nineteen months before the Cradle Bridge jammed half open, the people who climbed it wrote down the same fault. They wrote it eleven times, in the same blue ledger, in plain words.</p>' +
        '<p>The finding opens the <a href="/topics/inquiry">first volume of the report</a> by Dame Orla Vennick.</p>' +
        '<h2>Entries in a blue ledger</h2>' +
        '<blockquote><p>“The steel did what it had said it would do, in writing, for a year and a half.”</p></blockquote>' +
        '<table><caption>What the ledger recorded</caption><thead><tr><th>Date</th><th>Play, mm</th></tr></thead><tbody><tr><td>Aug 2024</td><td>2.6</td></tr></tbody></table>' +
        '<h4>The morning of 9 March</h4><p>No one was killed.</p><ul><li>Name one engineer.</li></ul><p>Under it was one word: “Read.”</p>',
    ),
    excerpt: 'For nineteen months before the Cradle Bridge jammed half open.',
    wordCount: 812,
    topics: [
      { id: 'cradle-bridge', name: 'Cradle Bridge' },
      { id: 'inquiry', name: 'Public inquiries' },
    ],
    image: {
      url: 'https://img.example.com/bridge-1200.jpg',
      width: 1200,
      height: 800,
      alt: 'The Cradle Bridge with one leaf raised',
      caption: 'The bridge at seven minutes to seven on 9 March.',
      credit: 'Drawing: Joss Merrin',
      renditions: [
        { url: 'https://img.example.com/bridge-600.jpg', width: 600, height: 400 },
        { url: 'https://img.example.com/bridge-2400.jpg', width: 2400, height: 1600 },
      ],
    },
    corrections: [
      {
        at: at('2026-11-24T11:20:00.000Z'),
        note: 'An earlier version of this article said the Cradle Bridge was finished in 1913. It was finished in 1931.',
      },
    ],
    related: { show: true, pin: [], exclude: [] },
    sensitive: false,
    lane: 'live',
    aliasPaths: [],
    noIndex: false,
    ...changes,
  };
  return { site, article, card: cardOf(article), related: stories(6), translations: [] };
}

/** The card that the publishing side would keep of the article. */
export const cardOf = (article: Article): Card => ({
  id: article.id,
  revision: article.revision,
  path: path(`/2026/11/24/${article.slug}`),
  headline: article.headline,
  standfirst: article.standfirst,
  kicker: article.kicker,
  excerpt: article.excerpt,
  byline: article.byline,
  language: article.language,
  sections: article.sections,
  topics: article.topics,
  publishedAt: at('2026-11-24T06:30:00.000Z'),
  modifiedAt: article.modifiedAt,
  image: article.image,
  corrected: article.corrections.length > 0,
  noIndex: article.noIndex,
  sensitive: article.sensitive,
});
