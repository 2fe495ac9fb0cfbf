import type { SiteConfigure } from '#events';
import { type Revision, revision, type SiteId } from '../ids.ts';
import type { Site, SiteSettings } from '../site/site.ts';
import { settingsKey } from '../table/keys.ts';
import { changeItem, itemOf } from '../table/records.ts';
import type { Decided, Deciding } from './accept.ts';
import type { Reason } from './receipt.ts';

/** A site's settings as stored: those of the highest revision. */
export interface StoredSettings {
  readonly revision: Revision;
  readonly hash: string;
  readonly settings: SiteSettings;
}

/** Accepts a site's settings, or gives the reason against them. What they leave out is as the stage has it. */
export function acceptSettings(
  detail: SiteConfigure,
  hash: string,
  known: StoredSettings | undefined,
  { eventId, now, site, name }: Deciding,
): Decided | { readonly rejected: readonly Reason[] } {
  const number = revision(detail.revision);
  if (known?.revision === number && known.hash !== hash) return { rejected: [sentBefore(number)] };
  if (known && known.revision > number)
    return { verdict: 'superseded', announced: false, writes: [] };
  const record: StoredSettings = { revision: number, hash, settings: settingsOf(detail, site) };
  const id = detail.site as SiteId;
  return {
    verdict: 'applied',
    announced: true,
    writes: [
      {
        put: itemOf(settingsKey(id), record),
        if: { attribute: 'revision', equals: known?.revision ?? 0, orAbsent: !known },
      },
      {
        put: changeItem(name, {
          kind: 'change',
          site: id,
          at: now,
          lane: 'bulk',
          cause: { what: 'everything' },
          announce: [{ eventId, type: 'applied', id: detail.site, revision: number }],
        }),
      },
    ],
  };
}

function settingsOf(
  { site: _, revision: number, ...given }: SiteConfigure,
  { settings }: Site,
): SiteSettings {
  return { ...settings, ...given, revision: revision(number) };
}

const sentBefore = (number: Revision): Reason => ({
  path: 'revision',
  message: `revision ${number} of the site’s settings was sent before with other content, and that stands; send these as a higher revision`,
});
