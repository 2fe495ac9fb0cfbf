import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * node bench/run.ts NAME [ARGUMENTS]: runs one benchmark, a module of this folder that exports `bench`. Timings and
 * memory live here, never in a test's assertion; the figures that were committed last are in bench/results.
 */
const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));

const [name, ...args] = process.argv.slice(2);
const known = name !== undefined && names.includes(name);
const { bench } = known
  ? ((await import(`./${name}.ts`)) as { bench?: (args: readonly string[]) => Promise<void> })
  : {};
if (!bench) {
  process.stderr.write(
    `usage: npm run bench -- NAME [ARGUMENTS], with NAME one of ${names.join(', ')}\n`,
  );
  process.exit(2);
}
await bench(args);
