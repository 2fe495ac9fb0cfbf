import { describe, expect, test } from 'vitest';
import { articleId, path, revision } from '#domain/ids.ts';
import type { Withdrawal } from '#domain/publishing/article.ts';
import { revisionShown } from '#domain/rendering/marker.ts';
import { renderRedirect } from '#domain/rendering/redirect.ts';
import { renderMissing, renderSiteFiles } from '#domain/rendering/site-files.ts';
import { articleTag } from '#domain/rendering/tags.ts';
import { renderTombstone } from '#domain/rendering/tombstone.ts';
import { at, harbourPaper, stories } from './samples.ts';

const site = harbourPaper();
const base = {
  revision: revision(4),
  at: at('2026-11-20T10:00:00.000Z'),
  reason: 'Legal letter of 19 November.',
};
const tombstone = (withdrawal: Withdrawal, language = 'en-GB') =>
  renderTombstone({
    site,
    id: articleId('cms-1'),
    path: path('/2026/11/24/tug-firm-to-leave'),
    withdrawal,
    language,
    offer: stories(3),
  });

test('a page that has nothing to read says where there is something', () => {
  const missing = renderMissing(site, path('/nowhere')).body;
  for (const body of [tombstone({ ...base, mode: 'gone' }).body, missing]) {
    const [, offer = ''] = body.split('id="on">Sections</h2>');
    expect(offer).toContain('<a href="/">Front page</a>');
    for (const section of site.settings.sections)
      expect(offer).toContain(`<a href="/${section.path}">${section.title}</a>`);
  }
});

describe('a withdrawn article', () => {
  test('is gone, and its page repeats neither its address nor the reason', () => {
    const page = tombstone({ ...base, mode: 'gone' });
    expect(page.status).toBe(410);
    expect(page.body).not.toMatch(/tug-firm|Legal letter/);
    expect(page.body).toContain(
      'It was withdrawn on <time datetime="2026-11-20T10:00:00Z">20 November 2026</time>.',
    );
    expect(page.body).toContain('<meta name="robots" content="noindex">');
    expect(page.tags).toContain(articleTag(site.id, articleId('cms-1')));
    expect(revisionShown(page.body)).toBeUndefined();
  });

  test('is replaced by the newsroom’s statement, paragraph by paragraph', () => {
    const page = tombstone({
      ...base,
      mode: 'notice',
      notice: 'The talks had not taken place.\n\nWe apologise.',
    });
    expect(page.status).toBe(200);
    expect(page.body).toContain(
      '<p class="sf">The talks had not taken place.</p>\n<p class="sf">We apologise.</p>',
    );
    expect(page.body).not.toMatch(/tug-firm|Legal letter/);
  });

  test('leads elsewhere, on the site or off it', () => {
    const here = tombstone({ ...base, mode: 'redirect', redirectTo: '/2026/11/25/größer' });
    expect(here).toMatchObject({
      status: 301,
      location: 'https://www.example.com/2026/11/25/gr%C3%B6%C3%9Fer',
    });
    expect(here.body).not.toMatch(/tug-firm/);
    const there = tombstone({
      ...base,
      mode: 'redirect',
      redirectTo: 'https://other.example/é?a=%20b',
    });
    expect(there).toMatchObject({ status: 301, location: 'https://other.example/%C3%A9?a=%20b' });
    const nowhere = tombstone({ ...base, mode: 'redirect', redirectTo: 'javascript:alert(1)' });
    expect(nowhere).toMatchObject({ status: 301, location: 'https://www.example.com/' });
  });

  test('speaks the language it was written in', () => {
    const page = tombstone({ ...base, mode: 'gone' }, 'ar');
    expect(page.body).toContain('<html lang="ar" dir="rtl">');
    expect(page.body).toContain('سحبنا هذا المقال');
    expect(page.body).toContain('<header class="mast" lang="en-GB" dir="ltr">');
  });
});

test('a redirect is small, leads straight there and is not indexed', () => {
  const page = renderRedirect(site, path('/old'), path('/new'), ['a-x']);
  expect(page).toMatchObject({
    path: '/old',
    status: 301,
    location: 'https://www.example.com/new',
    tags: ['a-x'],
  });
  expect(page.body.length).toBeLessThan(400);
});

test('a site has robots.txt and its error pages, and security.txt only with a contact', () => {
  expect(renderSiteFiles(site).map((page) => [page.path, page.status])).toEqual([
    ['/robots.txt', 200],
    ['/errors/404', 404],
    ['/errors/410', 410],
  ]);
  const reachable = harbourPaper({ securityContact: 'security@example.com' });
  expect(renderSiteFiles(reachable)).toHaveLength(3);
  const files = renderSiteFiles(reachable, '2026-11');
  const contact = files.find((page) => page.path === '/.well-known/security.txt');
  expect(contact?.body).toMatch(
    /^Contact: mailto:security@example\.com\nExpires: 2027-05-01T00:00:00Z\n/,
  );
  expect(files[0]?.body).toContain('Sitemap: https://www.example.com/sitemap.xml');
});

test('an address whose page is no more says so in the site’s dress', () => {
  expect(renderMissing(site, path('/archive/2026/11/24/13'))).toMatchObject({
    path: '/archive/2026/11/24/13',
    status: 404,
  });
});
