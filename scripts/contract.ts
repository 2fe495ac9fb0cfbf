/*
 * Writes what senders read about the contract from the schemas themselves: `events/schemas/*.json` and
 * `events/README.md`. `--check` writes nothing and fails when they, or a sample, no longer say what the schemas say.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { envelope, inbound, outcomes, parseEvent, type Reason } from '../events/index.ts';
import { catalogue } from './contract/catalogue.ts';
import { jsonText } from './contract/json-text.ts';
import { type PublishedSchema, publishedSchema } from './contract/published-schema.ts';

const EVENTS = fileURLToPath(new URL('../events/', import.meta.url));

export interface Sample {
  readonly name: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
  /** Why the stage rejects it; absent for lawful ones. */
  readonly reasons?: readonly Reason[];
}

/** The samples of `events/samples`, lawful or not, by file name. */
export function samples(kind: 'valid' | 'invalid'): readonly Sample[] {
  const folder = `${EVENTS}samples/${kind}/`;
  return readdirSync(folder)
    .sort()
    .map((file): Sample => {
      const sample: Omit<Sample, 'name'> = JSON.parse(readFileSync(folder + file, 'utf8'));
      return { name: file.replace(/\.json$/, ''), ...sample };
    });
}

/** Every generated file of the contract: its path below `events/` and its text. */
export function contractFiles(): ReadonlyMap<string, string> {
  const schemas = new Map<string, PublishedSchema>();
  for (const [name, schema] of Object.entries({ ...inbound, ...outcomes, envelope })) {
    schemas.set(name, publishedSchema(name, schema));
  }
  const files = new Map<string, string>();
  for (const [name, schema] of schemas) {
    files.set(`schemas/${name}.json`, `${jsonText(schema)}\n`);
  }
  files.set('README.md', catalogue(schemas, samples('valid'), samples('invalid')));
  return files;
}

/** What is stale or untrue, one line each; nothing when all agrees. */
export function contractProblems(): readonly string[] {
  return [
    ...[...contractFiles()].flatMap(([file, text]) =>
      read(file) === text ? [] : [`events/${file} is stale: run node scripts/contract.ts`],
    ),
    ...samples('valid').flatMap(({ name, detail, 'detail-type': type }) => {
      const result = parseEvent(type, detail);
      return result.ok ? [] : [`${name} should be lawful: ${JSON.stringify(result.reasons)}`];
    }),
    ...samples('invalid').flatMap(({ name, detail, 'detail-type': type, reasons }) => {
      const result = parseEvent(type, detail);
      const found = JSON.stringify(result.ok ? [] : result.reasons);
      return found === JSON.stringify(reasons) ? [] : [`${name} is rejected for ${found}`];
    }),
  ];
}

function read(file: string): string {
  try {
    return readFileSync(EVENTS + file, 'utf8');
  } catch {
    return '';
  }
}

function main(check: boolean): void {
  if (!check) {
    mkdirSync(`${EVENTS}schemas`, { recursive: true });
    for (const [file, text] of contractFiles()) writeFileSync(EVENTS + file, text);
  }
  const problems = contractProblems();
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (import.meta.main) main(process.argv.includes('--check'));
