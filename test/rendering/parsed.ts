import sanitizeHtml from 'sanitize-html';

/** An element as an HTML parser that is not ours read it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Parsed {
  readonly elements: readonly Element[];
  /** All text, references resolved. */
  readonly text: string;
}

/** Markup as sanitize-html's parser (htmlparser2) sees it: the oracle of every escaping test. */
export function parsed(markup: string): Parsed {
  const elements: Element[] = [];
  let text = '';
  sanitizeHtml(markup, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    allowedSchemesAppliedToAttributes: [],
    parseStyleAttributes: false,
    transformTags: {
      '*': (name, attributes) => {
        elements.push({ name, attributes: { ...attributes } });
        return { tagName: name, attribs: attributes };
      },
    },
    textFilter: (part) => {
      text += part;
      return part;
    },
  });
  return { elements, text: resolved(text) };
}

const resolved = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

/** The text of the first element that the expression finds, tags removed. */
export const textOf = (markup: string, element: RegExp): string =>
  resolved((element.exec(markup)?.[1] ?? '').replace(/<[^>]*>/g, '')).trim();
