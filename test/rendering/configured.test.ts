import { expect, test } from 'vitest';
import { Newsroom } from '../newsroom.ts';

const GREEN = { red: '#1e5a3c', 'red-dark': '#8fd6ae' };
const LOGO = { url: 'https://cdn.example.net/logo.svg', width: 900, height: 150 };

test('a paper that takes a new dress wears it on every page, those of withdrawn articles too', async () => {
  const desk = new Newsroom();
  await desk.publish('harbour-shut', { sections: ['world'] });
  await desk.publish('ferry-late');
  await desk.settle();
  await desk.withdraw('ferry-late', { revision: 2 });
  await desk.settle();
  const settings = { site: 'daily', revision: 1, theme: GREEN, logo: LOGO };
  const applied = await desk.send('site.configure', {
    ...settings,
    masthead: { motto: 'All the tide brings' },
  });
  await desk.settle();

  expect(desk.outcome(applied)?.type).toBe('applied');
  for (const at of ['/', '/world', '/2026/11/24/harbour-shut', '/2026/11/24/ferry-late']) {
    const { body } = await desk.page(at);
    expect([at, body.includes('--red:#1e5a3c')]).toEqual([at, true]);
    expect([at, body.includes(`<img src="${LOGO.url}"`)]).toEqual([at, true]);
  }
  expect((await desk.page('/')).body).toContain('<p class="motto">All the tide brings</p>');
  expect(await desk.differences()).toEqual([]);
});

test('a dress that readers could not read is refused with the reason, and the paper keeps the one it has', async () => {
  const desk = new Newsroom();
  await desk.publish('harbour-shut');
  await desk.settle();
  const before = await desk.objects();
  const refused = await desk.send('site.configure', {
    site: 'daily',
    revision: 1,
    theme: { soft: '#bbb' },
  });
  await desk.settle();

  expect(desk.outcome(refused)).toMatchObject({
    type: 'article.rejected',
    reasons: [
      { path: 'theme.soft', message: expect.stringContaining('1.86:1 with paper (#fcfcfa)') },
      { path: 'theme.soft', message: expect.stringContaining('with stone (#eff0ec)') },
    ],
  });
  expect(await desk.objects()).toEqual(before);
});
