import { PALETTE } from '#events';
import type { ThemeTokens } from '../../site/site.ts';

/** The sheet's name for each face, the setting's name, and the house's own. */
const FACES = [
  ['serif', 'textFace', 'Charter,"Sitka Text","Charis SIL","Noto Serif",Georgia,serif'],
  ['display', 'headFace', '"Sitka Heading",var(--serif)'],
  ['ui', 'uiFace', '-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif'],
] as const;

/**
 * What one token's value may be made of: a colour or a list of faces. Nothing that ends a declaration, opens a
 * comment, escapes a character or loads an address. Settings were checked at the gate; this is the last door.
 */
const VALUE = /^(?!.*\burl\b)[\w#%.,\s()"'-]{1,200}$/i;

/**
 * The `:root` rules of a site's theme. Tokens are named as `site.configure` has them: `paper`, `paper-dark` for the
 * dark scheme, `textFace`.
 * Names and values that are none are left out, so a page never breaks by its settings.
 */
export function tokenRules(theme: ThemeTokens): string {
  const colours = Object.entries(PALETTE).map(
    ([token, house]) => [token, own(theme, token) ?? house] as const,
  );
  const light = colours.filter(([token]) => !token.endsWith(DARK)).map(declared);
  const dark = colours.filter(([token]) => token.endsWith(DARK)).map(declared);
  return `:root{${light.join(';')};${faces(theme)}}@media (prefers-color-scheme:dark){:root{${dark.join(';')}}}`;
}

const DARK = '-dark';
const declared = ([token, value]: readonly [string, string]): string =>
  `--${token.replace(DARK, '')}:${value}`;

/** A site's own text face also goes before those of languages with a script of their own, which have what it lacks. */
function faces(theme: ThemeTokens): string {
  const rules = FACES.map(([name, token, house]) => `--${name}:${own(theme, token) ?? house}`);
  const text = own(theme, 'textFace');
  return [...rules, ...(text ? [`--mine:${text},`] : [])].join(';');
}

const own = (theme: ThemeTokens, token: string): string | undefined => {
  const set = theme[token];
  return set !== undefined && closedValue(set) ? set : undefined;
};

/** The accent, where a page needs it outside its sheet. */
export const accent = (theme: ThemeTokens): string => own(theme, 'red') ?? PALETTE.red;

/** Quotes and brackets must close, or the value would swallow what follows. */
const closedValue = (value: string): boolean =>
  VALUE.test(value) &&
  (value.split('"').length & 1) === 1 &&
  (value.split("'").length & 1) === 1 &&
  value.split('(').length === value.split(')').length;
