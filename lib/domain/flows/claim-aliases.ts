import type { Path } from '../ids.ts';
import { keyText, type Ports } from '../ports.ts';
import { aliasClaims } from '../publishing/accept-publish.ts';
import type { Reason } from '../publishing/receipt.ts';
import { REDIRECT_OWNER } from '../redirects/records.ts';
import { claimKey } from '../table/keys.ts';
import type { StoredArticle } from '../table/records.ts';

/** Losing an alias to somebody else happens once an alias; more often means that something is wrong. */
const ATTEMPTS_MAX = 60;

/**
 * Gives an article those of its aliases that nobody has, and says of each other one why it stays whose it is. Committed
 * apart from the article: aliases are history and never decide anything.
 */
export async function claimAliases(
  article: StoredArticle,
  known: ReadonlyMap<Path, string>,
  ports: Pick<Ports, 'table'>,
): Promise<readonly Reason[]> {
  if (article.aliasPaths.length === 0) return [];
  let owners = known;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const claims = aliasClaims(article, owners);
    if (claims.length === 0 || (await ports.table.transact(claims)).committed)
      return notesOn(article, owners);
    owners = await ownersOf(article, ports);
  }
  throw new Error(
    `The aliases of ${article.site}/${article.id} were taken ${ATTEMPTS_MAX} times in a row.`,
  );
}

async function ownersOf(
  { site, aliasPaths }: StoredArticle,
  { table }: Pick<Ports, 'table'>,
): Promise<ReadonlyMap<Path, string>> {
  const claims = await table.get(aliasPaths.map((at) => claimKey(site, at)));
  return new Map(
    aliasPaths.flatMap((at) => {
      const owner = claims.get(keyText(claimKey(site, at)))?.['id'];
      return typeof owner === 'string' ? [[at, owner] as const] : [];
    }),
  );
}

const notesOn = (
  { id, aliasPaths }: StoredArticle,
  owners: ReadonlyMap<Path, string>,
): readonly Reason[] =>
  aliasPaths.flatMap((alias, n) => {
    const owner = owners.get(alias) ?? id;
    if (owner === id) return [];
    const whose = owner === REDIRECT_OWNER ? 'a loaded redirect' : `article ${owner}`;
    return [
      { path: `aliasPaths[${n}]`, message: `${alias} is an address of ${whose}, and stays its` },
    ];
  });
