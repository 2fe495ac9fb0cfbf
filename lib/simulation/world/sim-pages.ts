import { memoryPages } from '#adapters/memory/pages.ts';
import type { SiteId } from '#domain/ids.ts';
import type { PageStore } from '#domain/ports.ts';
import { revisionShown } from '#domain/rendering/marker.ts';
import type { Page } from '#domain/rendering/view.ts';
import type { Chance } from './chance.ts';
import type { Invocation } from './invocation.ts';
import type { Sabotage } from './sabotage.ts';

const CONFLICTS = 0.004;
const REPEATS = 0.004;

/** The bucket behind the edge, and the view of it that each function has. */
export class SimPages {
  readonly memory: PageStore = memoryPages();
  readonly #chance: Chance;
  readonly #put: (page: Page, body: string) => void;
  readonly #sabotage: Sabotage | undefined;

  constructor(
    chance: Chance,
    put: (page: Page, body: string) => void,
    sabotage: Sabotage | undefined,
  ) {
    this.#chance = chance;
    this.#put = put;
    this.#sabotage = sabotage;
  }

  portOf(current: () => Invocation): PageStore {
    const { memory } = this;
    return {
      put: (site, page, body, ifMatch) =>
        current().act('pages.put', async () => {
          const where = `${current().name} pages.put`;
          // S3 answers 409 to one of two conditional writes that meet, whether or not the other goes through.
          if (this.#chance.fault('conflict', where, CONFLICTS)) return undefined;
          const etag = await this.#replace(site, page, body, ifMatch);
          // The SDK repeats a call whose answer it lost, and finds its own object in the way.
          return this.#chance.fault('duplicate', where, REPEATS) ? undefined : etag;
        }),
      etag: (site, path) => current().act('pages.etag', () => memory.etag(site, path)),
      get: (site, path) => current().act('pages.get', () => memory.get(site, path)),
      list: (site) => memory.list(site),
    };
  }

  /** Whether the page would take an article away from its address. */
  async #isArticle(site: SiteId, page: Page): Promise<boolean> {
    const before = await this.memory.get(site, page.path);
    return Boolean(before && revisionShown(before.body)) && !revisionShown(page.body);
  }

  async #replace(
    site: SiteId,
    page: Page,
    body: string,
    ifMatch: string | undefined,
  ): Promise<string | undefined> {
    if (this.#sabotage === 'tombstone' && (await this.#isArticle(site, page)))
      return '"never-written"';
    const expected =
      this.#sabotage === 'if-match' ? await this.memory.etag(site, page.path) : ifMatch;
    const etag = await this.memory.put(site, page, body, expected);
    if (etag !== undefined) this.#put(page, body);
    return etag;
  }
}
