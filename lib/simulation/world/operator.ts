import { loadRedirects } from '#domain/flows/load-redirects.ts';
import type { Ports } from '#domain/ports.ts';
import { legacyOf } from '#domain/redirects/legacy.ts';
import type { Site } from '#domain/site/site.ts';
import { changeItem } from '#domain/table/records.ts';
import type { Deed } from '../story/deeds.ts';

/** Does what the command line does. */
export async function operate(
  deed: Deed,
  site: Site,
  ports: Pick<Ports, 'table' | 'pages' | 'now' | 'nonce'>,
): Promise<void> {
  if (deed.kind === 'load') {
    const rows = deed.rows.flatMap(([from, to]) => {
      const legacy = legacyOf(from, to, site);
      return 'problem' in legacy ? [] : [legacy];
    });
    for await (const _ of loadRedirects(site.id, rows, ports));
    return;
  }
  const rebuild = changeItem(`rebuild|${ports.nonce()}`, {
    kind: 'change',
    site: site.id,
    at: ports.now(),
    lane: 'bulk',
    cause: { what: 'everything' },
    announce: [],
  });
  await ports.table.write([{ put: rebuild }]);
}
