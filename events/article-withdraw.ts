import * as v from 'valibot';
import {
  articleIdField,
  hasProperty,
  noteText,
  oneOf,
  revisionField,
  siteField,
  targetField,
} from './fields.ts';

const MODES = 'must be gone, notice or redirect';

const common = {
  site: siteField,
  id: articleIdField('The article to withdraw; it may not have arrived yet.'),
  revision: revisionField('Counts with the publishes of the same article.'),
  reason: noteText('For the newsroom’s own records; never shown to readers.', 2_000),
};

const notice = noteText('What readers are told at the article’s address.', 2_000);
const redirectTo = targetField(
  'Where readers are sent: a path of the site, or an http(s) address.',
);

/** Fields of another mode may stand by: a take-down must not fail for a leftover. */
const modes = [
  v.strictObject({
    ...common,
    mode: v.pipe(v.literal('gone', MODES), v.description('The address answers 410.')),
    notice: v.optional(notice),
    redirectTo: v.optional(redirectTo),
  }),
  v.strictObject({
    ...common,
    mode: v.pipe(
      v.literal('notice', MODES),
      v.description('The address stays, with the notice in place of the text.'),
    ),
    notice,
    redirectTo: v.optional(redirectTo),
  }),
  v.strictObject({
    ...common,
    mode: v.pipe(v.literal('redirect', MODES), v.description('The address answers 301.')),
    notice: v.optional(notice),
    redirectTo,
  }),
] as const;

/** Takes an article from every page, feed and list of its site. */
export const articleWithdraw = oneOf(modes, (value, [gone, withNotice, withRedirect]) => {
  const mode = hasProperty(value, 'mode') ? value.mode : undefined;
  return mode === 'notice' ? withNotice : mode === 'redirect' ? withRedirect : gone;
});

export type ArticleWithdraw = v.InferOutput<typeof articleWithdraw>;
export type ArticleWithdrawInput = v.InferInput<typeof articleWithdraw>;
