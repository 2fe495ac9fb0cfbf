import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockHolder, startRuntime } from '../../lib/local/runtime.ts';
import { folder, freePort, writeAssembly } from './app.ts';

const cdkOut = writeAssembly({ desk: { Resources: {} } });
const start = async (dataDir: string, port?: number) =>
  startRuntime({ cdkOut, dataDir, port: port ?? (await freePort()), log: () => undefined });

test('two runtimes never share a folder, and the second says who has it', async () => {
  const dataDir = folder();
  const first = await start(dataDir);
  expect(lockHolder(dataDir)?.pid).toBe(process.pid);
  await expect(start(dataDir)).rejects.toThrow(
    /in use by the runtime at http:\/\/127\.0\.0\.1:\d+/,
  );

  await first.stop();
  expect(lockHolder(dataDir)).toBeUndefined();
  await (await start(dataDir)).stop();
});

test.each([
  ['a process that is no more', { pid: 2 ** 22 + 1, born: '1', port: 4800 }],
  ['another process that has its number now', { pid: process.ppid, born: 'long ago', port: 4800 }],
  ['an earlier life of this very number', { pid: process.pid, born: 'long ago', port: 4800 }],
])('the lock of %s is taken over', async (_who, holder) => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'lock.json'), JSON.stringify(holder));
  await (await start(dataDir)).stop();
});

test('a torn lock is taken over', async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'lock.json'), '{"pid": 1');
  await (await start(dataDir)).stop();
});

test('a port that is taken is named, and the folder is free again', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port + 1, '127.0.0.1', resolve));
  const dataDir = folder();

  await expect(start(dataDir, port)).rejects.toThrow(
    `Port ${port + 1} is taken by another program: choose another one with --port.`,
  );
  expect(lockHolder(dataDir)).toBeUndefined();
  await new Promise((resolve) => other.close(resolve));
  await (await start(dataDir, port)).stop();
});

test('a folder with something else in it is left alone', async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'thesis.doc'), 'mine');
  await expect(start(dataDir)).rejects.toThrow('holds something else (thesis.doc)');
});

test('a folder that cannot be written is named', async () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  await expect(start(join(file, 'data'))).rejects.toThrow('cannot be written (ENOTDIR)');
});

test('a folder of another version, or written only in part, is named', async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, 'offstone.json'), '{"format":');
  await expect(start(dataDir)).rejects.toThrow('written by another version or only in part');
});

test('a damaged journal is one line that names the file', async () => {
  const dataDir = folder();
  await (await start(dataDir)).stop();
  mkdirSync(join(dataDir, 'sqs'), { recursive: true });
  writeFileSync(join(dataDir, 'sqs', 'sqs.journal'), 'no json at all\n{"put":"q","messages":[]}\n');

  const failure = await start(dataDir).then(
    () => '',
    (error: Error) => error.message,
  );
  expect(failure).toContain('sqs.journal');
  expect(failure.split('\n')).toHaveLength(1);
  expect(lockHolder(dataDir)).toBeUndefined();
});

test('an app that was never synthesized is said so', async () => {
  const options = { cdkOut: folder(), dataDir: folder(), port: await freePort() };
  await expect(startRuntime(options)).rejects.toThrow('holds no synthesized app');
});
