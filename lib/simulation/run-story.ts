import type { Item } from '#domain/ports.ts';
import { audit } from './audit/final.ts';
import type { Violation } from './audit/violation.ts';
import type { Story } from './story/story.ts';
import type { Fault } from './world/chance.ts';
import { World, type WorldOptions } from './world/world.ts';

/** What a story cost and met with. */
export interface Figures {
  readonly events: number;
  readonly invocations: number;
  readonly calls: number;
  /** The most calls of one invocation. */
  readonly callsMax: number;
  readonly faults: number;
  readonly deadLetters: number;
  readonly virtualMs: number;
}

export interface Told {
  readonly violations: readonly Violation[];
  readonly faults: readonly Fault[];
  readonly figures: Figures;
}

const MINUTE = 60_000;
/** All that a story schedules is due within this. */
const HORIZON = 3.5 * 3_600_000;
/** Until the youngest of its news has left the news sitemap. */
const LONG_HORIZON = 52 * 3_600_000;
/** A change that the sweep takes up again and again is not settled by patience. */
const PATIENCE = 45;

/** Plays a story: first all goes wrong that its seed says, then the world is put right and must come to agree with itself. */
export async function runStory(story: Story, options: WorldOptions = {}): Promise<Told> {
  const world = new World(story, options);
  const stop = (): boolean => world.watch.violations.length > 0;
  await world.open();
  await world.timeline.run(story.until, stop);
  world.chance.calm = true;
  await settle(world, stop);
  await waitForDues(world, stop);
  if (!stop()) {
    const at = world.timeline.now;
    for (const finding of await audit(world)) world.watch.violations.push({ ...finding, at });
  }
  return {
    violations: world.watch.violations,
    faults: world.chance.faults,
    figures: figuresOf(world),
  };
}

/** Lets the minutes pass, with everybody at work and nothing in the way, until nothing is left to do. */
async function settle(world: World, stop: () => boolean): Promise<void> {
  for (let minute = 0; minute < PATIENCE && !stop(); minute++) {
    for (const queue of world.queues.values()) queue.redrive();
    world.tick();
    await world.timeline.run(world.timeline.now + MINUTE, stop);
    if (isSettled(world)) return;
  }
}

function isSettled(world: World): boolean {
  const idle = [...world.queues.values()].every(
    ({ name, size, dead }) => dead.length === 0 && (size === 0 || name === 'releases'),
  );
  return idle && world.stream.size === 0 && !itemsOf(world).some(({ kind }) => kind === 'change');
}

/** Goes from one scheduled instant to the next, without living through the hours between. */
async function waitForDues(world: World, stop: () => boolean): Promise<void> {
  const horizon = world.story.start + (world.story.long ? LONG_HORIZON : HORIZON);
  for (let hop = 0; hop < PATIENCE && !stop(); hop++) {
    const next = Math.min(
      ...itemsOf(world)
        .filter(isDue)
        .map(({ at }) => Date.parse(String(at))),
    );
    if (next > horizon) return;
    await world.timeline.run(Math.max(world.timeline.now, next - MINUTE), stop);
    world.tick();
    await world.timeline.run(world.timeline.now + 2 * MINUTE, stop);
    await settle(world, stop);
  }
}

const isDue = ({ pk }: Item): boolean => pk.includes('#DUE#');

const itemsOf = (world: World): readonly Item[] => [...world.table.memory.items()];

function figuresOf({ story, functions, queues, stream, chance, timeline }: World): Figures {
  const all = Object.values(functions);
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  return {
    events: story.sends.length,
    invocations: sum(all.map(({ invocations }) => invocations)),
    calls: sum(all.map(({ calls }) => calls)),
    callsMax: Math.max(...all.map(({ callsMax }) => callsMax)),
    faults: chance.faults.length,
    deadLetters: sum([...queues.values()].map(({ deadEver }) => deadEver)) + stream.givenUp,
    virtualMs: timeline.now - story.start,
  };
}
