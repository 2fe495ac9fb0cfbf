import { expect, test } from 'vitest';
import { DAILY, Newsroom } from '../newsroom.ts';

const paper = (language: string, slugs: 'ascii' | 'unicode') =>
  new Newsroom({ site: { ...DAILY, settings: { ...DAILY.settings, language, slugs } } });

test.each([
  ['ja', '港の朝、橋は再び開く', '港の朝-橋は再び開く'],
  ['ar', 'الجسر يُفتح من جديد', 'الجسر-يُفتح-من-جديد'],
  ['hi', 'पुल फिर खुला', 'पुल-फिर-खुला'],
  ['th', 'สะพานเปิดอีกครั้ง', 'สะพานเปิดอีกครั้ง'],
  ['el', 'Η γέφυρα άνοιξε', 'η-γέφυρα-άνοιξε'],
])(
  'a paper in %s that keeps its script has it in addresses, feeds and sitemaps',
  async (language, headline, slug) => {
    const desk = paper(language, 'unicode');
    const event = await desk.publish('bridge', { headline, sections: ['world'] });
    await desk.settle();
    const { url = '' } = desk.outcome(event) ?? {};
    expect(decodeURI(url)).toBe(`https://daily.example/2026/11/24/${slug}`);
    expect(url).toMatch(/^[!-~]+$/);
    const { status, body } = await desk.page(decodeURI(new URL(url).pathname));
    expect(status).toBe(200);
    expect(body).toContain(`<link rel="canonical" href="${url}">`);
    for (const at of [
      '/feed.xml',
      '/world/atom.xml',
      '/feed.json',
      '/sitemaps/2026-11-24.xml',
      '/news-sitemap.xml',
    ])
      expect((await desk.page(at)).body, at).toContain(url);
    expect((await desk.page('/world')).body).toContain(`href="${new URL(url).pathname}"`);
  },
);

test('translations name each other, and themselves, in their own languages', async () => {
  const desk = paper('en', 'ascii');
  await desk.publish('bridge', { headline: 'Bridge open' });
  await desk.publish('bridge-ja', {
    headline: '橋は開く',
    language: 'ja',
    translationOf: 'bridge',
  });
  await desk.publish('bridge-ar', {
    headline: 'فتح الجسر',
    language: 'ar',
    translationOf: 'bridge',
  });
  await desk.settle();
  const alternates = async (at: string): Promise<readonly string[]> =>
    [
      ...(await desk.page(at)).body.matchAll(
        /<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">/g,
      ),
    ]
      .map(([, language, href]) => `${language} ${href}`)
      .toSorted();
  const found = await alternates('/2026/11/24/bridge-open');
  expect(found.map((each) => each.slice(0, 2))).toEqual(['ar', 'en', 'ja']);
  for (const each of found)
    expect(await alternates(new URL(each.slice(3)).pathname)).toEqual(found);
});
