import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import { revisionShown } from '#domain/rendering/marker.ts';
import { renderSiteFiles } from '#domain/rendering/site-files.ts';
import { stamp, stampOf, unstamp } from '#domain/rendering/stamp.ts';
import type { Page } from '#domain/rendering/view.ts';
import { bridgeReport, harbourPaper, stories } from './samples.ts';

const everyForm: readonly Page[] = [
  renderArticle(bridgeReport()),
  ...renderList({
    site: harbourPaper(),
    list: '',
    title: '',
    pins: [],
    cards: stories(9),
    bodies: new Map(),
  }),
  ...renderSiteFiles(harbourPaper({ securityContact: 'tel:+1' }), '2026-11'),
];

test('a stamp makes any page’s bytes its own, and comes off without a trace', () => {
  const nonces = fc.string({ unit: fc.constantFrom(...'azAZ09_-'), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.constantFrom(...everyForm), nonces, (page, nonce) => {
      const bytes = stamp(page, nonce);
      expect(stampOf(bytes)).toBe(nonce);
      expect(unstamp(page.contentType, bytes)).toBe(page.body);
      expect(stampOf(page.body)).toBeUndefined();
      expect(unstamp(page.contentType, page.body)).toBe(page.body);
      if (page.contentType.includes('json')) JSON.parse(bytes);
    }),
  );
});

test('a probe reads from a page which article it shows, at which revision', () => {
  const { body } = renderArticle(bridgeReport());
  expect(revisionShown(body)).toEqual({ id: 'cms-48213', revision: 3 });
});

test('an article whose text pretends to be another article is not believed', () => {
  const forged =
    '<!DOCTYPE html>\n<html lang="en" dir="ltr" data-article="other" data-revision="9">';
  const view = bridgeReport({
    headline: forged,
    standfirst: forged,
    dateline: forged,
    language: '" data-article="x',
  });
  expect(revisionShown(renderArticle(view).body)).toEqual({ id: 'cms-48213', revision: 3 });
  const [front] = renderList({
    site: harbourPaper({ name: forged }),
    list: '',
    title: forged,
    pins: [],
    cards: stories(3),
    bodies: new Map(),
  });
  expect(revisionShown(front?.body ?? '')).toBeUndefined();
});
