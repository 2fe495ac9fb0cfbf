import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { type Played, runCampaign } from '../../simulation/campaign.ts';
import { retell } from '../../simulation/retell.ts';
import { shrink } from '../../simulation/shrink.ts';
import { writeStory } from '../../simulation/story/write-story.ts';
import { isSabotage, SABOTAGES, type Sabotage } from '../../simulation/world/sabotage.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Running, wholeNumber } from './command.ts';

interface SimulateOptions {
  readonly seeds: number;
  readonly seed: number;
  readonly sabotage?: Sabotage;
  readonly json?: boolean;
}

/** Stories told in full; more are named by their seeds. */
const RETOLD_MAX = 3;

/** `offstone simulate`: hunts for broken laws in a world where everything goes wrong. */
export function simulateCommand({ terminal, exit }: Running): Command {
  return new Command('simulate')
    .description('Play newsrooms in a world where everything goes wrong, and check every law')
    .option('--seeds <n>', 'how many seeds to play', wholeNumber(1), 200)
    .option('--seed <n>', 'the first of them', wholeNumber(0), 1)
    .option('--sabotage <name>', `switch one safeguard off: ${names()}`, sabotage)
    .option('--json', 'print one JSON object as the last line')
    .addHelpText(
      'after',
      examples(
        'simulate --seeds 2000',
        'simulate --seed 48 --seeds 1',
        'simulate --sabotage sweep',
      ),
    )
    .action(async (options: SimulateOptions) => {
      const failed = await simulate(options, terminal);
      exit(failed > 0 ? 1 : 0);
    });
}

const names = (): string => Object.keys(SABOTAGES).join(', ');

function sabotage(name: string): Sabotage {
  if (isSabotage(name)) return name;
  throw new InvalidArgumentError(`It must be one of ${names()}.`);
}

async function simulate(options: SimulateOptions, terminal: Terminal): Promise<number> {
  const started = performance.now();
  const played = await runCampaign({
    first: options.seed,
    seeds: options.seeds,
    threads: availableParallelism(),
    sabotage: options.sabotage,
    stopAtFirst: options.sabotage !== undefined,
    progress: (done, violations) =>
      terminal.progress(`${done} of ${options.seeds} seeds, ${violations} broke a law`),
  });
  terminal.progress('');
  const failed = played.filter(({ violation }) => violation);
  for (const one of failed.slice(0, RETOLD_MAX)) await tell(one, options, terminal);
  const seconds = (performance.now() - started) / 1000;
  if (options.json) terminal.out(JSON.stringify(summary(played, failed, options, seconds)));
  else
    terminal.out(
      `${played.length} seeds in ${seconds.toFixed(1)} s: ${failed.length === 0 ? 'every law held' : `${failed.length} broke a law (${failed.map(({ seed }) => seed).join(', ')})`}`,
    );
  return failed.length;
}

async function tell(
  { seed, violation }: Played,
  options: SimulateOptions,
  terminal: Terminal,
): Promise<void> {
  terminal.note(`seed ${seed} broke law ${violation?.law}: ${violation?.message}`);
  const short = await shrink(writeStory(seed), options.sabotage);
  if (!short)
    throw new Error(`Seed ${seed} did not fail again: the simulation is not deterministic.`);
  for (const line of retell(short)) terminal.note(`  ${line}`);
  const again = options.sabotage ? ` --sabotage ${options.sabotage}` : '';
  terminal.note(`  again: npx offstone simulate --seed ${seed} --seeds 1${again}`);
}

function summary(
  played: readonly Played[],
  failed: readonly Played[],
  options: SimulateOptions,
  seconds: number,
) {
  const sum = (of: (figures: Played['figures']) => number): number =>
    played.reduce((total, { figures }) => total + of(figures), 0);
  return {
    seeds: played.length,
    violations: failed.length,
    first: options.seed,
    ...(options.sabotage && { sabotage: options.sabotage }),
    failed: failed.map(({ seed, violation }) => ({ seed, ...violation })),
    events: sum(({ events }) => events),
    invocations: sum(({ invocations }) => invocations),
    calls: sum(({ calls }) => calls),
    callsOfOneInvocationMax: Math.max(...played.map(({ figures }) => figures.callsMax)),
    faults: sum(({ faults }) => faults),
    deadLetters: sum(({ deadLetters }) => deadLetters),
    virtualHours: Math.round(sum(({ virtualMs }) => virtualMs) / 3_600_000),
    seconds: Math.round(seconds * 10) / 10,
  };
}
