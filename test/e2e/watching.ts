/** One look at one address. Times are this machine's, in milliseconds. */
export interface Look {
  readonly path: string;
  readonly sent: number;
  readonly received: number;
  readonly status: number;
  readonly body: string;
}

export interface Watch {
  /** Every look whose answer showed one of the texts, oldest first. */
  readonly sightings: readonly Omit<Look, 'body'>[];
  /** How many answers came, at all. */
  readonly looks: number;
}

/** Four times a second, as the impatient reader does. */
const EVERY_MS = 250;

/**
 * Fetches every path again and again, as readers and robots would, and writes down where the texts are seen. An address
 * that does not answer (its server was stopped) shows nothing.
 */
export function watch(
  url: string,
  paths: readonly string[],
  texts: readonly string[],
): { stop(): Promise<Watch>; readonly seen: () => Watch } {
  const sightings: Omit<Look, 'body'>[] = [];
  const underWay = new Set<Promise<void>>();
  let looks = 0;
  const lookAt = async (path: string): Promise<void> => {
    const sent = Date.now();
    try {
      const response = await fetch(url + path, { redirect: 'manual' });
      const body = await response.text();
      looks += 1;
      if (texts.some((text) => body.includes(text)))
        sightings.push({ path, sent, received: Date.now(), status: response.status });
    } catch {
      // Nobody answers: nobody sees anything.
    }
  };
  const timer = setInterval(() => {
    for (const path of paths) {
      const look = lookAt(path).finally(() => underWay.delete(look));
      underWay.add(look);
    }
  }, EVERY_MS);
  const seen = (): Watch => ({ sightings: [...sightings], looks });
  return {
    seen,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      return seen();
    },
  };
}

/** Every public address that may come to show an article of today in a section, on a topic. */
export function publicPaths(permalink: string, section: string, topic: string): readonly string[] {
  const [, year, month, day] = permalink.split('/');
  const lists = ['', `/${section}`, `/topics/${topic}`, '/authors/ada-holm'];
  const archives = ['', `/${section}`].flatMap((list) => [
    `${list}/archive/${year}/${month}`,
    `${list}/archive/${year}/${month}/${day}`,
  ]);
  return [
    permalink,
    ...lists.flatMap((list) => [
      list === '' ? '/' : list,
      `${list}/feed.xml`,
      `${list}/atom.xml`,
      `${list}/feed.json`,
    ]),
    ...archives,
    '/sitemap.xml',
    `/sitemaps/${year}-${month}-${day}.xml`,
    '/news-sitemap.xml',
  ];
}
