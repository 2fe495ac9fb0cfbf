import type { Reading } from '../graph/reading.ts';
import { type Path, path } from '../ids.ts';
import { type Head, tombstoneOf } from '../publishing/head.ts';
import type { Site } from '../site/site.ts';
import { claimKey } from '../table/keys.ts';

/** Where a withdrawn article leads within its site; `undefined` when it does not, or leads away. */
export function leadsOn({ baseUrl }: Site, head: Head): Path | undefined {
  const withdrawal = tombstoneOf(head);
  if (withdrawal?.mode !== 'redirect') return undefined;
  const { redirectTo } = withdrawal;
  const at = redirectTo.startsWith(`${baseUrl}/`) ? redirectTo.slice(baseUrl.length) : redirectTo;
  return at.startsWith('/') ? path(at) : undefined;
}

/** The head as its addresses answer: a withdrawal that leads to an address of the very article leads nowhere. */
export function* answering(site: Site, head: Head): Reading<Head> {
  const next = leadsOn(site, head);
  if (!next || !head.withdrawal) return head;
  const key = claimKey(site.id, next);
  const { item } = yield { get: [key] };
  if (item(key)?.['id'] !== head.id) return head;
  const { revision, at, reason } = head.withdrawal;
  return { ...head, withdrawal: { revision, at, reason, mode: 'gone' } };
}
