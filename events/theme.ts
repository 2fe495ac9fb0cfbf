import * as v from 'valibot';
import { unreadable } from './palette.ts';

/*
 * Every value is one token that cannot end the CSS declaration it is written into, and every text stays readable.
 */
const COLOUR =
  /^(?:#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-z]{3,20}|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([0-9a-z.,%/ +-]{1,60}\))$/;
const FACES =
  /^(?:"[A-Za-z0-9 _-]{1,60}"|[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*)(?:, ?(?:"[A-Za-z0-9 _-]{1,60}"|[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*))*$/;

const colour = v.exactOptional(
  v.pipe(
    v.string(),
    v.description('One CSS colour.'),
    v.maxLength(80),
    v.regex(COLOUR, 'must be one CSS colour, like #9c2710 or oklch(50% 0.15 30)'),
  ),
);
const faces = v.exactOptional(
  v.pipe(
    v.string(),
    v.description('Font families in order of preference.'),
    v.maxLength(300),
    v.regex(
      FACES,
      'must be font names with commas between them, like "Source Serif", Georgia, serif',
    ),
  ),
);
const tokens = v.strictObject({
  paper: colour,
  stone: colour,
  ink: colour,
  soft: colour,
  rule: colour,
  red: colour,
  'paper-dark': colour,
  'stone-dark': colour,
  'ink-dark': colour,
  'soft-dark': colour,
  'rule-dark': colour,
  'red-dark': colour,
  textFace: faces,
  headFace: faces,
  uiFace: faces,
});

/** Colours and faces. Colours that readers could not read on each other are refused with the contrast they have. */
export const theme = v.pipe(
  tokens,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const input: Record<string, unknown> = dataset.value;
    const refused = new Set(dataset.issues?.map(({ path }) => path?.[0]?.key));
    for (const { token, message } of unreadable(dataset.value)) {
      if (refused.has(token)) continue;
      addIssue({
        message,
        path: [{ type: 'object', origin: 'value', input, key: token, value: input[token] }],
      });
    }
  }),
);
