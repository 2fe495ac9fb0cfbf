import { listPath } from './addresses.ts';
import type { Dress } from './dress.ts';
import { canonical, describedAs, feedLinks, openGraph, robots } from './metadata.ts';
import { breadcrumbs, organisation } from './structured-data.ts';
import { html, type Markup } from './template.ts';
import { absolute } from './url.ts';
import type { ListView } from './view.ts';

/** What search engines and other papers are told of a list's page. */
export function listMetadata(dress: Dress, view: ListView): Markup {
  const { site, list } = view;
  const { name } = site.settings;
  const address = absolute(site, listPath(list));
  const title = list === '' ? name : `${view.title} | ${name}`;
  const text = listDescription(view);
  return html`${describedAs(text)}${robots(true)}${canonical(address)}${feedLinks(
    list,
    list === '' ? name : `${name}: ${view.title}`,
  )}${openGraph(dress, { type: 'website', title, address, text })}`;
}

function listDescription({ site, list, title }: ListView): string {
  const { name, tagline, sections } = site.settings;
  if (list !== '') return `${title} | ${name}${tagline ? `: ${tagline}` : ''}`;
  return tagline ?? `${name}: ${sections.map((section) => section.title).join(', ')}`;
}

/** The same for machines, in schema.org's words. */
export function listGraph(dress: Dress, { site, list, title }: ListView): readonly object[] {
  const address = absolute(site, listPath(list));
  if (list === '') {
    return [
      organisation(site),
      {
        '@type': 'WebSite',
        url: address,
        name: site.settings.name,
        inLanguage: dress.locale.tag,
        publisher: { '@id': `${site.baseUrl}/#publisher` },
      },
    ];
  }
  if (list.startsWith('section:')) return [breadcrumbs(site, list.slice('section:'.length))];
  const page = { name: title, address };
  const crumbs = breadcrumbs(site, undefined, page);
  return list.startsWith('author:')
    ? [
        { '@type': 'ProfilePage', mainEntity: { '@type': 'Person', name: title, url: address } },
        crumbs,
      ]
    : [crumbs];
}
