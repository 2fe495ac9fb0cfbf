import { parsed } from './parsed.ts';

const RUNS =
  /^(?:script|iframe|object|embed|frame|frameset|applet|base|form|portal|template|math|svg)$/;
const LOADS = ['href', 'src', 'action', 'formaction', 'poster', 'data', 'xlink:href', 'srcdoc'];

/** What no page may hold, as a parser sees it: whatever runs, loads by itself or changes what the page's addresses mean. */
export const dangers = (markup: string): readonly string[] =>
  parsed(markup).elements.flatMap(({ name, attributes }) => {
    const data = name === 'script' && attributes['type'] === 'application/ld+json';
    return [
      ...(RUNS.test(name) && !data ? [`<${name}>`] : []),
      ...Object.keys(attributes).filter((attribute) => /^on|^style$|^srcdoc$/.test(attribute)),
      ...LOADS.flatMap((attribute) => {
        const value = attributes[attribute];
        const scheme = value?.replace(/[^!-\uffff]/g, '').toLowerCase() ?? '';
        const icon = name === 'link' && scheme.startsWith('data:image/svg+xml,%3csvg');
        return /^(?:javascript|vbscript|data):/.test(scheme) && !icon
          ? [`${attribute}=${value}`]
          : [];
      }),
    ];
  });
