import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { safeHtml } from '#domain/ids.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import type { Page } from '#domain/rendering/view.ts';
import { bridgeReport, harbourPaper, stories, story } from '../rendering/samples.ts';
import { openBrowser } from './browser.ts';

const PHONE = { width: 320, height: 640 };
let browser: Browser;
let tab: Tab;

beforeAll(async () => {
  browser = await openBrowser();
  tab = await browser.newPage({ viewport: PHONE });
});
afterAll(async () => {
  await browser?.close();
});

const show = async (page: Page | undefined): Promise<void> => {
  // A document keeps the policies of all pages that were ever written into it.
  await tab.goto('about:blank');
  await tab.setContent(page?.body ?? '');
};

const TEXTS = [
  ['th', 'สะพานข้ามแม่น้ำเปิดให้รถวิ่งอีกครั้งหลังปิดซ่อมนานสิบเก้าวันโดยไม่มีผู้ใดได้รับบาดเจ็บ'],
  [
    'ja',
    '橋は十九日ぶりに開き、港の朝は静かだった。検査官は「警告は十一回、記されていた」と語った。',
  ],
  ['zh', '大桥停用十九天后重新开放，港口的早晨十分安静。检查员说：“警告曾被记录十一次。”'],
  [
    'ko',
    '다리는 열아흐레 만에 다시 열렸고, 항구의 아침은 조용했다. 검사관은 경고가 열한 번 적혔다고 말했다.',
  ],
  ['ar', 'فُتح الجسر من جديد بعد تسعة عشر يوماً، وكان صباح الميناء هادئاً كما لم يكن منذ شهور.'],
  ['he', 'הגשר נפתח מחדש אחרי תשעה עשר ימים, ובוקר הנמל היה שקט כפי שלא היה זה חודשים.'],
  ['hi', 'पुल उन्नीस दिनों के बाद फिर खुला, और बंदरगाह की सुबह महीनों बाद इतनी शांत थी।'],
  [
    'de',
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlungsprotokoll',
  ],
] as const;

test.each(TEXTS)(
  'an article in %s is set in lines that fit a small phone',
  async (language, text) => {
    const body = safeHtml(`<p>${text.repeat(3)}</p>`);
    await show(renderArticle(bridgeReport({ language, headline: text, standfirst: text, body })));
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    expect((await linesOf('.body p')).length).toBeGreaterThan(3);
  },
);

test.each([
  ['ja', '、。」'],
  ['zh', '，。”：'],
] as const)('no line of %s begins with a mark that ends something', async (language, marks) => {
  const text = TEXTS.find(([tag]) => tag === language)?.[1] ?? '';
  for (const width of [320, 347, 371, 390]) {
    await tab.setViewportSize({ ...PHONE, width });
    const body = safeHtml(`<p>${text.repeat(4)}</p>`);
    await show(renderArticle(bridgeReport({ language, headline: text, body })));
    for (const place of ['h1', '.body p'])
      for (const line of await linesOf(place))
        expect(marks.includes(line.charAt(0)), `${width}: ${line}`).toBe(false);
  }
  await tab.setViewportSize(PHONE);
});

test('the date behind a Hebrew name stays behind it, on an English paper', async () => {
  const byline = [{ id: 'dina', name: 'דינה כהן' }];
  const cards = [story(0, { byline }), ...stories(12, 1)];
  const list = 'topic:bridges';
  const site = harbourPaper();
  await tab.setViewportSize({ width: 1200, height: 800 });
  await show(renderList({ site, list, title: 'Bridges', pins: [], cards, bodies: new Map() })[0]);
  const [name, date] = await Promise.all(
    ['.by', 'time'].map((part) => tab.locator(`.river .meta ${part}`).first().boundingBox()),
  );
  expect(name?.y).toBe(date?.y);
  expect(name?.x).toBeLessThan(date?.x ?? 0);
});

test('an Arabic article is read from the right, its English neighbours from the left', async () => {
  const view = bridgeReport({ language: 'ar', headline: 'إنذارات' }, harbourPaper());
  await show(renderArticle({ ...view, related: stories(3) }));
  const directions = await Promise.all(
    ['h1', '.body p', '.rel a'].map((place) =>
      tab.evaluate(`getComputedStyle(document.querySelector('${place}')).direction`),
    ),
  );
  expect(directions).toEqual(['rtl', 'rtl', 'ltr']);
});

/** The text of each line of an element as the browser broke it. */
const linesOf = (place: string): Promise<readonly string[]> =>
  tab.evaluate(`(${LINES})(document.querySelector('${place}'))`);

/** Runs in the page: characters whose boxes end at one height stand on one line. */
const LINES = `(element) => {
  const lines = new Map();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const end = Math.round(range.getBoundingClientRect().bottom);
      lines.set(end, (lines.get(end) ?? '') + node.data.charAt(at));
    }
  return [...lines.values()];
}`;
