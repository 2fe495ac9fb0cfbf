import { type ArticlePublish, articlePublish } from './article-publish.ts';
import { type ArticleWithdraw, articleWithdraw } from './article-withdraw.ts';
import { type FrontCurate, frontCurate } from './front-curate.ts';
import { nearest } from './nearest.ts';
import { type Ninjs, ninjs } from './ninjs.ts';
import type { Reason } from './reasons.ts';
import { type SiteConfigure, siteConfigure } from './site-configure.ts';
import { type Validated, validate } from './validate.ts';

/** The schemas of what an editorial system may send, by detail-type. */
export const inbound = {
  'article.publish': articlePublish,
  'article.withdraw': articleWithdraw,
  'front.curate': frontCurate,
  'site.configure': siteConfigure,
  ninjs,
} as const;

export type InboundType = keyof typeof inbound;

export type InboundEvent =
  | { readonly type: 'article.publish'; readonly detail: ArticlePublish }
  | { readonly type: 'article.withdraw'; readonly detail: ArticleWithdraw }
  | { readonly type: 'front.curate'; readonly detail: FrontCurate }
  | { readonly type: 'site.configure'; readonly detail: SiteConfigure }
  | { readonly type: 'ninjs'; readonly detail: Ninjs };

export type ParsedEvent =
  | { readonly ok: true; readonly event: InboundEvent }
  | { readonly ok: false; readonly reasons: readonly Reason[] };

/** Reads an event as the bus delivers it: its normalised detail, or everything that is wrong with it. Never throws. */
export function parseEvent(detailType: string, detail: unknown): ParsedEvent {
  switch (detailType) {
    case 'article.publish':
      return parsed(detailType, validate(articlePublish, detail));
    case 'article.withdraw':
      return parsed(detailType, validate(articleWithdraw, detail));
    case 'front.curate':
      return parsed(detailType, validate(frontCurate, detail));
    case 'site.configure':
      return parsed(detailType, validate(siteConfigure, detail));
    case 'ninjs':
      return parsed(detailType, validate(ninjs, detail));
    default:
      return { ok: false, reasons: [unknownType(detailType)] };
  }
}

function parsed<Type extends InboundType, Detail>(
  type: Type,
  result: Validated<Detail>,
):
  | { readonly ok: true; readonly event: { readonly type: Type; readonly detail: Detail } }
  | { readonly ok: false; readonly reasons: readonly Reason[] } {
  return result.ok ? { ok: true, event: { type, detail: result.output } } : result;
}

function unknownType(detailType: string): Reason {
  const known = Object.keys(inbound);
  const meant = nearest(detailType, known);
  const hint = meant === undefined ? `send one of ${known.join(', ')}` : `did you mean “${meant}”?`;
  const shown = detailType.toWellFormed().slice(0, 80);
  return { path: 'detail-type', message: `“${shown}” is no event of this stage; ${hint}` };
}
