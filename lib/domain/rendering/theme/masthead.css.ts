import type { SiteSettings } from '../../site/site.ts';

const LOGO = `
.name img{width:auto;max-width:100%;max-height:2.75rem;object-fit:contain;background:none}
.home .name img{max-height:clamp(3.5rem,2rem + 6vw,7rem);margin-inline:auto}
.name{padding-block:var(--q)}
`;

const MOTTO = `
.motto{font:italic 1rem/1.5rem var(--serif);padding-bottom:var(--q);color:var(--soft)}
@container (width >= 60rem){.motto{grid-column:1/-1}}
`;

/**
 * A band that runs to both edges of the window: its shadow is cut off above and below. Its colour is read outside it,
 * since within it every ink is the paper’s. Neither a printed page nor a reader’s own colours have a band.
 */
const band = (token: string): string => `
:root{--band:var(${token})}
@media screen and (forced-colors:none){
  .mast{--ink:var(--paper);--soft:var(--paper);--red:var(--paper);--bar:4px solid;background:var(--band);color:var(--paper);box-shadow:0 0 0 100vmax var(--band);clip-path:inset(0 -100vmax)}
  .mast+main>:first-child{margin-top:var(--q)}
}
`;

const GROUNDS = { paper: '', ink: band('--ink'), accent: band('--red') };

const RULES = {
  oxford: '',
  single: '.mast .ox{border-top:1px solid}.mast .ox::before{content:none}',
  none: '.mast .ox{border:0}.mast .ox::before{content:none}',
};

const START = `
.home .mast,.home .mast ul{text-align:start;justify-content:start}
.home .name img{margin-inline:0}
@container (width >= 60rem){
  .home .mast{grid:auto/1fr auto}
  .home .name,.home .motto{grid-column:1}
  .home .folio{display:block;grid-area:1/2}
  .home .folio *{text-align:end}
}
`;

/** The rules of a site's own masthead, after the house's; nothing where it has none. */
export function mastheadRules({ logo, masthead }: Pick<SiteSettings, 'logo' | 'masthead'>): string {
  const { motto, align, rule, ground: on } = masthead ?? {};
  return [
    logo ? LOGO : '',
    motto ? MOTTO : '',
    RULES[rule ?? 'oxford'],
    align === 'start' ? START : '',
    GROUNDS[on ?? 'paper'],
  ].join('');
}
