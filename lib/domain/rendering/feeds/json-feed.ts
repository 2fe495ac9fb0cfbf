import { listPath, under } from '../addresses.ts';
import { CACHE } from '../caching.ts';
import { jsonForScript } from '../escape.ts';
import { machineTime } from '../locale.ts';
import { absolute } from '../url.ts';
import type { Page } from '../view.ts';
import { type Entry, type Feed, feedAddress } from './feed.ts';

/** A list's feed as JSON Feed 1.1. */
export function jsonFeed(feed: Feed, tags: readonly string[]): Page {
  return {
    path: under(feed.view.list, 'feed.json'),
    status: 200,
    contentType: 'application/feed+json; charset=utf-8',
    cacheControl: CACHE.feed,
    tags,
    body: `${jsonForScript({
      version: 'https://jsonfeed.org/version/1.1',
      title: feed.title,
      description: feed.description,
      home_page_url: feed.home,
      feed_url: feedAddress(feed, 'feed.json'),
      language: feed.language,
      hubs: feed.hub && [{ type: 'WebSub', url: feed.hub }],
      items: feed.entries.map((entry) => item(feed, entry)),
    })}\n`,
  };
}

const item = (feed: Feed, entry: Entry): object => ({
  id: entry.id,
  url: entry.url,
  title: entry.title,
  summary: entry.summary,
  ...(entry.content ? { content_html: entry.content } : { content_text: entry.summary }),
  image: entry.picture?.url,
  date_published: machineTime(entry.published),
  date_modified: machineTime(entry.updated),
  authors:
    entry.authors.length > 0
      ? entry.authors.map((author) => ({
          name: author.name,
          url: absolute(feed.view.site, listPath(`author:${author.id}`)),
        }))
      : undefined,
  tags: entry.categories.length > 0 ? entry.categories : undefined,
  language: entry.language,
});
