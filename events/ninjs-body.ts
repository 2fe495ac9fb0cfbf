import type { ArticlePublishInput } from './article-publish.ts';
import {
  type Fields,
  type Found,
  isHtml,
  preferred,
  type Wording,
  wordings,
} from './ninjs-reading.ts';

type Body = ArticlePublishInput['body'];

/** What an item says, in the wording that keeps the most: HTML, then plain text, then the inside of NITF. */
export function bodyOf(item: Fields): Found<Body> | undefined {
  const bodies = wordings(item, 'bodies', 'body');
  const html = preferred(bodies.filter(isHtml), ['main', 'xhtml', 'html', 'richtext']);
  if (html) return written(html, 'text/html', insideOf(html.value, 'body'));
  const plain = preferred(
    bodies.filter((wording) => !isNitf(wording)),
    ['main', 'text'],
  );
  if (plain) return written(plain, 'text/plain', plain.value);
  const nitf = bodies.find(isNitf);
  return nitf && written(nitf, 'text/html', insideOf(nitf.value, 'body.content'));
}

/** A description as a body: all there is, for a flash. */
export const descriptionAsBody = (description: Wording): Found<Body> =>
  written(description, isHtml(description) ? 'text/html' : 'text/plain', description.value);

const written = (
  from: Wording,
  contentType: 'text/html' | 'text/plain',
  value: string,
): Found<Body> => ({
  value: { contentType, value },
  path: from.path,
});

const isNitf = ({ contentType, role }: Wording): boolean =>
  contentType.includes('nitf') || role === 'nitf';

/** Documents carry heads whose titles would otherwise become text of the article. */
function insideOf(markup: string, element: string): string {
  const start = markup.search(new RegExp(`<${element.replace('.', '\\.')}(?:\\s[^<>]*)?>`, 'i'));
  if (start < 0) return markup;
  const from = markup.indexOf('>', start) + 1;
  const end = markup.toLowerCase().lastIndexOf(`</${element}>`);
  return markup.slice(from, end >= from ? end : undefined);
}
