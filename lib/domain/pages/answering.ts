import type { Reading } from '../graph/reading.ts';
import type { Head } from '../publishing/head.ts';
import { leadsOn } from '../redirects/target.ts';
import type { Site } from '../site/site.ts';
import { chainFrom, endOf } from './chain.ts';

/** A head as its addresses answer, and the cache tags of the articles that this depends on. */
export interface Answering {
  readonly head: Head;
  readonly tags: readonly string[];
}

/** A withdrawal that leads on leads straight to the end of the chain, or is one that leaves nothing. */
export function* answering(site: Site, head: Head): Reading<Answering> {
  const to = leadsOn(site, head);
  if (!to || !head.withdrawal) return { head, tags: [] };
  const chain = chainFrom(site, head);
  const end = yield* endOf(chain, to);
  if (!('at' in end)) return { head: goneHead(head), tags: chain.tags };
  const withdrawal = { ...head.withdrawal, mode: 'redirect', redirectTo: end.at } as const;
  return { head: { ...head, withdrawal }, tags: chain.tags };
}

/** A withdrawn head whose addresses answer that there is nothing any more, wherever its withdrawal led. */
export function goneHead(head: Head): Head {
  if (!head.withdrawal) return head;
  const { revision, at, reason } = head.withdrawal;
  return { ...head, withdrawal: { revision, at, reason, mode: 'gone' } };
}
