import { type SiteId, siteId } from '#domain/ids.ts';
import type { Site } from '#domain/site/site.ts';
import { instant } from '#domain/time.ts';
import type { Outage } from '../world/invocation.ts';
import { type Draft, edit, newDraft, SECTIONS, TARGETS, type Written } from './articles.ts';
import { writeDeeds } from './deeds.ts';
import { Dice } from './dice.ts';
import type { Send, Story } from './story.ts';

const MINUTE = 60_000;
/** Before this the world has no history; the instants are chosen so that a day ends in some zone. */
const STARTS = ['2026-11-24T09:00:00Z', '2026-11-24T10:50:00Z', '2026-11-24T23:45:00Z'].map(
  Date.parse,
);
const ZONES = ['UTC', 'Pacific/Auckland', 'America/New_York'];
const SERVICES = ['table', 'pages', 'queues', 'bus', 'edge'];

/** Writes the story of a seed: a small newsroom, so that its histories collide. */
export function writeStory(seed: number): Story {
  const dice = new Dice(seed);
  const start = dice.one(STARTS);
  const minutes = dice.integer(6, 20);
  const until = start + minutes * MINUTE;
  const ids = Array.from({ length: dice.integer(2, 6) }, (_, n) => `a${n + 1}`);
  const dropped = new Map<string, string>();
  const sends: Send[] = [];
  const drafts = ids.map(newDraft);
  const desk: Desk = { dice, ids, drafts, sends, revisions: new Map(), last: dice.one(drafts) };
  const count = dice.integer(5, 16);
  for (const at of times(dice, count, { from: start, to: until - 3 * MINUTE })) {
    const { send, written } = next(desk, at);
    if (written?.dropped) dropped.set(...written.dropped);
    sends.push(send);
  }
  return {
    seed,
    site: siteOf(siteId('daily'), dice.one(ZONES)),
    start,
    until,
    sends,
    deeds: writeDeeds(seed, ids, { from: start, to: until - MINUTE }),
    outages: outages(dice, start, until),
    dropped,
    long: dice.chance(0.1),
  };
}

/** How often an event comes in one breath with the one before, and how often it is about the same article. */
const BREATHLESS = 0.45;
const SAME = 0.4;
const BREATH_MS = 6000;

/** Hours of quiet, moments of haste. */
function times(
  dice: Dice,
  count: number,
  { from, to }: { readonly from: number; readonly to: number },
): readonly number[] {
  const calm = Array.from({ length: count }, () => from + dice.number() * (to - from));
  let last = from;
  return calm
    .sort((a, b) => a - b)
    .map((at) => {
      last = Math.round(
        dice.chance(BREATHLESS) ? last + dice.number() ** 3 * BREATH_MS : Math.max(at, last),
      );
      return last;
    });
}

interface Desk {
  readonly dice: Dice;
  readonly ids: readonly string[];
  readonly drafts: readonly Draft[];
  readonly sends: readonly Send[];
  /** The last revision of each front and of the settings. */
  readonly revisions: Map<string, number>;
  /** The article that was last spoken of. */
  last: Draft;
}

type Kind =
  | 'edit'
  | 'withdraw'
  | 'curate'
  | 'configure'
  | 'again'
  | 'repeat'
  | 'conflict'
  | 'late'
  | 'bad';

function next(desk: Desk, at: number): { readonly send: Send; readonly written?: Written } {
  const { dice, sends } = desk;
  const kind = dice.weighted<Kind>([
    [52, 'edit'],
    [17, 'withdraw'],
    [8, 'curate'],
    [4, 'configure'],
    [4, 'again'],
    [4, 'repeat'],
    [3, 'conflict'],
    [5, 'late'],
    [3, 'bad'],
  ]);
  const eventId = `e${sends.length + 1}`;
  const earlier = sends.length > 0 ? dice.one(sends) : undefined;
  if (kind === 'again' && earlier) return { send: { ...earlier, at } };
  if (kind === 'repeat' && earlier && earlier.detailType !== 'ninjs')
    return { send: { ...earlier, at, time: at, eventId } };
  const written = write(desk, kind, at);
  const source = kind === 'bad' && dice.chance(0.3) ? 'somebody.else' : 'newsroom.cms';
  const meaning =
    source === 'newsroom.cms' ? written.meaning : { kind: 'unlawful' as const, why: 'its sender' };
  const { detailType, detail } = written;
  return { send: { at, time: at, eventId, source, detailType, detail, meaning }, written };
}

function write(desk: Desk, kind: Kind, at: number): Written {
  const { dice, drafts, ids } = desk;
  const draft = dice.chance(SAME) ? desk.last : dice.one(drafts);
  desk.last = draft;
  switch (kind) {
    case 'withdraw':
      return withdraw(dice, draft);
    case 'curate':
      return curate(desk, at);
    case 'configure':
      return configure(desk);
    case 'bad':
      return bad(dice, edit(dice, draft, ids, at));
    case 'conflict':
    case 'late': {
      // An edit at a revision that is taken already, or was passed over.
      const older = { ...draft, revision: Math.max(0, dice.integer(0, draft.revision) - 1) };
      return edit(dice, older, ids, at);
    }
    default:
      return edit(dice, draft, ids, at);
  }
}

function withdraw(dice: Dice, draft: Draft): Written {
  if (dice.chance(0.9)) draft.revision += 1;
  const { id } = draft;
  const revision = Math.max(1, draft.revision);
  draft.withdrawn = revision;
  const mode = dice.one(['gone', 'gone', 'notice', 'redirect']);
  const detail = {
    site: 'daily',
    id,
    revision,
    reason: 'It was wrong.',
    mode,
    ...(mode === 'notice' && { notice: `We took this down.` }),
    ...(mode === 'redirect' && {
      redirectTo: dice.one(TARGETS),
    }),
  };
  return { detailType: 'article.withdraw', detail, meaning: { kind: 'withdraw', id, revision } };
}

function nextRevision({ dice, revisions }: Desk, name: string): number {
  const revision = Math.max(1, (revisions.get(name) ?? 0) + dice.integer(-1, 2));
  revisions.set(name, Math.max(revision, revisions.get(name) ?? 0));
  return revision;
}

function curate(desk: Desk, at: number): Written {
  const { dice, ids } = desk;
  const front = dice.one(['', ...SECTIONS]);
  const revision = nextRevision(desk, `front ${front}`);
  const pins = Array.from({ length: dice.integer(0, 3) }, () => ({
    id: dice.one([...ids, 'nobody']),
    until: dice.chance(0.5) ? at + dice.integer(-2, 25) * MINUTE : undefined,
  }));
  const detail = {
    site: 'daily',
    front: front === '' ? '/' : front,
    revision,
    pins: pins.map(({ id, until }) => ({
      id,
      ...(until !== undefined && { until: instant(until) }),
    })),
  };
  return { detailType: 'front.curate', detail, meaning: { kind: 'curate', front, revision, pins } };
}

function configure(desk: Desk): Written {
  const { dice } = desk;
  const revision = nextRevision(desk, 'settings');
  const name = `The Daily ${revision}-${dice.integer(1, 999)}`;
  const detail = {
    site: 'daily',
    revision,
    name,
    related: { count: dice.integer(2, 6) },
    feeds: { content: dice.one(['summary', 'full']) },
  };
  return { detailType: 'site.configure', detail, meaning: { kind: 'configure', revision, name } };
}

function bad(dice: Dice, { detail, detailType }: Written): Written {
  const meaning = (why: string) => ({ kind: 'unlawful', why }) as const;
  switch (dice.integer(0, 3)) {
    case 0:
      return { detailType: 'article.unpublish', detail, meaning: meaning('its type') };
    case 1:
      return { detailType, detail: { ...detail, site: 'nowhere' }, meaning: meaning('its site') };
    case 2:
      return {
        detailType: 'article.publish',
        detail: { ...detail, headline: '   ' },
        meaning: meaning('its headline'),
      };
    default: {
      const body = { contentType: 'text/html', ref: 's3://drop/none', sha256: '0'.repeat(64) };
      return {
        detailType: 'article.publish',
        detail: { ...detail, body },
        meaning: meaning('its body'),
      };
    }
  }
}

function outages(dice: Dice, start: number, until: number): readonly Outage[] {
  if (dice.chance(0.85)) return [];
  const from = start + dice.number() * (until - start);
  return [{ service: dice.one(SERVICES), from, to: from + dice.integer(10, 240) * 1000 }];
}

const siteOf = (id: SiteId, timeZone: string): Site => ({
  id,
  baseUrl: 'https://daily.example',
  timeZone,
  sources: ['newsroom.cms'],
  settings: {
    revision: 0,
    name: 'The Daily Rehearsal',
    language: 'en',
    sections: SECTIONS.slice(0, 3).map((path) => ({ path, title: path })),
    social: [],
    theme: {},
    related: { count: 4 },
    feeds: { content: 'summary' },
    slugs: 'ascii',
  },
});
