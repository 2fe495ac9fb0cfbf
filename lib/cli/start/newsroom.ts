import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DEFAULT_SOURCE } from '#events';
import { Failure } from '../failure.ts';
import { sourcesOf, valuesOf } from '../reading/sources.ts';
import { publishValues } from '../sending/publish.ts';
import { type Connection, connect } from '../stage/connect.ts';
import type { Terminal } from '../terminal.ts';

const SITE = 'daily';
const PATIENCE_MS = 120_000;
const TYPES: Readonly<Record<string, string>> = { '.svg': 'image/svg+xml' };

/** Says that a data folder needs no sample newsroom: it has one, or was begun without. */
const settledMark = (dataDir: string): string => join(dataDir, 'newsroom.json');

export const needsNewsroom = (dataDir: string): boolean => !existsSync(settledMark(dataDir));

export const settleNewsroom = (dataDir: string, newsroom: 'sample' | 'none'): Promise<void> =>
  writeFile(settledMark(dataDir), `${JSON.stringify({ newsroom })}\n`);

/** Publishes the sample newsroom and waits until all of it can be read. Doing it again changes nothing. */
export async function publishNewsroom(endpoint: string, terminal: Terminal): Promise<void> {
  const connection = await connect({ endpoint }, terminal);
  const folder = join(terminal.root, 'samples');
  await putMedia(join(folder, 'media'), connection);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  const sources = await sourcesOf(
    files.map((file) => join(folder, file)),
    terminal.stdin,
  );
  terminal.note('Publishing the sample newsroom …');
  const quiet: Terminal = { ...terminal, out: () => {} };
  const tally = await publishValues(valuesOf(sources), connection, quiet, {
    wait: true,
    patienceMs: PATIENCE_MS,
    preparing: { source: DEFAULT_SOURCE, drop: connection.outputs.drop },
  });
  terminal.note(`Sample newsroom: ${tally.text()}.`);
  if (tally.rejected > 0)
    throw new Failure('Sample articles were rejected: see `npx offstone rejects`.');
}

/** The site serves its pictures itself, from beside its pages. */
async function putMedia(folder: string, { outputs }: Connection): Promise<void> {
  const bucket = outputs.sites.find(({ id }) => id === SITE)?.bucket;
  if (bucket === undefined) return;
  const client = new S3Client();
  await Promise.all(
    (await readdir(folder)).map(async (name) =>
      client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `media/${name}`,
          Body: await readFile(join(folder, name)),
          ContentType: TYPES[extname(name)] ?? 'application/octet-stream',
          CacheControl: 'public, max-age=86400',
        }),
      ),
    ),
  );
}
