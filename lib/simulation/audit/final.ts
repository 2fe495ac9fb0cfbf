import { path } from '#domain/ids.ts';
import type { Item } from '#domain/ports.ts';
import { instant } from '#domain/time.ts';
import type { World } from '../world/world.ts';
import { diverged } from './convergence.ts';
import { disordered } from './order.ts';
import { auditRelated } from './related.ts';

/** What is wrong when all is said and done; empty: every law held. */
export async function audit(world: World): Promise<readonly { law: string; message: string }[]> {
  const items = [...world.table.memory.items()];
  const findings = [
    ...of('settled', unsettled(world, items)),
    ...of('1 answers', unanswered(world)),
    ...of('2 order', disordered(world, items)),
    ...of('5 convergence', await diverged(world, items)),
    ...of('6 addresses', await lost(world, items)),
  ];
  return findings.length > 0 ? findings : of('7 related', await auditRelated(world, items));
}

const of = (law: string, messages: readonly string[]) =>
  messages.map((message) => ({ law, message }));

/**
 * What is left lying. Not the ledger: a renderer that stalled may note an older nonce last, which says nothing of the
 * pages (they are compared one by one) and is put right when the page is next wanted.
 */
function unsettled({ queues, timeline, stream }: World, items: readonly Item[]): readonly string[] {
  const changes = items.filter(({ kind }) => kind === 'change');
  const now = instant(timeline.now);
  return [
    ...changes.map(({ sk, cause }) => `the change ${sk} is still open: ${JSON.stringify(cause)}`),
    ...items
      .filter(({ pk, at }) => pk.includes('#DUE#') && String(at) < now)
      .map(({ sk }) => `${sk} was due and is not done`),
    ...[...queues.values()]
      .filter(({ name, size, dead }) => dead.length > 0 || (size > 0 && name !== 'releases'))
      .map(
        ({ name, size, dead }) => `${name} holds ${size} messages and ${dead.length} dead letters`,
      ),
    ...(stream.size > 0 ? [`the stream holds ${stream.size} records`] : []),
  ];
}

function unanswered({ story, watch }: World): readonly string[] {
  const events = new Map(story.sends.map((send) => [send.eventId, send]));
  return [...events.values()].flatMap(({ eventId, meaning }) => {
    const finals = (watch.told.get(eventId) ?? []).filter(
      ({ type }) => type !== 'article.scheduled',
    );
    const type = finals.at(-1)?.type;
    if (!type) return [`${eventId} was never answered`];
    if (meaning.kind === 'unlawful' && type !== 'article.rejected')
      return [`${eventId} was answered ${type} in spite of ${meaning.why}`];
    return [];
  });
}

/** Law 6: what was ever an article's address still answers, and every redirect leads straight to its end. */
async function lost(
  { watch, edge, story }: World,
  items: readonly Item[],
): Promise<readonly string[]> {
  const found: string[] = [];
  const loaded = items.map(({ sk }) => sk).filter((sk) => sk.startsWith('redirect|'));
  for (const at of [...watch.everLive.keys(), ...loaded.map((sk) => sk.slice(sk.indexOf('/')))]) {
    const first = await edge.origin(story.site.id, path(at));
    if (first.status === 404 && watch.everLive.has(at))
      found.push(`${at} was live once and answers 404`);
    if (first.status !== 301) continue;
    const { location = '' } = first;
    if (!location.startsWith(story.site.baseUrl)) continue;
    const next = path(decodeURI(location.slice(story.site.baseUrl.length)));
    const { status } = await edge.origin(story.site.id, next);
    if (status === 301) found.push(`${at} leads to ${next}, which leads on`);
  }
  return found;
}
