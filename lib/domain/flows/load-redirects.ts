import { jobKey, parseJob } from '../graph/jobs.ts';
import { type ArticleId, articleId, type Path, type SiteId } from '../ids.ts';
import { type ConditionalWrite, type Item, keyText, type Ports } from '../ports.ts';
import type { Legacy, Target } from '../redirects/legacy.ts';
import {
  leadsToKey,
  leadsToPk,
  REDIRECT_OWNER,
  readRedirect,
  redirectItem,
  redirectKey,
} from '../redirects/records.ts';
import { changePk, claimKey, edgeKey, shards, strayPk } from '../table/keys.ts';
import { changeItem, putClaim, readChange } from '../table/records.ts';

type LoadPorts = Pick<Ports, 'table' | 'pages' | 'now' | 'nonce'>;

/** What became of one redirect. Known: it was loaded before. */
export type Loaded =
  | { readonly from: Path; readonly end: 'loaded' | 'known' }
  | { readonly from: Path; readonly end: 'conflict'; readonly problem: string };

/** As many as one transaction takes with all that belongs to them. */
const TOGETHER = 20;
const READ_TOGETHER = 100;

/**
 * Gives addresses of the time before Offstone to where they lead now. An address that is somebody's already stays so.
 * May be repeated and broken off anywhere: what is loaded is known, and its pages are on their way with it.
 */
export async function* loadRedirects(
  site: SiteId,
  all: readonly Legacy[],
  ports: LoadPorts,
): AsyncGenerator<readonly Loaded[]> {
  for (let at = 0; at < all.length; at += READ_TOGETHER) {
    const some = all.slice(at, at + READ_TOGETHER);
    const judged = await Promise.all(await judge(site, some, ports));
    const fresh = judged.flatMap((one) => ('end' in one ? [] : [one]));
    yield judged.flatMap((one) => ('end' in one ? [one] : []));
    for (let n = 0; n < fresh.length; n += TOGETHER)
      yield await commitAll(site, fresh.slice(n, n + TOGETHER), ports);
  }
}

/** Which of the redirects are new, and what speaks against the others. */
async function judge(
  site: SiteId,
  some: readonly Legacy[],
  ports: LoadPorts,
): Promise<readonly Promise<Loaded | Legacy>[]> {
  const targets = some.flatMap(({ to }) => (to.kind === 'path' ? [to.path] : []));
  const claims = await ports.table.get(
    [...some.map(({ from }) => from), ...targets].map((at) => claimKey(site, at)),
  );
  const known = await ports.table.get(some.map(({ from }) => redirectKey(site, from)));
  const ownerOf = (at: Path): string | undefined => {
    const id = claims.get(keyText(claimKey(site, at)))?.['id'];
    return typeof id === 'string' ? id : undefined;
  };
  return some.map(async (sent) => {
    const legacy = { ...sent, to: resolved(sent.to, ownerOf) };
    const { from } = legacy;
    const before = readRedirect(known.get(keyText(redirectKey(site, from))));
    if (before) return again(legacy, sent, before);
    const owner = ownerOf(from);
    if (owner !== undefined) return owned(legacy, owner);
    const page = await ports.pages.get(site, from);
    if (!page || page.status === 404) return legacy;
    return conflict(from, 'is the address of a page of this site');
  });
}

/** A path that an article has leads to the article, wherever that will move. */
function resolved(to: Target, ownerOf: (at: Path) => string | undefined): Target {
  if (to.kind !== 'path') return to;
  const owner = ownerOf(to.path);
  return owner === undefined || owner === REDIRECT_OWNER
    ? to
    : { kind: 'article', id: articleId(owner) };
}

const conflict = (from: Path, problem: string): Loaded => ({ from, end: 'conflict', problem });

function again({ from, to }: Legacy, sent: Legacy, before: Legacy): Loaded {
  const same = [to, sent.to].some((each) => targetText(each) === targetText(before.to));
  return same
    ? { from, end: 'known' }
    : conflict(from, `leads to ${targetText(before.to)} already, and that stands`);
}

/** An alias of the very article is as good as a redirect to it. */
const owned = ({ from, to }: Legacy, owner: string): Loaded =>
  to.kind === 'article' && to.id === owner
    ? { from, end: 'known' }
    : conflict(from, `is an address of article ${owner}, and stays its`);

/** A target as a list of redirects has it. */
export function targetText(to: Target): string {
  switch (to.kind) {
    case 'article':
      return to.id;
    case 'path':
      return to.path;
    case 'url':
      return to.url;
  }
}

/** Commits several in one transaction, or, where somebody came first, each for itself. */
async function commitAll(
  site: SiteId,
  some: readonly Legacy[],
  ports: LoadPorts,
): Promise<readonly Loaded[]> {
  const done = some.map(({ from }): Loaded => ({ from, end: 'loaded' }));
  if (await commit(site, some, ports)) return done;
  const [only] = some;
  if (some.length === 1 && only)
    return [conflict(only.from, 'was given away meanwhile; load the list again')];
  const singly: Loaded[] = [];
  for (const one of some) singly.push(...(await commitAll(site, [one], ports)));
  return singly;
}

async function commit(site: SiteId, some: readonly Legacy[], ports: LoadPorts): Promise<boolean> {
  const before = await leadingTo(
    site,
    some.map(({ from }) => from),
    ports,
  );
  const affected = [...new Set([...some.map(({ from }) => from), ...before])];
  // Pages read an article only after its edge is there: else it could move unseen between the two.
  await putEdges(site, affected, some, ports);
  const { committed } = await ports.table.transact([
    ...some.flatMap((legacy): readonly ConditionalWrite[] => [
      putClaim(site, legacy.from, REDIRECT_OWNER),
      { put: redirectItem(site, legacy) },
      ...(legacy.to.kind === 'path'
        ? [
            {
              put: {
                ...leadsToKey(
                  site,
                  legacy.to.path,
                  jobKey({ kind: 'redirect', path: legacy.from }),
                ),
              },
            },
          ]
        : []),
    ]),
    { put: change(site, affected, ports) },
  ]);
  return committed;
}

const change = (site: SiteId, paths: readonly Path[], ports: LoadPorts): Item =>
  changeItem(`redirects|${ports.nonce()}`, {
    kind: 'change',
    site,
    at: ports.now(),
    lane: 'bulk',
    cause: { what: 'redirects', paths },
    announce: [],
  });

/** The redirects whose chains come through one of the paths. */
async function leadingTo(
  site: SiteId,
  paths: readonly Path[],
  { table }: LoadPorts,
): Promise<readonly Path[]> {
  const found = new Set<Path>();
  let open = paths;
  while (open.length > 0) {
    const items = await Promise.all(open.map((at) => table.query({ pk: leadsToPk(site, at) })));
    open = items
      .flat()
      .flatMap(({ sk }) => {
        const job = parseJob(sk);
        return job.kind === 'redirect' ? [job.path] : [];
      })
      .filter((from) => !found.has(from));
    for (const from of open) found.add(from);
  }
  return [...found];
}

/** Notes with every article that a chain may come to that its pages show where the article is. */
async function putEdges(
  site: SiteId,
  affected: readonly Path[],
  some: readonly Legacy[],
  ports: LoadPorts,
): Promise<void> {
  const articles = await endsOf(site, some, ports);
  await ports.table.write(
    articles.flatMap((id) =>
      affected.map((from) => ({
        put: { ...edgeKey(site, id, jobKey({ kind: 'redirect', path: from })) },
      })),
    ),
  );
}

/** The articles that chains end at. */
async function endsOf(
  site: SiteId,
  some: readonly Legacy[],
  { table }: LoadPorts,
): Promise<readonly ArticleId[]> {
  const own = new Map(some.map((legacy) => [legacy.from, legacy]));
  const ends = new Set<ArticleId>();
  const passed = new Set<Path>();
  let open = some.map(({ to }) => to);
  while (open.length > 0) {
    for (const to of open) if (to.kind === 'article') ends.add(to.id);
    const paths = open.flatMap((to) =>
      to.kind === 'path' && !passed.has(to.path) ? [to.path] : [],
    );
    for (const at of paths) passed.add(at);
    const items = await table.get(paths.map((at) => redirectKey(site, at)));
    open = paths.flatMap((at) => {
      const next = own.get(at) ?? readRedirect(items.get(keyText(redirectKey(site, at))));
      return next ? [next.to] : [];
    });
  }
  return [...ends];
}

/** Every redirect of a site, by address. */
export async function listRedirects(
  site: SiteId,
  { table }: Pick<Ports, 'table'>,
): Promise<readonly Legacy[]> {
  const items = await table.query({ pk: strayPk(site), from: 'redirect|', to: 'redirect|\uffff' });
  return items.flatMap((item) => readRedirect(item) ?? []);
}

/** How many changes of loaded redirects have pages on their way. */
export async function openLoads(site: SiteId, { table }: Pick<Ports, 'table'>): Promise<number> {
  const found = await Promise.all(
    shards.map((shard) => table.query({ pk: changePk(site, shard) })),
  );
  return found.flat().filter((item) => readChange(item).cause.what === 'redirects').length;
}
