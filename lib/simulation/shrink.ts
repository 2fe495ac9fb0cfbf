import { runStory, type Told } from './run-story.ts';
import type { Deed } from './story/deeds.ts';
import type { Send, Story } from './story/story.ts';
import type { Fault } from './world/chance.ts';
import type { Sabotage } from './world/sabotage.ts';

/** A failing story with all taken out that it fails without. */
export interface Short {
  readonly story: Story;
  readonly told: Told;
  /** Faults that had to be kept from happening for the story to be short. */
  readonly muted: ReadonlySet<string>;
}

/** A story that cannot be shortened within this many tries is short enough. */
const TRIES_MAX = 250;

/** Leaves out events, then faults, as long as the same law is still broken. */
export async function shrink(story: Story, sabotage?: Sabotage): Promise<Short | undefined> {
  const first = await runStory(story, { sabotage });
  const law = first.violations[0]?.law;
  if (law === undefined) return undefined;
  let best: Short = { story, told: first, muted: new Set() };
  let tries = 0;
  const fails = async (candidate: Omit<Short, 'told'>): Promise<boolean> => {
    if (tries >= TRIES_MAX) return false;
    tries += 1;
    const told = await runStory(candidate.story, { sabotage, muted: candidate.muted });
    if (told.violations[0]?.law !== law) return false;
    best = { ...candidate, told };
    return true;
  };
  await thinned(story.sends, (sends: readonly Send[]) =>
    fails({ muted: best.muted, story: { ...best.story, sends } }),
  );
  await thinned(story.deeds, (deeds: readonly Deed[]) =>
    fails({ muted: best.muted, story: { ...best.story, deeds } }),
  );
  await fails({ muted: best.muted, story: { ...best.story, outages: [] } });
  for (const kind of new Set(best.told.faults.map((fault) => fault.kind)))
    await fails({ story: best.story, muted: new Set([...best.muted, kind]) });
  const kinds = best.muted;
  const rare = best.told.faults;
  await thinned(rare, (kept: readonly Fault[]) => {
    const names = new Set(kept.map(nameOf));
    const gone = rare.map(nameOf).filter((name) => !names.has(name));
    return fails({ story: best.story, muted: new Set([...kinds, ...gone]) });
  });
  return best;
}

const nameOf = ({ kind, where }: Fault): string => `${kind} ${where}`;

/** Delta debugging (Zeller, 1999): leaves out halves, then quarters, down to single ones, while it still fails. */
async function thinned<T>(
  all: readonly T[],
  fails: (kept: readonly T[]) => Promise<boolean>,
): Promise<void> {
  let kept = all;
  for (
    let size = Math.ceil(all.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < kept.length; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await fails(without)) kept = without;
      else from += size;
    }
  }
}
