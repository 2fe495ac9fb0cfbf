import type { Send } from '../story/story.ts';

type Of<Kind> = Extract<Send['meaning'], { readonly kind: Kind }>;

/** One revision as the newsroom meant it. */
interface Published extends Of<'publish'> {
  readonly sentAt: number;
}

/** What must be true of an article when all is done, computed from its events alone. */
export interface ExpectedArticle {
  readonly published: number;
  readonly withdrawn: number;
  readonly reinstated: number;
  readonly visible: boolean;
  /** `undefined`: some event left its time to the bus, so that it depends on more than the events. */
  readonly publishedAt: number | undefined;
  readonly modifiedAt: number | undefined;
  readonly lists: readonly string[];
  readonly noIndex: boolean;
}

export interface Expected {
  readonly articles: ReadonlyMap<string, ExpectedArticle>;
  /** The pins of each front whose time is not over. */
  readonly fronts: ReadonlyMap<string, readonly string[]>;
  readonly settingsName: string | undefined;
}

/** Events that were taken though another content had that revision. */
export function conflicting(accepted: readonly Send[]): readonly Send[] {
  const first = new Map<string, string>();
  return accepted.filter(({ meaning, detail }) => {
    if (meaning.kind !== 'publish' && meaning.kind !== 'withdraw') return false;
    const name = `${meaning.kind} ${meaning.id} ${meaning.revision}`;
    const text = JSON.stringify(detail);
    const known = first.get(name) ?? text;
    first.set(name, known);
    return known !== text;
  });
}

/** Computes, from scratch and in no order but that of revisions, what a set of accepted events amounts to. */
export function expected(accepted: readonly Send[], end: number): Expected {
  const publishes = firsts(accepted, 'publish', ({ id, revision }) => `${id} ${revision}`);
  const withdrawals = firsts(accepted, 'withdraw', ({ id, revision }) => `${id} ${revision}`);
  const curations = firsts(accepted, 'curate', ({ front, revision }) => `${front} ${revision}`);
  const settings = firsts(accepted, 'configure', ({ revision }) => String(revision));
  const ids = new Set([...publishes, ...withdrawals].map(({ id }) => id));
  return {
    articles: new Map(
      [...ids].map((id) => [
        id,
        article(
          publishes.filter((one) => one.id === id),
          withdrawals.filter((one) => one.id === id),
        ),
      ]),
    ),
    fronts: new Map(
      [...Map.groupBy(curations, ({ front }) => front)].map(([front, all]) => [
        front,
        (highest(all)?.pins ?? []).flatMap(({ id, until }) =>
          until === undefined || until > end ? [id] : [],
        ),
      ]),
    ),
    settingsName: highest(settings)?.name,
  };
}

/** Of each name the first that was taken, its time with it. */
function firsts<Kind extends Send['meaning']['kind']>(
  accepted: readonly Send[],
  kind: Kind,
  nameOf: (meaning: Of<Kind>) => string,
): readonly (Of<Kind> & { readonly sentAt: number })[] {
  const isKind = (meaning: Send['meaning']): meaning is Of<Kind> => meaning.kind === kind;
  const found = new Map<string, Of<Kind> & { readonly sentAt: number }>();
  for (const { meaning, time } of accepted) {
    if (!isKind(meaning)) continue;
    const name = nameOf(meaning);
    if (!found.has(name)) found.set(name, { ...meaning, sentAt: time });
  }
  return [...found.values()];
}

const highest = <T extends { readonly revision: number }>(all: readonly T[]): T | undefined =>
  all.toSorted((a, b) => b.revision - a.revision)[0];

function article(
  publishes: readonly Published[],
  withdrawals: readonly Of<'withdraw'>[],
): ExpectedArticle {
  const live = highest(publishes);
  const withdrawn = highest(withdrawals)?.revision ?? 0;
  const reinstated = Math.max(0, ...publishes.map(({ reinstates }) => reinstates));
  const timed = publishes.every(({ publishAt }) => publishAt !== undefined);
  const publishedAt = live && timed ? dateOf(live, publishes) : undefined;
  const heard = publishedAt === undefined ? undefined : heardAt(publishes);
  return {
    published: live?.revision ?? 0,
    withdrawn,
    reinstated,
    visible: live !== undefined && (withdrawn === 0 || reinstated >= withdrawn),
    publishedAt,
    modifiedAt: heard !== undefined && heard > (publishedAt ?? 0) ? heard : undefined,
    lists: live?.lists ?? [],
    noIndex: live?.noIndex ?? false,
  };
}

const at = ({ publishAt, sentAt }: Published): number => publishAt ?? sentAt;

/** Whether readers saw a revision: it was due before anything that overtook it was sent. */
const wasSeen = (one: Published, all: readonly Published[]): boolean =>
  all.every((other) => other.revision <= one.revision || at(one) <= other.sentAt);

/** An update under embargo keeps the date of the newest revision that readers saw before. */
function dateOf(one: Published, all: readonly Published[]): number {
  if (at(one) <= one.sentAt) return at(one);
  const earlier = all.filter((other) => other.revision < one.revision && wasSeen(other, all));
  const updated = highest(earlier);
  return updated ? dateOf(updated, all) : at(one);
}

/** When readers were last told of a change: by the newest revision that they saw and that was not silent. */
function heardAt(all: readonly Published[]): number | undefined {
  const told = all.flatMap((one) => {
    const when = one.modifiedAt ?? (one.revision === 1 ? undefined : Math.max(one.sentAt, at(one)));
    return !one.silent && when !== undefined && wasSeen(one, all) ? [{ ...one, when }] : [];
  });
  return highest(told)?.when;
}
