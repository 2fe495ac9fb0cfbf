import {
  type Envelope,
  type InboundEvent,
  identityAsSent,
  ninjsToEvent,
  parseEvent,
} from '#events';
import type { ReleaseMessage } from '../graph/messages.ts';
import { type Instant, type SiteId, siteId } from '../ids.ts';
import type { Ports } from '../ports.ts';
import type { Decided } from '../publishing/accept.ts';
import { releaseDue } from '../publishing/due.ts';
import type { OutcomeType, Reason, Receipt } from '../publishing/receipt.ts';
import type { Site } from '../site/site.ts';
import { putReceipt } from '../table/records.ts';
import { decideOn } from './decide-event.ts';
import { readReceipts } from './receipts.ts';
import { rejection } from './reject.ts';
import { configuredSite } from './sites.ts';

/** An event as it came off the intake queue. */
export interface Arrived {
  readonly messageId: string;
  readonly envelope: Envelope;
  /** The envelope's time. */
  readonly sentAt: Instant;
}

/** What became of it. `certain`: its outcome is true already and only has to be told. */
export interface Accepted {
  readonly certain: boolean;
  readonly release?: ReleaseMessage | undefined;
}

/** Losing against other decisions on the same article this often in a row means that something is wrong. */
const ATTEMPTS_MAX = 10;

/** Decides on an event and commits the decision together with its receipt, so that it is decided once. */
export async function acceptArrived(arrived: Arrived, ports: Ports): Promise<Accepted> {
  const { envelope } = arrived;
  const checked = checkedEvent(envelope, ports);
  if ('reasons' in checked) return await reject(arrived, checked.reasons, ports);
  const site = await configuredSite(ports, checked.site.id);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = ports.now();
    const deciding = { eventId: envelope.id, now, site, name: envelope.id };
    const decided = await decideOn(checked.event, arrived, deciding, ports);
    if ('rejected' in decided) return await reject(arrived, decided.rejected, ports);
    const receipt = receiptOf(newReceipt(arrived, now, checked.event), decided, site);
    const commit = await ports.table.transact([...decided.writes, putReceipt(receipt)]);
    if (commit.committed) return acceptedOf(decided, receipt, site.id);
    if (await isKnown(envelope.id, ports)) return { certain: true };
  }
  throw new Error(`Event ${envelope.id} lost against others ${ATTEMPTS_MAX} times.`);
}

function acceptedOf({ release }: Decided, receipt: Receipt, site: SiteId): Accepted {
  const due = release && releaseDue(release.id, release.revision, release.at);
  return { certain: receipt.outcome !== undefined, release: due && { site, due } };
}

const isKnown = async (eventId: string, ports: Ports): Promise<boolean> =>
  (await readReceipts([eventId], ports)).has(eventId);

type Checked =
  | { readonly event: InboundEvent; readonly site: Site }
  | { readonly reasons: readonly Reason[] };

/** Whether an event is lawful by itself: its shape, its site, its sender. All that is wrong, at once. */
function checkedEvent(envelope: Envelope, { sites }: Ports): Checked {
  const parsed = parsedEvent(envelope, sites);
  const detail = parsed.ok ? parsed.event.detail : identityAsSent(envelope.detail);
  const site = typeof detail.site === 'string' ? sites.get(siteId(detail.site)) : undefined;
  const reasons = [...(parsed.ok ? [] : parsed.reasons)];
  if (!site && typeof detail.site === 'string' && !reasons.some(({ path }) => path === 'site'))
    reasons.push({
      path: 'site',
      message: `this stage has no site “${detail.site.slice(0, 64)}”; it has ${[...sites.keys()].join(', ')}`,
    });
  if (site && !site.sources.includes(envelope.source))
    reasons.push({
      path: 'source',
      message: `“${envelope.source}” may not publish on ${site.id}; send from ${site.sources.join(' or ')}`,
    });
  return parsed.ok && site && reasons.length === 0 ? { event: parsed.event, site } : { reasons };
}

function parsedEvent(envelope: Envelope, sites: Ports['sites']): ReturnType<typeof parseEvent> {
  const parsed = parseEvent(envelope['detail-type'], envelope.detail);
  if (!parsed.ok || parsed.event.type !== 'ninjs') return parsed;
  const mapped = ninjsToEvent(
    parsed.event.detail,
    envelope.time,
    onlySiteOf(envelope.source, sites),
  );
  return 'reasons' in mapped ? { ok: false, reasons: mapped.reasons } : { ok: true, event: mapped };
}

/** A wire item names no site: it goes to the one that its sender may publish on, when that is one. */
function onlySiteOf(source: string, sites: Ports['sites']): string | undefined {
  const open = [...sites.values()].filter(({ sources }) => sources.includes(source));
  return open.length === 1 ? open[0]?.id : undefined;
}

async function reject(
  arrived: Arrived,
  reasons: readonly Reason[],
  ports: Ports,
): Promise<Accepted> {
  const { envelope } = arrived;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = ports.now();
    const writes = rejection(envelope, reasons, newReceipt(arrived, now), now);
    if ((await ports.table.transact(writes)).committed) return { certain: true };
    if (await isKnown(envelope.id, ports)) return { certain: true };
  }
  throw new Error(`Event ${envelope.id} could not be rejected in ${ATTEMPTS_MAX} attempts.`);
}

function newReceipt({ envelope, sentAt }: Arrived, now: Instant, event?: InboundEvent): Receipt {
  return {
    eventId: envelope.id,
    version: 0,
    at: now,
    detailType: envelope['detail-type'],
    source: envelope.source,
    ...identityAsSent(event?.detail ?? envelope.detail),
    stations: { received: sentAt, stored: now },
    announced: false,
  };
}

/** The receipt, with the outcome where it is certain already: nothing further has to happen for it to be true. */
function receiptOf(before: Receipt, decided: Decided, site: Site): Receipt {
  const { verdict, path, announced } = decided;
  const notes = decided.notes?.length ? decided.notes : undefined;
  const receipt = notes ? { ...before, notes } : before;
  if (announced) return receipt;
  const { site: sentSite, id, revision, eventId, at, stations } = receipt;
  const type: OutcomeType = verdict === 'applied' ? verdict : `article.${verdict}`;
  const url = path && verdict === 'scheduled' ? site.baseUrl + encodeURI(path) : undefined;
  return {
    ...receipt,
    outcome: { type, site: sentSite, id, revision, eventId, at, url, notes, stations },
  };
}
