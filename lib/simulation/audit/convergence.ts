import { locationHeader } from '#adapters/page-key.ts';
import { withSettings } from '#domain/flows/sites.ts';
import { type Job, type JobKey, jobKey, parseJob } from '#domain/graph/jobs.ts';
import { readAll } from '#domain/graph/reading.ts';
import { articleId } from '#domain/ids.ts';
import { pagesOf } from '#domain/pages/pages-of.ts';
import type { Item } from '#domain/ports.ts';
import { renderMissing } from '#domain/rendering/site-files.ts';
import { unstamp } from '#domain/rendering/stamp.ts';
import type { Page } from '#domain/rendering/view.ts';
import type { World } from '../world/world.ts';

/** Law 5: every page is what the records make of it, and no object is a page of nothing. */
export async function diverged(world: World, items: readonly Item[]): Promise<readonly string[]> {
  const { story, table } = world;
  const site = withSettings(
    story.site,
    items.find(({ sk }) => sk === 'CFG'),
  );
  const jobs = everyJob(items);
  const rendered = await readAll(
    jobs.map((job) => pagesOf(parseJob(job), site)),
    { table: table.memory, drop: world.drop },
  );
  const found: string[] = [];
  const owned = new Set<string>();
  for (const [n, result] of rendered.entries()) {
    if (result instanceof Error) {
      found.push(`${jobs[n]} cannot be rendered: ${result.message}`);
      continue;
    }
    for (const page of result) owned.add(page.path);
    found.push(...(await differences(result, `${jobs[n]}`, world)));
  }
  // What was a page once, and is none any more, says so.
  const gone = [...world.objects.keys()].filter((at) => !owned.has(at));
  const missing = gone.map((at) => renderMissing(site, at));
  return [...found, ...(await differences(missing, 'nothing', world))];
}

async function differences(
  pages: readonly Page[],
  job: string,
  { pages: { memory }, story }: World,
): Promise<readonly string[]> {
  const found = await Promise.all(
    pages.map(async (page) => {
      const difference = await differs(page, memory, story.site.id);
      return difference === undefined ? [] : [`${page.path} (${job}) ${difference}`];
    }),
  );
  return found.flat();
}

function everyJob(items: readonly Item[]): readonly JobKey[] {
  const wanted = items
    .filter(({ sk }) => sk === 'WANT')
    .map(({ pk }) => pk.slice(pk.indexOf('#J#') + 3) as JobKey);
  const own = items
    .filter(({ sk }) => sk === 'HEAD')
    .flatMap(({ id }): readonly Job[] => [
      { kind: 'article', id: articleId(String(id)) },
      { kind: 'former', id: articleId(String(id)) },
    ]);
  return [...new Set([...wanted, ...own.map(jobKey)])];
}

async function differs(
  page: Page,
  memory: World['pages']['memory'],
  site: World['story']['site']['id'],
): Promise<string | undefined> {
  const stored = await memory.get(site, page.path);
  if (!stored) return 'is missing';
  const wanted = {
    status: page.status,
    location: page.status === 301 ? locationHeader(page.location) : undefined,
    contentType: page.contentType,
    cacheControl: page.cacheControl,
    tags: page.tags,
    body: page.body,
  };
  const body = unstamp(stored.contentType, stored.body);
  const found: Readonly<Record<string, unknown>> = { ...stored, body };
  const different = Object.entries(wanted).find(
    ([name, value]) => JSON.stringify(found[name]) !== JSON.stringify(value),
  );
  return (
    different &&
    `has another ${different[0]}: ${apart(String(found[different[0]]), String(different[1]))}`
  );
}

/** Where two texts part, for a reader of the story. */
function apart(found: string, wanted: string): string {
  let n = 0;
  while (n < found.length && found[n] === wanted[n]) n += 1;
  const from = Math.max(0, n - 30);
  return `“…${found.slice(from, n + 60)}” should be “…${wanted.slice(from, n + 60)}”`;
}
