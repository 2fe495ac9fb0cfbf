import type { Domain } from '../constructs/site-edge.ts';

/** How a site presents itself until its newsroom configures it. What is left out is empty. */
export interface SiteDefaults {
  readonly name: string;
  readonly tagline?: string;
  readonly language: string;
  readonly sections?: readonly { readonly path: string; readonly title: string }[];
  readonly securityContact?: string;
}

/** A site of a stage: what no event may change. */
export interface StageSite {
  /** `[a-z0-9-]{1,32}`. */
  readonly id: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Event sources that may publish here. */
  readonly sources: readonly string[];
  readonly defaults: SiteDefaults;
  /** Where the edge is not CloudFront itself: how long it takes to forget. */
  readonly forgetting?: { readonly inFlightSeconds: number; readonly spreadingSeconds: number };
  /** Without one, readers use the distribution's own name. */
  readonly domain?: Domain;
}

/** A model of what articles mean, beside the words that they share (docs/decisions/0203). */
export interface MeaningSettings {
  /** The least cosine of articles that are near, above 0 and below 1: every model has its own scale. */
  readonly near: number;
}

/** Everything in which stages differ. Stacks never ask which stage they are. */
export interface Stage {
  readonly name: string;
  readonly scheme: 'https' | 'http';
  /** Whether data refuses to be deleted. */
  readonly protected: boolean;
  readonly sites: readonly StageSite[];
  /** Off where it is left out: then nothing of it is deployed. */
  readonly meaning?: MeaningSettings;
}
