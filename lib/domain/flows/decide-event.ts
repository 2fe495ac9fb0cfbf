import type { ArticlePublish, ArticleWithdraw, InboundEvent } from '#events';
import { sha256Hex } from '../hash.ts';
import { articleId, revision, siteId } from '../ids.ts';
import { type Key, keyText, type Ports } from '../ports.ts';
import type { Decided, Deciding } from '../publishing/accept.ts';
import { acceptCuration, type Curation, curatedList } from '../publishing/accept-curation.ts';
import { acceptPublish, candidates } from '../publishing/accept-publish.ts';
import { acceptSettings, type StoredSettings } from '../publishing/accept-settings.ts';
import {
  acceptWithdrawal,
  type StoredWithdrawal,
  withdrawalOf,
} from '../publishing/accept-withdrawal.ts';
import { articleOf } from '../publishing/normalise.ts';
import type { Reason } from '../publishing/receipt.ts';
import {
  claimKey,
  curationKey,
  headKey,
  revisionKey,
  settingsKey,
  withdrawalKey,
} from '../table/keys.ts';
import { readHead, recordOf, type StoredArticle } from '../table/records.ts';
import type { Arrived } from './accept-one.ts';
import { bodyOf, outsized } from './bodies.ts';
import { claimAliases } from './claim-aliases.ts';

type Decision = Decided | { readonly rejected: readonly Reason[] };

/** Reads what an event is decided on, and decides. Nothing is committed here but what is true whatever the decision. */
export async function decideOn(
  event: InboundEvent,
  arrived: Arrived,
  deciding: Deciding,
  ports: Ports,
): Promise<Decision> {
  switch (event.type) {
    case 'article.publish':
      return await decidePublish(event.detail, arrived, deciding, ports);
    case 'article.withdraw':
      return await decideWithdrawal(event.detail, arrived, deciding, ports);
    case 'front.curate': {
      const key = curationKey(deciding.site.id, curatedList(event.detail));
      const known = await one<Curation>(key, ports);
      return acceptCuration(event.detail, hashOf(event.detail), known, deciding);
    }
    case 'site.configure': {
      const known = await one<StoredSettings>(settingsKey(deciding.site.id), ports);
      return acceptSettings(event.detail, hashOf(event.detail), known, {
        ...deciding,
        site: ports.sites.get(deciding.site.id) ?? deciding.site,
      });
    }
    case 'ninjs':
      throw new Error('A ninjs item is mapped before it is decided on.');
  }
}

async function decidePublish(
  detail: ArticlePublish,
  { sentAt, envelope }: Arrived,
  deciding: Deciding,
  ports: Ports,
): Promise<Decision> {
  const { site } = deciding;
  const [id, number] = [articleId(detail.id), revision(detail.revision)];
  const keys = [headKey(site.id, id), revisionKey(site.id, id, number)] as const;
  const items = await ports.table.get(keys);
  const [head, stored] = [readHead(items.get(keyText(keys[0]))), items.get(keyText(keys[1]))];
  const known = stored && recordOf<StoredArticle>(stored);

  const body = await bodyOf(detail, ports);
  if ('reason' in body) return { rejected: [body.reason] };
  const hash = hashOf(detail);
  const sent: StoredArticle = {
    ...articleOf(detail, { at: sentAt, body }, site),
    hash,
    eventId: envelope.id,
  };
  const article = known && known.hash === hash ? known : sent;

  const wanted = [...candidates(article, head, site), ...article.aliasPaths];
  const claims = await ports.table.get(wanted.map((at) => claimKey(site.id, at)));
  const owners = new Map(
    wanted.flatMap((at) => {
      const owner = claims.get(keyText(claimKey(site.id, at)))?.['id'];
      return typeof owner === 'string' ? [[at, owner] as const] : [];
    }),
  );
  const decision = acceptPublish(
    await outsized(article, ports),
    { head, stored: known, owners },
    deciding,
  );
  if ('rejected' in decision) return decision;
  return { ...decision, notes: await claimAliases(article, owners, ports) };
}

async function decideWithdrawal(
  detail: ArticleWithdraw,
  { sentAt, envelope }: Arrived,
  deciding: Deciding,
  ports: Ports,
): Promise<Decision> {
  const site = siteId(detail.site);
  const keys = [
    headKey(site, articleId(detail.id)),
    withdrawalKey(site, articleId(detail.id), revision(detail.revision)),
  ] as const;
  const items = await ports.table.get(keys);
  const stored = items.get(keyText(keys[1]));
  return acceptWithdrawal(
    { site, id: detail.id },
    { ...withdrawalOf(detail, sentAt), hash: hashOf(detail), eventId: envelope.id },
    {
      head: readHead(items.get(keyText(keys[0]))),
      stored: stored && recordOf<StoredWithdrawal>(stored),
    },
    deciding,
  );
}

async function one<T>(key: Key, { table }: Ports): Promise<T | undefined> {
  const item = (await table.get([key])).get(keyText(key));
  return item && recordOf<T>(item);
}

/** Two events have the same content when their normalised details are equal, in whatever order their members came. */
const hashOf = (detail: object): string => sha256Hex(JSON.stringify(sorted(detail)));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
