import { CACHE } from './caching.ts';
import { type Dress, dressOf, phrase } from './dress.ts';
import { elsewhere } from './elsewhere.ts';
import { robots } from './metadata.ts';
import { renderRedirect } from './redirect.ts';
import { shell } from './shell.ts';
import { headlineBlock, timeElement } from './story.ts';
import { articleTag, articleTags } from './tags.ts';
import { html, type Markup } from './template.ts';
import type { Page, TombstoneView } from './view.ts';

/**
 * What a withdrawn article's address answers: gone (410), the newsroom's statement (200), or the way to another page
 * (301). Neither its headline nor its text nor its address is in the bytes: search engines and archives keep those.
 */
export function renderTombstone(view: TombstoneView): Page {
  const { site, withdrawal, offer } = view;
  const tags = [articleTag(site.id, view.id), ...articleTags(site.id, offer)];
  if (withdrawal.mode === 'redirect') {
    return renderRedirect(site, view.path, withdrawal.redirectTo, tags);
  }
  const dress = dressOf(site, view.language);
  return {
    path: view.path,
    status: withdrawal.mode === 'gone' ? 410 : 200,
    contentType: 'text/html; charset=utf-8',
    cacheControl: CACHE.tombstone,
    tags,
    body: shell({
      dress,
      sheet: 'plain',
      title: dress.words.goneTitle,
      meta: robots(false),
      main: html`${withdrawalNotice(dress, view)}${headlineBlock(dress, dress.words.mostRecent, 'rel', offer)}${elsewhere(dress)}`,
    }),
  };
}

function withdrawalNotice(dress: Dress, { withdrawal }: TombstoneView): Markup {
  const { words } = dress;
  const when = phrase(words.goneText, timeElement(dress, 'day', withdrawal.at));
  const statement =
    withdrawal.mode === 'notice' &&
    withdrawal.notice.split(/\n\s*\n/).map((paragraph) => html`<p class="sf">${paragraph}</p>\n`);
  return html`<section class="head">
<p class="kick">${words.withdrawn}</p>
<h1 class="big">${words.goneTitle}</h1>
${statement || html`<p class="sf">${when}</p>\n`}${
  statement && html`<p class="meta">${when}</p>\n`
}</section>`;
}
