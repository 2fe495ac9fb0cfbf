import { contrastOf, luminanceOf } from './luminance.ts';

/** The house's own colours: ink on paper and one red, by the names that themes have for them. */
export const PALETTE = {
  paper: '#fcfcfa',
  stone: '#eff0ec',
  ink: '#15171a',
  soft: '#4b4f55',
  rule: '#cccec9',
  red: '#9c2710',
  'paper-dark': '#131518',
  'stone-dark': '#1e2125',
  'ink-dark': '#e9e7e2',
  'soft-dark': '#b0b3b6',
  'rule-dark': '#3c4045',
  'red-dark': '#ff9275',
} as const;

export type ColourToken = keyof typeof PALETTE;

/** WCAG 2.2, 1.4.3 (AA): text of the ordinary size. */
const CONTRAST_MIN = 4.5;

/** What text is set in, and on what. Rules are decoration. */
const PAIRS: readonly (readonly [ColourToken, ColourToken])[] = (['', '-dark'] as const).flatMap(
  (scheme) =>
    (['ink', 'soft', 'red'] as const).flatMap((text) =>
      (['paper', 'stone'] as const).map(
        (ground) => [`${text}${scheme}`, `${ground}${scheme}`] as const,
      ),
    ),
);

/** Why readers could not read a theme, by token. What it leaves out is as the house has it. */
export function* unreadable(
  theme: Readonly<Partial<Record<ColourToken, string | undefined>>>,
): Generator<{ readonly token: ColourToken; readonly message: string }> {
  const unknown = new Set<ColourToken>();
  for (const token of Object.keys(PALETTE) as ColourToken[]) {
    const colour = theme[token];
    if (colour === undefined || luminanceOf(colour) !== undefined) continue;
    unknown.add(token);
    yield {
      token,
      message: 'must be one opaque CSS colour whose contrast can be reckoned, like #9c2710',
    };
  }
  for (const [text, ground] of PAIRS) {
    const given = theme[text] === undefined ? ground : text;
    if (theme[given] === undefined || unknown.has(text) || unknown.has(ground)) continue;
    const message = contrastProblem(theme, text, ground, given);
    if (message) yield { token: given, message };
  }
}

function contrastProblem(
  theme: Readonly<Partial<Record<ColourToken, string | undefined>>>,
  text: ColourToken,
  ground: ColourToken,
  given: ColourToken,
): string | undefined {
  const other = given === text ? ground : text;
  const own = luminanceOf(theme[given] ?? PALETTE[given]) ?? 0;
  const against = theme[other] ?? PALETTE[other];
  const luminance = luminanceOf(against) ?? 0;
  const contrast = contrastOf(own, luminance);
  if (contrast >= CONTRAST_MIN) return undefined;
  // Against a colour of this luminance black and white are told apart equally well.
  const way = luminance > 0.18 ? 'darker' : 'lighter';
  return `has a contrast of only ${(Math.floor(contrast * 100) / 100).toFixed(2)}:1 with ${other} (${against}); text needs 4.5:1 (WCAG 2.2 AA, 1.4.3): make it ${way}`;
}
