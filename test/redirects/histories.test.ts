import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadRedirects } from '#domain/flows/load-redirects.ts';
import { legacyOf } from '#domain/redirects/legacy.ts';
import { DAILY, Newsroom } from '../newsroom.ts';

const ARTICLES = ['ferry', 'harbour', 'tram'] as const;
const OLD = ['/old/1', '/old/2', '/old/3'] as const;
const SLUGS = ['one', 'two'] as const;

type Id = (typeof ARTICLES)[number];

/** Every address that an article of these stories may have. No two articles share a slug, so nobody gets a suffix. */
const addressOf = (id: Id, slug: string): string => `/2026/11/24/${id}-${slug}`;
const ADDRESSES = ARTICLES.flatMap((id) => SLUGS.map((slug) => addressOf(id, slug)));

const id = fc.constantFrom(...ARTICLES);
const slug = fc.constantFrom(...SLUGS);
const target = fc.constantFrom(
  ...ADDRESSES,
  ...ADDRESSES.map((at) => DAILY.baseUrl + at),
  ...OLD,
  '/world',
  'https://away.example/',
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('publish' as const), id, slug }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone' as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('notice' as const), id }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('redirect' as const), id, target }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reinstate' as const), id, slug }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('load' as const),
      from: fc.constantFrom(...OLD),
      to: fc.oneof(target, id),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What an article is, told from the steps alone. */
interface Known {
  revision: number;
  at?: string;
  readonly had: Set<string>;
  withdrawal?: { readonly revision: number; readonly to?: string; readonly notice?: true };
}

/** The newsroom's own book of who is where: the oracle. It follows chains by hand, over every address anybody ever had. */
class Book {
  readonly articles = new Map<Id, Known>();
  readonly loaded = new Map<string, string>();

  of(name: Id): Known {
    const known = this.articles.get(name) ?? { revision: 0, had: new Set<string>() };
    this.articles.set(name, known);
    return known;
  }

  /** Where a reader of an address ends, host aside, or the status. */
  end(from: string, passed = new Set<string>()): string | number {
    if (passed.has(from)) return 410;
    passed.add(from);
    const to = this.loaded.get(from);
    if (to !== undefined) return this.#onwards(to, passed);
    const article = [...this.articles.values()].find(({ had }) => had.has(from));
    if (!article) return ADDRESSES.includes(from) ? 404 : from;
    return this.#atArticle(article, passed);
  }

  #onwards(to: string, passed: Set<string>): string | number {
    if (ARTICLES.includes(to as Id)) {
      const article = this.articles.get(to as Id);
      return article?.at ? this.#atArticle(article, passed) : 404;
    }
    return this.end(to.replace(DAILY.baseUrl, ''), passed);
  }

  #atArticle({ at = '', withdrawal, had }: Known, passed: Set<string>): string | number {
    if (!withdrawal || withdrawal.notice) return at;
    const { to } = withdrawal;
    if (to === undefined) return 410;
    for (const own of had) passed.add(own);
    const end = this.end(to.replace(DAILY.baseUrl, ''), passed);
    return typeof end === 'number' ? 410 : end;
  }
}

async function live(steps: readonly Step[]): Promise<{ desk: Newsroom; book: Book }> {
  const desk = new Newsroom();
  const book = new Book();
  await desk.sweep();
  for (const each of steps) await take(each, desk, book);
  await desk.settle();
  return { desk, book };
}

async function take(each: Step, desk: Newsroom, book: Book): Promise<void> {
  if (each.kind === 'settle') return await desk.settle();
  if (each.kind === 'load') return await load(each, desk, book);
  if (each.kind === 'publish' || each.kind === 'reinstate') return await publish(each, desk, book);
  const { id, kind } = each;
  const known = book.of(id);
  if (!known.at) return;
  known.revision += 1;
  const { revision } = known;
  const to = kind === 'redirect' ? { to: each.target } : {};
  known.withdrawal = { revision, ...to, ...(kind === 'notice' && { notice: true }) };
  const redirectTo = kind === 'redirect' ? each.target : undefined;
  await desk.withdraw(id, { revision, mode: kind, redirectTo, notice: 'We were wrong.' });
}

async function publish(
  { id, slug, kind }: Extract<Step, { slug: string }>,
  desk: Newsroom,
  book: Book,
): Promise<void> {
  const known = book.of(id);
  const reinstates = kind === 'reinstate' ? known.withdrawal?.revision : undefined;
  if (known.withdrawal && !reinstates) return;
  known.revision += 1;
  known.at = addressOf(id, slug);
  known.had.add(known.at);
  delete known.withdrawal;
  await desk.publish(id, { revision: known.revision, slug: `${id}-${slug}`, reinstates });
}

async function load(
  { from, to }: { readonly from: string; readonly to: string },
  desk: Newsroom,
  book: Book,
): Promise<void> {
  const legacy = legacyOf(from, to, DAILY);
  if ('problem' in legacy) throw new Error(legacy.problem);
  for await (const some of loadRedirects(DAILY.id, [legacy], desk.world))
    for (const { end } of some) if (end === 'loaded') book.loaded.set(from, to);
}

/** Where following an address leads, one answer after the other as a browser does. */
async function walked(desk: Newsroom, from: string) {
  let at = from;
  for (let hops = 0; hops < 10; hops++) {
    const { status, location } = await desk.page(at);
    if (status !== 301 || !location?.startsWith(`${DAILY.baseUrl}/`))
      return { hops: status === 301 ? hops + 1 : hops, end: location ?? at, status };
    at = location.slice(DAILY.baseUrl.length);
  }
  throw new Error(`${from} leads in circles`);
}

test('whatever is published, renamed, withdrawn, reinstated and loaded, an address once live leads on in one step, and never to nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const { desk, book } = await live(steps);
      const once = [...book.articles.values()].flatMap(({ had }) => [...had]);
      for (const from of [...once, ...book.loaded.keys()]) {
        const expected = book.end(from);
        const { hops, end, status } = await walked(desk, from);
        expect(hops, from).toBeLessThanOrEqual(1);
        if (once.includes(from)) expect((await desk.page(from)).status, from).not.toBe(404);
        if (typeof expected === 'number')
          expect({ from, status }).toEqual({ from, status: expected });
        else expect({ from, end }).toEqual({ from, end: expected });
      }
      expect(await desk.differences()).toEqual([]);
    }),
    { numRuns: 200 },
  );
}, 60_000);
