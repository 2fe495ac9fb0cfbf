import type { ArticlePublishInput } from './article-publish.ts';
import type { ArticleWithdrawInput } from './article-withdraw.ts';
import type { FrontCurateInput } from './front-curate.ts';
import { type InboundType, parseEvent } from './parse.ts';
import type { Reason } from './reasons.ts';
import type { SiteConfigureInput } from './site-configure.ts';

/** Where an event goes and who sends it. */
export interface Sending<Time = unknown> {
  /** The editorial system's name; the site must allow it. */
  readonly source?: string;
  readonly bus?: string;
  /** When it happened, as the SDK's `Time`; EventBridge takes its own clock without. */
  readonly time?: Time;
}

/** An entry of EventBridge's PutEvents, ready to send. */
export interface Entry<Time = unknown> {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: InboundType;
  readonly Detail: string;
  readonly Time?: Time;
}

export const DEFAULT_BUS = 'offstone';
export const DEFAULT_SOURCE = 'newsroom.cms';

/** An event that the stage would reject, found before it was sent. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  readonly reasons: readonly Reason[];

  constructor(detailType: string, reasons: readonly Reason[]) {
    const list = reasons.map(({ path, message }) => `${path} ${message}`).join('; ');
    super(`This ${detailType} would be rejected: ${list}`);
    this.reasons = reasons;
  }
}

/** @throws InvalidEventError naming everything that is wrong. */
export const publishArticle = <Time>(
  detail: ArticlePublishInput,
  to: Sending<Time> = {},
): Entry<Time> => entry('article.publish', detail, to);

/** @throws InvalidEventError naming everything that is wrong. */
export const withdrawArticle = <Time>(
  detail: ArticleWithdrawInput,
  to: Sending<Time> = {},
): Entry<Time> => entry('article.withdraw', detail, to);

/** @throws InvalidEventError naming everything that is wrong. */
export const curateFront = <Time>(detail: FrontCurateInput, to: Sending<Time> = {}): Entry<Time> =>
  entry('front.curate', detail, to);

/** @throws InvalidEventError naming everything that is wrong. */
export const configureSite = <Time>(
  detail: SiteConfigureInput,
  to: Sending<Time> = {},
): Entry<Time> => entry('site.configure', detail, to);

function entry<Time>(type: InboundType, detail: unknown, to: Sending<Time>): Entry<Time> {
  const result = parseEvent(type, detail);
  if (!result.ok) throw new InvalidEventError(type, result.reasons);
  return {
    EventBusName: to.bus ?? DEFAULT_BUS,
    Source: to.source ?? DEFAULT_SOURCE,
    DetailType: type,
    Detail: JSON.stringify(detail),
    ...(to.time !== undefined && { Time: to.time }),
  };
}
