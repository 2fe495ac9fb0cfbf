import { Worker } from 'node:worker_threads';
import type { Violation } from './audit/violation.ts';
import type { Figures } from './run-story.ts';
import type { Sabotage } from './world/sabotage.ts';

/** How one seed ended. */
export interface Played {
  readonly seed: number;
  readonly violation?: Violation | undefined;
  readonly figures: Figures;
}

export interface Campaign {
  readonly first: number;
  readonly seeds: number;
  readonly threads: number;
  readonly sabotage?: Sabotage | undefined;
  /** Whether one violation is enough. */
  readonly stopAtFirst: boolean;
  readonly progress: (played: number, violations: number) => void;
}

/** Plays many seeds, on several processors. Gives them in the order of their numbers. */
export async function runCampaign(campaign: Campaign): Promise<readonly Played[]> {
  const played: Played[] = [];
  const end = campaign.first + campaign.seeds;
  let next = campaign.first;
  let violations = 0;
  const seedLeft = (): number | undefined => {
    if (next >= end || (campaign.stopAtFirst && violations > 0)) return undefined;
    next += 1;
    return next - 1;
  };
  const threads = Math.max(1, Math.min(campaign.threads, campaign.seeds));
  await Promise.all(
    Array.from({ length: threads }, () =>
      playAll(seedLeft, campaign.sabotage, (one) => {
        played.push(one);
        if (one.violation) violations += 1;
        campaign.progress(played.length, violations);
      }),
    ),
  );
  return played.sort((a, b) => a.seed - b.seed);
}

/** Keeps one worker busy until no seed is left. */
async function playAll(
  seedLeft: () => number | undefined,
  sabotage: Sabotage | undefined,
  heard: (one: Played) => void,
): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  try {
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        const seed = seedLeft();
        if (seed === undefined) resolve();
        else worker.postMessage({ seed, sabotage });
      };
      worker.on('message', (one: Played) => {
        heard(one);
        go();
      });
      worker.on('error', reject);
      go();
    });
  } finally {
    await worker.terminate();
  }
}
