import type { ListId } from '../graph/jobs.ts';
import { path } from '../ids.ts';
import type { Article, Card } from '../publishing/article.ts';
import type { Site } from '../site/site.ts';
import { lineage, listPath, sectionTitle } from './addresses.ts';
import type { Dress } from './dress.ts';
import { closed } from './escape.ts';
import { machineTime } from './locale.ts';
import { description } from './metadata.ts';
import { pictureAddress } from './picture-address.ts';
import { absolute, safeUrl } from './url.ts';

/** The paper itself, as schema.org's NewsMediaOrganization. */
export function organisation(site: Site): object {
  const { publisher, name, social } = site.settings;
  const logo = publisher?.logo === undefined ? undefined : safeUrl(publisher.logo);
  return {
    '@type': 'NewsMediaOrganization',
    '@id': `${site.baseUrl}/#publisher`,
    name: closed(publisher?.name ?? name),
    url: (publisher?.url === undefined ? undefined : safeUrl(publisher.url)) ?? `${site.baseUrl}/`,
    logo: logo && {
      '@type': 'ImageObject',
      url: logo.startsWith('/') ? site.baseUrl + logo : logo,
    },
    sameAs:
      social.length > 0 ? social.map(safeUrl).filter((each) => each !== undefined) : undefined,
  };
}

/** An article, as schema.org's NewsArticle. */
export function newsArticle(dress: Dress, card: Card, article: Article): object {
  const { site } = dress;
  const address = absolute(site, card.path);
  const picture = pictureAddress(site, card);
  return {
    '@type': 'NewsArticle',
    '@id': `${address}#article`,
    mainEntityOfPage: address,
    headline: closed(card.headline),
    description: description(card),
    inLanguage: dress.locale.tag,
    datePublished: machineTime(card.publishedAt),
    dateModified: machineTime(card.modifiedAt ?? card.publishedAt),
    articleSection: card.sections.map((section) => closed(sectionTitle(site, section))),
    keywords: card.topics.length > 0 ? card.topics.map((topic) => closed(topic.name)) : undefined,
    author: authors(site, card),
    image: picture && imageObject(card, picture),
    publisher: organisation(site),
    isAccessibleForFree: true,
    wordCount: article.wordCount,
    dateline: article.dateline && closed(article.dateline),
    correction:
      article.corrections.length > 0
        ? article.corrections.map((each) => ({
            '@type': 'CorrectionComment',
            text: closed(each.note),
            datePublished: machineTime(each.at),
          }))
        : undefined,
  };
}

const authors = (site: Site, card: Card): readonly object[] =>
  card.byline.length > 0
    ? card.byline.map((author) => ({
        '@type': 'Person',
        name: closed(author.name),
        url: absolute(site, listPath(`author:${author.id}`)),
      }))
    : [{ '@type': 'Organization', name: closed(site.settings.name), url: `${site.baseUrl}/` }];

const imageObject = (card: Card, url: string): object => ({
  '@type': 'ImageObject',
  url,
  width: card.image?.width || undefined,
  height: card.image?.height || undefined,
  caption: card.image?.caption && closed(card.image.caption),
  creditText: card.image?.credit && closed(card.image.credit),
});

/** Where a page stands: the front, the sections from the top, then the page. */
export function breadcrumbs(
  site: Site,
  section: string | undefined,
  page?: { readonly name: string; readonly address: string },
): object {
  const crumbs = [
    { name: site.settings.name, address: `${site.baseUrl}/` },
    ...(section ? lineage(section) : []).map((each) => ({
      name: sectionTitle(site, each),
      address: absolute(site, path(listPath(`section:${each}` satisfies ListId))),
    })),
    ...(page ? [page] : []),
  ];
  return {
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map((crumb, n) => ({
      '@type': 'ListItem',
      position: n + 1,
      name: closed(crumb.name),
      item: crumb.address,
    })),
  };
}
