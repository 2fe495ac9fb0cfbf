import { instant } from '#domain/time.ts';
import type { Short } from './shrink.ts';
import { deedText } from './story/deeds.ts';
import type { Send } from './story/story.ts';

/** A failing story for people: what was sent, what went wrong, and which law it broke. */
export function retell({ story, told }: Short): readonly string[] {
  const events = story.sends.map((send) => ({
    at: send.at,
    text: `${send.eventId}  ${sent(send)}`,
  }));
  const deeds = story.deeds.map((deed) => ({ at: deed.at, text: `    ${deedText(deed)}` }));
  const faults = told.faults.map(({ at, kind, where }) => ({ at, text: `    ${kind}: ${where}` }));
  const outages = story.outages.map(({ service, from, to }) => ({
    at: from,
    text: `    ${service} is out until ${clock(to)}`,
  }));
  const broken = told.violations[0];
  const lines = [...events, ...deeds, ...faults, ...outages]
    .filter(({ at }) => broken === undefined || at <= broken.at)
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => `${clock(at)}  ${text}`);
  return broken ? [...lines, `${clock(broken.at)}  ✗ law ${broken.law}: ${broken.message}`] : lines;
}

const clock = (at: number): string => instant(at).slice(11, 23);

function sent({ meaning, source, detailType, detail }: Send): string {
  switch (meaning.kind) {
    case 'publish': {
      const { id, revision, publishAt, reinstates, silent, lists } = meaning;
      const due = publishAt === undefined ? 'when sent' : instant(publishAt).slice(0, 19);
      return [
        `publish ${id} r${revision}, due ${due}`,
        ...(reinstates > 0 ? [`reinstates ${reinstates}`] : []),
        ...(silent ? ['silent'] : []),
        `in ${lists.map((list) => list || 'home').join(' ')}`,
        ...slugOf(detail),
      ].join(', ');
    }
    case 'withdraw':
      return `withdraw ${meaning.id} r${meaning.revision}`;
    case 'curate':
      return `curate “${meaning.front}” r${meaning.revision}: ${meaning.pins.map(({ id }) => id).join(' ')}`;
    case 'configure':
      return `configure r${meaning.revision} as ${meaning.name}`;
    case 'unlawful':
      return `${detailType} from ${source}, to be rejected for ${meaning.why}`;
  }
}

const slugOf = (detail: unknown): readonly string[] =>
  typeof detail === 'object' && detail !== null && 'slug' in detail
    ? [`slug ${String(detail.slug)}`]
    : [];
