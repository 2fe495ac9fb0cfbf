import type { SiteId } from '../ids.ts';
import type { Item, Ports, Table } from '../ports.ts';
import type { Site, SiteSettings } from '../site/site.ts';
import { settingsKey } from '../table/keys.ts';

/** A site of this stage. @throws Error for any other: such records and messages are never made. */
export function siteOf({ sites }: Pick<Ports, 'sites'>, id: SiteId): Site {
  const site = sites.get(id);
  if (!site)
    throw new Error(`This stage has no site “${id}”; it has ${[...sites.keys()].join(', ')}.`);
  return site;
}

/** The site as its newest `site.configure` presents it. */
export async function configuredSite(
  ports: Pick<Ports, 'sites'> & { readonly table: Table },
  id: SiteId,
): Promise<Site> {
  const key = settingsKey(id);
  const [item] = (await ports.table.get([key])).values();
  return withSettings(siteOf(ports, id), item);
}

/** The stage's defaults, where no `site.configure` was ever accepted. */
export const withSettings = (site: Site, item: Item | undefined): Site =>
  item ? { ...site, settings: item['settings'] as unknown as SiteSettings } : site;
