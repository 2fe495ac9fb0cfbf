import type { Announcement } from '../graph/change.ts';
import type { Instant, Path } from '../ids.ts';
import type { ConditionalWrite } from '../ports.ts';
import type { Site } from '../site/site.ts';
import { edgeKey, ownPathKey, TRANSLATION_EDGE } from '../table/keys.ts';
import { putClaim, putDue, putRevision, type StoredArticle } from '../table/records.ts';
import { dayIn } from '../time.ts';
import type { Decided, Deciding } from './accept.ts';
import { headWrites } from './commit.ts';
import { askedAgain, publish, verdictOnPublish } from './decide.ts';
import { releaseDue } from './due.ts';
import { type Head, newHead, type Pending } from './head.ts';
import { cardOf } from './normalise.ts';
import { dayOfPermalink, permalinks } from './permalink.ts';
import type { Reason } from './receipt.ts';

/** The records that a publish is decided on. */
export interface PublishState {
  readonly head: Head | undefined;
  /** What was committed at this revision before, if anything. */
  readonly stored: StoredArticle | undefined;
  /** Who owns the addresses of `candidates`, of those that anybody owns. */
  readonly owners: ReadonlyMap<Path, string>;
}

/** Addresses the article may get: the ones whose owners must be known. */
export function candidates(
  article: StoredArticle,
  head: Head | undefined,
  site: Site,
): readonly Path[] {
  const current = currentPath(head);
  const day =
    head?.everLive && current
      ? dayOfPermalink(current)
      : dayIn(site.timeZone, publishedAtOf(article, head));
  return permalinks(article.site, article.id, day, article.slug);
}

/**
 * Accepts a publish, or gives the reason against it. The same revision with the same content changes nothing and is
 * answered by what is true now; with other content it is refused, for the first commit stands.
 */
export function acceptPublish(
  article: StoredArticle,
  state: PublishState,
  { eventId, now, site, name }: Deciding,
): Decided | { readonly rejected: readonly Reason[] } {
  const before = state.head ?? newHead(article.site, article.id);
  if (state.stored && state.stored.hash !== article.hash)
    return { rejected: [sentBefore(article)] };

  const at = addressOf(article, state, site);
  const decided = decisionOn(article, at, before, state, { eventId, now });
  const isNew = !state.stored;
  const placed = isNew && holds(decided, article);
  const addresses = addressesOf(article, before, { isNew, at: placed ? at : undefined });
  const moved = addresses.length > 0;
  const after = moved ? { ...decided, moved } : decided;
  const { id, revision } = article;
  const verdict = verdictOnPublish(after, revision);
  const announced = verdict === 'live';
  // Also where a withdrawal hides it: what reinstates the article may come before its time does.
  const waiting = pendingOf(after, article);
  return {
    verdict,
    announced,
    path: waiting?.path ?? after.live?.card.path,
    writes: [
      ...headWrites({
        before,
        after,
        now,
        lane: article.lane,
        announce: announcements(announced, { eventId, id, revision }),
        newAddresses: moved,
        addresses,
        name,
      }),
      ...(isNew ? [putRevision(article)] : []),
      ...(placed ? addressWrites(article, at, state) : []),
      ...(waiting ? [putDue(article.site, releaseDue(id, revision, waiting.publishAt))] : []),
    ],
    release: waiting && { id, revision, at: waiting.publishAt },
  };
}

const announcements = (
  announced: boolean,
  asker: Pick<Announcement, 'eventId' | 'id' | 'revision'>,
): readonly Announcement[] => (announced ? [{ ...asker, type: 'article.live' }] : []);

const pendingOf = ({ pending }: Head, { revision }: StoredArticle): Pending | undefined =>
  pending?.revision === revision ? pending : undefined;

/**
 * The addresses that it has besides its first, where there are more of them now. Its aliases lead to the article also
 * where a higher revision came first.
 */
function addressesOf(
  { aliasPaths }: StoredArticle,
  before: Head,
  { isNew, at }: { readonly isNew: boolean; readonly at: Path | undefined },
): readonly Path[] {
  if (!isNew) return [];
  const former = currentPath(before);
  const moves = at !== undefined && (before.moved || (former ?? at) !== at);
  const own = moves ? [at, former].filter((each) => each !== undefined) : [];
  return [...new Set([...own, ...aliasPaths])];
}

function decisionOn(
  article: StoredArticle,
  at: Path,
  before: Head,
  state: PublishState,
  { eventId, now }: Pick<Deciding, 'eventId' | 'now'>,
): Head {
  const asker = { eventId, revision: article.revision };
  if (state.stored) return askedAgain(before, asker, now);
  const { silent, sentAt, reinstates } = article;
  const card = cardOf(article, { path: at, publishedAt: publishedAtOf(article, state.head) });
  const returns = state.owners.get(at) === article.id && !isUnseen(before, at);
  return publish(before, { card, silent, sentAt, reinstates, asker, returns }, now);
}

/** Whether the article only waits to be at this address, and never was. */
const isUnseen = ({ pending }: Head, at: Path): boolean =>
  pending !== undefined && pending.path === at && !pending.returns;

/** The date readers see: the event's own; without one, an update keeps the article's and a first publication has the envelope's. */
function publishedAtOf(article: StoredArticle, head: Head | undefined): Instant {
  return article.publishAt ?? head?.live?.card.publishedAt ?? article.sentAt;
}

/** Stays where it is if it may, else takes the best address that nobody else has. */
function addressOf(article: StoredArticle, { head, owners }: PublishState, site: Site): Path {
  const possible = candidates(article, head, site);
  const current = currentPath(head);
  if (current && possible.includes(current)) return current;
  const free = possible.find((at) => (owners.get(at) ?? article.id) === article.id);
  if (!free)
    throw new Error(
      `Every address of ${article.site}/${article.id} is taken: ${possible.join(' ')}`,
    );
  return free;
}

const currentPath = (head: Head | undefined): Path | undefined =>
  head?.live?.card.path ?? head?.pending?.path;

/** Whether the revision has a slot of its own now, visible or not: only then it needs an address. */
const holds = (head: Head, { revision }: StoredArticle): boolean =>
  head.live?.card.revision === revision || head.pending?.revision === revision;

function addressWrites(
  article: StoredArticle,
  at: Path,
  { owners }: PublishState,
): readonly ConditionalWrite[] {
  const { site, id, translationOf } = article;
  const translation: readonly ConditionalWrite[] = translationOf
    ? [{ put: { ...edgeKey(site, translationOf, `${TRANSLATION_EDGE}${id}`) } }]
    : [];
  if (owners.get(at) === id) return translation;
  return [...translation, putClaim(site, at, id), { put: { ...ownPathKey(site, id, at) } }];
}

/** Claims for the aliases that nobody has yet, committed on their own: they are history and never decide anything. */
export function aliasClaims(
  article: StoredArticle,
  owners: ReadonlyMap<Path, string>,
): readonly ConditionalWrite[] {
  return [...new Set(article.aliasPaths)]
    .filter((alias) => !owners.has(alias))
    .flatMap((alias) => [
      putClaim(article.site, alias, article.id),
      { put: { ...ownPathKey(article.site, article.id, alias) } },
    ]);
}

const sentBefore = ({ revision, id }: StoredArticle): Reason => ({
  path: 'revision',
  message: `revision ${revision} of ${id} was sent before with other content, and that stands; send this content as a higher revision`,
});
