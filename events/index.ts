/* The contract, whole: what goes onto the bus, what comes back, and how to tell whether it is lawful. */
export { decodedPath, httpUrl, isReserved, pathProblem, utf8Bytes } from './addresses.ts';
export type { ArticlePublish, ArticlePublishInput } from './article-publish.ts';
export type { ArticleWithdraw, ArticleWithdrawInput } from './article-withdraw.ts';
export {
  configureSite,
  curateFront,
  DEFAULT_BUS,
  DEFAULT_SOURCE,
  type Entry,
  InvalidEventError,
  publishArticle,
  type Sending,
  withdrawArticle,
} from './builders.ts';
export { type Envelope, envelope, parseEnvelope } from './envelope.ts';
export type { FrontCurate, FrontCurateInput } from './front-curate.ts';
export { sha256Base32, sha256Hex } from './hash.ts';
export { nearest } from './nearest.ts';
export type { Ninjs } from './ninjs.ts';
export { idOfUri, type MappedNinjs, ninjsToEvent } from './ninjs-mapping.ts';
export {
  identityAsSent,
  OUTCOME_SOURCE,
  type Outcome,
  type OutcomeType,
  outcomes,
} from './outcomes.ts';
export { type ColourToken, PALETTE } from './palette.ts';
export {
  type InboundEvent,
  type InboundType,
  inbound,
  type ParsedEvent,
  parseEvent,
} from './parse.ts';
export type { Reason } from './reasons.ts';
export type { SiteConfigure, SiteConfigureInput } from './site-configure.ts';
export { cleanLine, cleanMarkup, cleanText, hasVisible } from './text.ts';
export { epochMs } from './times.ts';
