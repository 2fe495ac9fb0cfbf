import { parentPort } from 'node:worker_threads';
import { runStory } from './run-story.ts';
import { writeStory } from './story/write-story.ts';
import type { Sabotage } from './world/sabotage.ts';

/* Plays one seed after the other for `campaign.ts`. */
parentPort?.on(
  'message',
  ({ seed, sabotage }: { readonly seed: number; readonly sabotage?: Sabotage }) => {
    void runStory(writeStory(seed), { sabotage }).then(({ violations, figures }) =>
      parentPort?.postMessage({ seed, violation: violations[0], figures }),
    );
  },
);
