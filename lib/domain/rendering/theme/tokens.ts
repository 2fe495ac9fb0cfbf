import type { ThemeTokens } from '../../site/site.ts';

/** The house's own tokens: ink on paper and one red, faces of one x-height. */
const LIGHT = {
  paper: '#fcfcfa',
  stone: '#eff0ec',
  ink: '#15171a',
  soft: '#4b4f55',
  rule: '#cccec9',
  red: '#9c2710',
} as const;

const DARK = {
  paper: '#131518',
  stone: '#1e2125',
  ink: '#e9e7e2',
  soft: '#b0b3b6',
  rule: '#3c4045',
  red: '#ff9275',
} as const;

/** By the names the sheet has for them: a language may put others in the place of the first two. */
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
  const light = `${declared(LIGHT, theme, '')};${faces(theme)}`;
  const dark = declared(DARK, theme, '-dark');
  return `:root{${light}}@media (prefers-color-scheme:dark){:root{${dark}}}`;
}

const declared = (house: Readonly<Record<string, string>>, theme: ThemeTokens, ending: string) =>
  Object.entries(house)
    .map(([name, value]) => `--${name}:${own(theme, name + ending) ?? value}`)
    .join(';');

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

/** Quotes and brackets must close, or the value would swallow what follows. */
const closedValue = (value: string): boolean =>
  VALUE.test(value) &&
  (value.split('"').length & 1) === 1 &&
  (value.split("'").length & 1) === 1 &&
  value.split('(').length === value.split(')').length;
