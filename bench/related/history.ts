import { random } from './generator.ts';
import type { Story } from './newsroom.ts';

export type Event =
  | { readonly what: 'publish'; readonly story: Story }
  | { readonly what: 'withdraw'; readonly id: string };

/** A newsroom's worst day: articles in any order, every tenth event twice, every twentieth article withdrawn. */
export function worstDay(stories: readonly Story[], seed: number): readonly Event[] {
  const next = random(seed);
  const events = stories.flatMap((story): readonly Event[] => {
    const published: Event = { what: 'publish', story };
    const doubled = next() < 0.1 ? [published] : [];
    const withdrawn: readonly Event[] = next() < 0.05 ? [{ what: 'withdraw', id: story.id }] : [];
    return [published, ...doubled, ...withdrawn];
  });
  return events
    .map((event) => ({ event, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}
