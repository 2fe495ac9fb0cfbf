import type { Revision, SiteId } from '../ids.ts';

export interface Section {
  /** `world` or `world/europe`. */
  readonly path: string;
  readonly title: string;
}

/** Colours and faces a site may change without a template of its own. Every value was checked to be one CSS token. */
export interface ThemeTokens {
  readonly [token: string]: string;
}

/** A picture in the place of the site's name. Its size is that of the file; the sheet scales it. */
export interface Logo {
  readonly url: string;
  /** The same for dark screens. */
  readonly darkUrl?: string | undefined;
  readonly width: number;
  readonly height: number;
  /** What it says; the site's name when absent. */
  readonly alt?: string | undefined;
}

/** How the head of every page is set; what is absent is the house's: centred, an Oxford rule, on paper. */
export interface Masthead {
  /** Under the nameplate of the home front. */
  readonly motto?: string | undefined;
  readonly align?: 'centre' | 'start' | undefined;
  readonly rule?: 'oxford' | 'single' | 'none' | undefined;
  readonly ground?: 'paper' | 'ink' | 'accent' | undefined;
}

/** What identifies a site. Fixed by the stage, never by an event. */
export interface SiteIdentity {
  readonly id: SiteId;
  /** Absolute, no trailing slash: `https://www.example.com`. */
  readonly baseUrl: string;
  /** IANA name; decides the dates in addresses and archives. */
  readonly timeZone: string;
  /** Event sources allowed to publish here. */
  readonly sources: readonly string[];
}

/** How a site presents itself: the newest `site.configure`, over the stage's own defaults (revision 0). */
export interface SiteSettings {
  readonly revision: Revision | 0;
  readonly name: string;
  readonly tagline?: string | undefined;
  readonly language: string;
  readonly sections: readonly Section[];
  readonly publisher?:
    | {
        readonly name: string;
        readonly url?: string | undefined;
        readonly logo?: string | undefined;
      }
    | undefined;
  readonly social: readonly string[];
  readonly theme: ThemeTokens;
  readonly logo?: Logo | undefined;
  readonly masthead?: Masthead | undefined;
  readonly related: { readonly count: number };
  readonly feeds: { readonly content: 'summary' | 'full'; readonly hub?: string | undefined };
  readonly slugs: 'ascii' | 'unicode';
  readonly securityContact?: string | undefined;
  /** Origins pictures may come from (`https://img.example.com`); absent: any that an article names. */
  readonly imageOrigins?: readonly string[] | undefined;
}

export type Site = SiteIdentity & { readonly settings: SiteSettings };
