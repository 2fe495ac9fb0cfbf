import { articleId, type Day, path, revision } from '#domain/ids.ts';
import { renderArchive, renderMonth } from '#domain/rendering/archive.ts';
import { renderArticle } from '#domain/rendering/article.ts';
import { renderList } from '#domain/rendering/list.ts';
import { renderRedirect } from '#domain/rendering/redirect.ts';
import { renderSiteFiles } from '#domain/rendering/site-files.ts';
import { renderTombstone } from '#domain/rendering/tombstone.ts';
import type { Page } from '#domain/rendering/view.ts';
import { at, bridgeReport, harbourPaper, stories } from './samples.ts';

/** A page of every kind that a paper in a language has, feeds and site files among them. */
export function everyKind(
  language: string,
  settings: Parameters<typeof harbourPaper>[0] = {},
): readonly Page[] {
  const site = harbourPaper({ language, ...settings });
  const title = 'World';
  const image = { url: '/p.jpg', width: 900, height: 600, alt: 'A quay', renditions: [] };
  const cards = stories(60).map((card, n) => (n % 3 ? card : { ...card, image }));
  const day = '2026-11-24' as Day;
  const withdrawal = { revision: revision(2), at: at('2026-11-24T12:00:00.000Z'), reason: '' };
  const grave = { site, id: articleId('x'), path: path('/x'), language, offer: stories(3) };
  return [
    renderArticle(bridgeReport({ language }, site)),
    renderArticle({ ...bridgeReport({ language: 'ar' }, site), translations: stories(2) }),
    ...(['', 'section:world', 'author:x', 'topic:y'] as const).flatMap((list) =>
      renderList({ site, list, title, pins: [], cards, bodies: new Map() }),
    ),
    ...renderList({ site, list: '', title, pins: [], cards: [], bodies: new Map() }),
    ...renderArchive({ site, list: '', title, day, cards: stories(250) }),
    renderMonth({ site, list: '', title, day, days: [day] }),
    renderTombstone({ ...grave, withdrawal: { ...withdrawal, mode: 'gone' } }),
    renderTombstone({
      ...grave,
      withdrawal: { ...withdrawal, mode: 'notice', notice: 'We apologise.' },
    }),
    renderRedirect(site, path('/a'), path('/b'), []),
    ...renderSiteFiles(site),
  ];
}
