import type { Command } from 'commander';
import { wholeArticle } from '#domain/flows/bodies.ts';
import { type ArticleId, articleId, type SiteId } from '#domain/ids.ts';
import { type Difference, differences, type Run } from '#domain/publishing/differences.ts';
import { articlePk, REDACTION_PREFIX, REVISION_PREFIX } from '#domain/table/keys.ts';
import { recordOf, type StoredArticle } from '#domain/table/records.ts';
import { Failure } from '../failure.ts';
import { type Connection, connect } from '../stage/connect.ts';
import { siteNamed } from '../stage/outputs.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';
import { type Step, stepLine, storyOf } from './story.ts';

interface Options extends CommonOptions {
  readonly site?: string;
}

/** `history ID`: every revision and withdrawal of an article, and what each revision changed. */
export const historyCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('history', 'Every revision of an article and what it changed, oldest first')
    .argument('<id>', 'the article’s id')
    .option('--site <id>', 'its site; may be left out where there is only one')
    .addHelpText(
      'after',
      `${examples('history cms-1008', 'history cms-1008 --site daily --json')}\n\nWords that went stand in [-…-], words that came in {+…+}.`,
    )
    .action(async (id: string, options: Options) => {
      const connection = await connect(options, terminal);
      const site = siteNamed(connection.outputs, options.site).id;
      const story = await storyOf(connection.table, site, id);
      if (!story) throw new Failure(`${site} has no article ${id}.`);
      const changes = await changesOf(site, articleId(id), connection);
      const redactions = await redactionsOf(site, articleId(id), connection);
      const history = { site, id, steps: story.steps.map(withChanges(changes)), redactions };
      if (options.json) terminal.out(JSON.stringify(history));
      else for (const line of historyLines(history)) terminal.out(line);
      exit(0);
    });

type Changes = ReadonlyMap<number, readonly Difference[]>;
type ChangedStep = Step & { readonly changes?: readonly Difference[] | undefined };

const withChanges =
  (changes: Changes) =>
  (step: Step): ChangedStep =>
    step.what === 'publish' ? { ...step, changes: changes.get(step.revision) } : step;

function* historyLines({
  steps,
  redactions,
}: {
  readonly steps: readonly ChangedStep[];
  readonly redactions: readonly Redaction[];
}): Generator<string> {
  for (const step of steps) {
    yield stepLine(step);
    yield* (step.changes ?? []).map(differenceLine);
  }
  yield* redactions.map(redactionLine);
}

/** What each revision changed of the one before it, by its number. */
async function changesOf(site: SiteId, id: ArticleId, ports: Connection): Promise<Changes> {
  const pk = articlePk(site, id);
  const items = await ports.table.query({
    pk,
    from: REVISION_PREFIX,
    to: `${REVISION_PREFIX}\uffff`,
  });
  const articles = await Promise.all(
    items.map((item) => wholeArticle(recordOf<StoredArticle>(item), ports)),
  );
  return new Map(
    articles.flatMap((article, n) => {
      const before = articles[n - 1];
      return before ? [[article.revision, differences(before, article)] as const] : [];
    }),
  );
}

interface Redaction {
  readonly at: string;
  readonly reason?: string | undefined;
  readonly revisions: readonly number[];
}

async function redactionsOf(
  site: SiteId,
  id: ArticleId,
  { table }: Connection,
): Promise<readonly Redaction[]> {
  const pk = articlePk(site, id);
  const items = await table.query({ pk, from: REDACTION_PREFIX, to: `${REDACTION_PREFIX}\uffff` });
  return items
    .map((item) => recordOf<Redaction>(item))
    .map(({ at, reason, revisions }) => ({ at, reason, revisions }));
}

const redactionLine = ({ at, reason, revisions }: Redaction): string =>
  `${at}  redacted${reason ? `: ${reason}` : ''} (revisions ${revisions.join(', ') || 'none'})`;

/** So many characters of what stayed are shown beside what changed. */
const AROUND = 30;

/** A difference in one line, what stayed cut to what is near. */
export const differenceLine = ({ field, runs }: Difference): string =>
  `    ${field}: ${runs.map((run, n) => shown(run, n === 0, n === runs.length - 1)).join('')}`
    .replace(/\n+/g, ' ¶ ')
    .trimEnd();

function shown({ end, text }: Run, isFirst: boolean, isLast: boolean): string {
  if (end === 'gone') return `[-${text}-]`;
  if (end === 'new') return `{+${text}+}`;
  if (text.length <= 2 * AROUND) return text;
  const [head, tail] = [text.slice(0, AROUND), text.slice(-AROUND)];
  return `${isFirst ? '' : head}…${isLast ? '' : tail}`;
}
