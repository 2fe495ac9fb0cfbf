import type { ArticleId } from '../ids.ts';
import { articlesOf, type Case, type Loaded } from './load.ts';
import type { Telling } from './meaning.ts';
import type { Profile } from './profile.ts';
import type { RelateContext } from './relate.ts';
import { plainText } from './text.ts';

/**
 * Tells the model of articles as they are now, where there is one. A profile says in which space its revision was told:
 * who is not in the present one yet, because the model failed, was another or was not there, is told the next time that
 * it is related.
 */
export async function told(context: RelateContext, loaded: Loaded): Promise<Loaded> {
  const { opinion } = context;
  if (!opinion) return loaded;
  const { space } = opinion;
  const cases = loaded.cases.map(remembering);
  const gone = cases
    .filter(({ before, after }) => before?.told === space && !after)
    .map(({ id }) => id);
  const [known] = await Promise.all([
    tell(context, cases),
    gone.length > 0 && opinion.remove(gone),
  ]);
  return {
    ...loaded,
    cases: cases.map((of) =>
      of.after && known.has(of.id) ? { ...of, after: { ...of.after, told: space } } : of,
    ),
  };
}

/** New statistics make a new profile of the same revision: nothing to be told again. */
function remembering(of: Case): Case {
  const { before, after } = of;
  const isKnown = after && !after.told && before?.told && before.revision === after.revision;
  return isKnown ? { ...of, after: { ...after, told: before.told } } : of;
}

async function tell(
  context: RelateContext,
  cases: readonly Case[],
): Promise<ReadonlySet<ArticleId>> {
  const { opinion } = context;
  const untold = cases.flatMap(({ after }) =>
    after && after.told !== opinion?.space ? [after] : [],
  );
  if (!opinion || untold.length === 0) return new Set();
  return await opinion.put(await tellings(context, untold));
}

async function tellings(
  context: RelateContext,
  profiles: readonly Profile[],
): Promise<readonly Telling[]> {
  const articles = await articlesOf(context, profiles);
  return [...articles.values()].map(({ id, revision, language, headline, standfirst, body }) => ({
    id,
    revision,
    language,
    headline,
    standfirst,
    text: plainText(body),
  }));
}
