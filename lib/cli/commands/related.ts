import type { Command } from 'commander';
import { configuredSite } from '#domain/flows/sites.ts';
import { articleId } from '#domain/ids.ts';
import type { Evidence } from '#domain/related/explain.ts';
import {
  type ExplainedEntry,
  type ExplainedList,
  explainList,
  type Reason,
} from '#domain/related/explain-list.ts';
import { Failure } from '../failure.ts';
import { connect } from '../stage/connect.ts';
import { siteNamed } from '../stage/outputs.ts';
import { type CommonOptions, examples, type Running, stageCommand } from './command.ts';

interface Options extends CommonOptions {
  readonly site?: string;
  readonly explain?: boolean;
}

/** `related ID`: the related posts of an article, and why each of them is there. */
export const relatedCommand = ({ terminal, exit }: Running): Command =>
  stageCommand('related', 'The related posts of an article, and why each is there')
    .argument('<id>', 'the article’s id')
    .option('--site <id>', 'its site; may be left out where there is only one')
    .option('--explain', 'with the terms that both articles share, and what each is worth')
    .addHelpText(
      'after',
      `${examples('related cms-1008', 'related cms-1008 --explain', 'related cms-1008 --explain --json')}\n\nTerms are beginnings of words, or # and a topic. An entry in brackets is kept in reserve and not shown.`,
    )
    .action(async (id: string, options: Options) => {
      const connection = await connect(options, terminal);
      const site = siteNamed(connection.outputs, options.site).id;
      const configured = await configuredSite(connection, site);
      const list = await explainList(connection, configured, articleId(id));
      if (!list)
        throw new Failure(`${site} has no article ${id} that readers see: only such have a list.`);
      const lines = options.json
        ? [JSON.stringify(options.explain ? list : brief(list))]
        : listLines(list, options.explain ?? false);
      for (const line of lines) terminal.out(line);
      exit(0);
    });

const brief = (list: ExplainedList): object => ({
  ...list,
  entries: list.entries.map(withoutTerms),
});

function listLines(
  { headline, statistics, entries }: ExplainedList,
  explain: boolean,
): readonly string[] {
  const title = `${headline} (by statistics ${statistics.number}, of ${statistics.articles} articles)`;
  if (entries.length === 0) return [title, 'Nothing is related to it, or near in time.'];
  return [title, ...entries.flatMap((entry, n) => entryLines(entry, n, explain))];
}

function withoutTerms({ reason, ...entry }: ExplainedEntry): object {
  if (reason.how !== 'related') return { ...entry, reason };
  const { terms: _, ...rest } = reason;
  return { ...entry, reason: rest };
}

/** An entry as a person reads it. */
export function entryLines(
  { id, headline, shown, reason }: ExplainedEntry,
  at: number,
  explain: boolean,
): readonly string[] {
  const place = shown ? `${at + 1}.` : `(${at + 1})`;
  const line = `${place.padStart(4)} ${id}  ${headline}: ${inWords(reason)}`;
  if (!explain || reason.how !== 'related') return [line];
  const rest = reason.terms.length - TERMS_MAX;
  const more = rest > 0 ? [`${rest} more`] : [];
  const terms = [...reason.terms.slice(0, TERMS_MAX).map(termText), ...more];
  return [line, `       ${terms.join(', ')}`];
}

/** Beyond these, terms are worth a hundredth or so. */
const TERMS_MAX = 12;

function inWords(reason: Reason): string {
  if (reason.how === 'pinned') return 'pinned by the newsroom';
  if (reason.how === 'meaning') return `alike in meaning, closeness ${reason.closeness}`;
  const apart = `${reason.daysApart} ${reason.daysApart === 1 ? 'day' : 'days'}`;
  const section = reason.sameSection ? 'same section' : 'another section';
  if (reason.how === 'filler')
    return `near in time, ${apart} ${reason.earlier ? 'earlier' : 'later'}, ${section}`;
  const alike = reason.closeness === undefined ? '' : `, closeness ${reason.closeness} in meaning`;
  return `score ${reason.score}${alike}, ${reason.terms.length} terms in both, ${section}, ${apart} apart`;
}

function termText({ term, share, inHeadlines, isName, isTopic }: Evidence): string {
  const marks = [
    inHeadlines ? 'in both headlines' : '',
    isName ? 'name' : '',
    isTopic ? 'topic' : '',
  ].filter(Boolean);
  const note = marks.length > 0 ? ` (${marks.join(', ')})` : '';
  return `${term} ${(100 * share).toFixed(1)} %${note}`;
}
