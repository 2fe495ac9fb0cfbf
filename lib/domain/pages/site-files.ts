import type { Reading } from '../graph/reading.ts';
import { renderSiteFiles } from '../rendering/site-files.ts';
import type { Page } from '../rendering/view.ts';
import type { Site } from '../site/site.ts';
import { monthKey } from '../table/keys.ts';

/** What the site has whatever is published; what bears a date waits for the first round of the sweep. */
export function* siteFiles(site: Site): Reading<readonly Page[]> {
  const key = monthKey(site.id);
  const { item } = yield { get: [key] };
  const month = item(key)?.['month'];
  return renderSiteFiles(site, typeof month === 'string' ? month : undefined);
}
