import * as v from 'valibot';
import {
  countField,
  headlineText,
  languageField,
  lineText,
  revisionField,
  sectionField,
  siteField,
  urlField,
} from './fields.ts';
import { logo, masthead } from './masthead.ts';
import { theme } from './theme.ts';

const sections = v.pipe(
  v.array(
    v.strictObject({
      path: sectionField('The section’s path.'),
      title: headlineText('Its name.', 120),
    }),
  ),
  v.description('In the order of the navigation.'),
  v.maxLength(100),
  v.check(
    (list) => new Set(list.map(({ path }) => path)).size === list.length,
    'must name each section’s path once',
  ),
);

const CONTACT =
  /^(?:mailto:[^\s<>"\p{Cc}@]+@[^\s<>"\p{Cc}@]+|tel:[+0-9-]+|https:\/\/[^\s<>"\p{Cc}]+)$/u;

const settings = v.strictObject({
  site: siteField,
  revision: revisionField('Grows with every edit of the settings.'),
  name: v.exactOptional(headlineText('The site’s name.', 120)),
  tagline: v.exactOptional(lineText('A line below the name.', 200)),
  language: v.exactOptional(
    languageField('BCP 47; of articles that name none, and of the pages’ own words.'),
  ),
  sections: v.exactOptional(sections),
  publisher: v.exactOptional(
    v.strictObject({
      name: headlineText('Who is answerable for the site.', 200),
      url: v.exactOptional(urlField('The publisher’s own page.')),
      logo: v.exactOptional(urlField('The publisher’s logo.')),
    }),
  ),
  social: v.exactOptional(
    v.pipe(
      v.array(urlField('The site’s page elsewhere.')),
      v.description('The site’s pages in other places.'),
      v.maxLength(20),
    ),
  ),
  theme: v.exactOptional(theme),
  logo: v.exactOptional(logo),
  masthead: v.exactOptional(masthead),
  related: v.exactOptional(
    v.strictObject({ count: countField('How many related posts an article’s page shows.', 0, 12) }),
  ),
  feeds: v.exactOptional(
    v.strictObject({
      content: v.pipe(
        v.picklist(['summary', 'full'], 'must be summary or full'),
        v.description('What feed entries carry.'),
      ),
      hub: v.exactOptional(urlField('A WebSub hub to name in the feeds.')),
    }),
  ),
  imageOrigins: v.exactOptional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.maxLength(200),
          v.regex(
            /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/,
            'must be an origin, like https://images.example.com',
          ),
        ),
      ),
      v.description('Where pictures may come from; left out: from wherever articles name.'),
      v.maxLength(20),
    ),
  ),
  slugs: v.exactOptional(
    v.pipe(
      v.picklist(['ascii', 'unicode'], 'must be ascii or unicode'),
      v.description('Whether addresses are transliterated or keep their script.'),
    ),
  ),
  securityContact: v.exactOptional(
    v.pipe(
      v.string(),
      v.description('For security.txt.'),
      v.maxLength(300),
      v.regex(CONTACT, 'must be a mailto:, tel: or https: address'),
    ),
  ),
});

/** How a site presents itself. What is left out stays as the stage has it. */
export const siteConfigure = v.pipe(
  settings,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { logo: own, imageOrigins } = dataset.value;
    if (!own || !imageOrigins) return;
    for (const key of ['url', 'darkUrl'] as const) {
      const origin = /^https?:\/\/[^/]+/.exec(own[key] ?? '')?.[0];
      if (origin === undefined || imageOrigins.includes(origin)) continue;
      addIssue({
        message: `is of an origin that imageOrigins does not name; add ${origin} there, or serve the logo from the site`,
        path: [
          { type: 'object', origin: 'value', input: dataset.value, key: 'logo', value: own },
          { type: 'object', origin: 'value', input: own, key, value: own[key] },
        ],
      });
    }
  }),
);

export type SiteConfigure = v.InferOutput<typeof siteConfigure>;
export type SiteConfigureInput = v.InferInput<typeof siteConfigure>;
