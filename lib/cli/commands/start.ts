import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { removeRuntimeRecord, writeRuntimeRecord } from '../stage/runtime-record.ts';
import { needsNewsroom, publishNewsroom, settleNewsroom } from '../start/newsroom.ts';
import { untilTold } from '../start/stop-signal.ts';
import { synthesize } from '../start/synthesize.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Running, wholeNumber } from './command.ts';

interface Options {
  readonly port: number;
  readonly data?: string;
  readonly empty?: boolean;
  readonly meaning?: boolean;
}

/** `start`: the whole pipeline on this machine, until it is told to stop. */
export const startCommand = ({ terminal, exit }: Running): Command =>
  new Command('start')
    .description('Run the whole pipeline on this machine, with a sample newsroom')
    .option(
      '--port <number>',
      'where readers go; the control address is one above',
      wholeNumber(1),
      4800,
    )
    .option('--data <folder>', 'where everything is kept (default: .offstone/data in the checkout)')
    .option('--empty', 'leave out the sample newsroom')
    .option('--meaning', 'with related posts by meaning too, as a stand-in for a model finds them')
    .addHelpText('after', examples('start', 'start --port 8080 --data ~/newsroom --empty'))
    .action(async ({ port, data, empty = false, meaning = false }: Options) => {
      const told = untilTold();
      const dataDir =
        data === undefined ? resolve(terminal.root, '.offstone', 'data') : resolve(data);
      const cdkOut = await synthesize(terminal.root, meaning);
      const runtime = await startRuntime({ cdkOut, dataDir, port, log: terminal.note });
      try {
        await serve(runtime, { dataDir, empty, told }, terminal);
      } finally {
        removeRuntimeRecord(terminal.root, process.pid);
        await runtime.stop();
      }
      exit(0);
    });

interface Serving {
  readonly dataDir: string;
  readonly empty: boolean;
  readonly told: Promise<void>;
}

async function serve(
  runtime: Runtime,
  { dataDir, empty, told }: Serving,
  terminal: Terminal,
): Promise<void> {
  writeRuntimeRecord(terminal.root, { url: runtime.url, pid: process.pid });
  if (needsNewsroom(dataDir)) {
    const published = empty ? Promise.resolve() : publishNewsroom(runtime.url, terminal);
    const first = await Promise.race([published.then(() => 'published'), told.then(() => 'told')]);
    if (first === 'told') return;
    await settleNewsroom(dataDir, empty ? 'none' : 'sample');
  }
  terminal.out(`ready ${runtime.url}`);
  terminal.note(
    `Control address: ${runtime.controlUrl}. Ctrl-C stops; everything stays in ${dataDir}.`,
  );
  await told;
}
