import { expect, test } from 'vitest';
import { siteId } from '#domain/ids.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { designOf } from '#domain/rendering/design.ts';
import { renderList } from '#domain/rendering/list.ts';
import { html } from '#domain/rendering/template.ts';
import { bridgeReport, harbourPaper, stories } from './samples.ts';

const house = designOf(harbourPaper());
const sheet = (body: string): string => /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? '';
const policy = (body: string): string => /style-src &#39;(sha256-[^&]*)/.exec(body)?.[1] ?? '';

test('a site that registers templates has its own, what it leaves out is the house’s, other sites notice nothing', () => {
  const own = { daily: { article: () => html`<article>Ours</article>` } };
  const ours = designOf(harbourPaper(), own);
  expect(renderArticle(bridgeReport(), ours).body).toContain('<article>Ours</article>');
  expect(ours.front).toBe(house.front);
  expect(designOf({ ...harbourPaper(), id: siteId('weekly') }, own)).toEqual(house);
});

test('a site’s own template sets the main part and leaves what machines rest on to the house', () => {
  const design = {
    ...house,
    css: '.plain-story{color:red}',
    article: () => html`<article class="plain-story">Ours</article>`,
  };
  const ours = renderArticle(bridgeReport(), design);
  const theirs = renderArticle(bridgeReport());
  expect(ours.body).toContain('<article class="plain-story">Ours</article>');
  expect(ours.body).not.toContain('class="art"');
  expect(ours.tags).toEqual(theirs.tags);
  const head = (body: string): string =>
    body.slice(body.indexOf('<title>'), body.indexOf('<style>'));
  expect(head(ours.body)).toBe(head(theirs.body));
  expect(sheet(ours.body)).toBe(`${sheet(theirs.body)}.plain-story{color:red}`);
  expect(policy(ours.body)).not.toBe(policy(theirs.body));
});

test('fronts and author pages have templates of their own too', () => {
  const design = { ...house, front: () => html`<p>Front</p>`, river: () => html`<p>River</p>` };
  const view = { site: harbourPaper(), title: 'x', pins: [], cards: stories(2), bodies: new Map() };
  expect(renderList({ ...view, list: '' }, design)[0]?.body).toContain('<p>Front</p>');
  expect(renderList({ ...view, list: 'author:x' }, design)[0]?.body).toContain('<p>River</p>');
});
