import * as v from 'valibot';
import { countField, lineText, pictureField } from './fields.ts';

const pixels = countField('Pixels, as the picture is; the page scales it.', 1, 20_000);

/** A picture in the place of the site's name. */
export const logo = v.strictObject({
  url: pictureField('A path of the site, or an http(s) address.'),
  darkUrl: v.exactOptional(pictureField('The same logo for dark screens.')),
  width: pixels,
  height: pixels,
  alt: v.exactOptional(lineText('What it says; left out: the site’s name.', 200)),
});

/** How the head of every page is set. */
export const masthead = v.strictObject({
  motto: v.exactOptional(lineText('A line under the nameplate of the home front.', 200)),
  align: v.exactOptional(
    v.pipe(
      v.picklist(['centre', 'start'], 'must be centre or start'),
      v.description('Where the nameplate of the home front stands; left out: centre.'),
    ),
  ),
  rule: v.exactOptional(
    v.pipe(
      v.picklist(['oxford', 'single', 'none'], 'must be oxford, single or none'),
      v.description('The rule under the nameplate: a thick and a thin one, one thin one, or none.'),
    ),
  ),
  ground: v.exactOptional(
    v.pipe(
      v.picklist(['paper', 'ink', 'accent'], 'must be paper, ink or accent'),
      v.description('What the masthead is printed on: paper, or a band in ink or in the accent.'),
    ),
  ),
});
