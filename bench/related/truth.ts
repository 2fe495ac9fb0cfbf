import { readCorpus } from './corpus.ts';

/** An article, and what editors filed it with. The engine never sees this. */
export interface Judged {
  readonly id: string;
  readonly lang: string;
  /** Articles that belong beside it, by their place in time: 2 for the same event, 1 for the same topic. */
  readonly relevant: ReadonlyMap<number, number>;
  /** Its word 4-grams, for telling near-duplicates exactly. */
  readonly grams: ReadonlySet<string>;
}

interface Labelled {
  readonly truth?: { readonly event?: readonly string[]; readonly topic?: readonly string[] };
}

const GRADES = { topic: 1, event: 2 } as const;
const KINDS = ['topic', 'event'] as const;
const GRAM = 4;

/** A labelled corpus, in order of time. */
export function readTruth(file: string): readonly Judged[] {
  const stories = readCorpus(file);
  const labels = stories.map((story) =>
    KINDS.flatMap((kind) =>
      ((story as Labelled).truth?.[kind] ?? []).map((label) => ({
        name: `${story.lang} ${kind} ${label}`,
        grade: GRADES[kind],
      })),
    ),
  );
  const under = new Map<string, number[]>();
  labels.forEach((of, n) => {
    for (const { name } of of) under.set(name, [...(under.get(name) ?? []), n]);
  });
  return stories.map(({ id, lang, title, standfirst = '', body }, n) => ({
    id,
    lang,
    relevant: relevantTo(n, labels[n] ?? [], under),
    grams: gramsOf(`${title} ${standfirst} ${body}`),
  }));
}

function relevantTo(
  n: number,
  labels: readonly { readonly name: string; readonly grade: number }[],
  under: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<number, number> {
  const relevant = new Map<number, number>();
  for (const { name, grade } of labels) {
    for (const other of under.get(name) ?? [])
      if (other !== n) relevant.set(other, Math.max(grade, relevant.get(other) ?? 0));
  }
  return relevant;
}

function gramsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const grams = new Set<string>();
  for (let at = 0; at < Math.max(1, words.length - GRAM + 1); at += 1)
    grams.add(words.slice(at, at + GRAM).join(' '));
  return grams;
}
