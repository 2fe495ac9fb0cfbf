import { expect, test } from 'vitest';
import { eventually, freePorts, offstone, scratch, startProcess } from './stage.ts';

const COUNT = 200;

test('a runtime that is killed in the middle of 200 articles loses none of them', async () => {
  const folder = scratch();
  const port = await freePorts();
  const endpoint = `http://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--data', folder.path, '--empty'];
  const articles = Array.from({ length: COUNT }, (_, n) => ({
    site: 'daily',
    id: `wave-${n}`,
    revision: 1,
    headline: `Wave ${n} reaches the harbour wall`,
    sections: ['world'],
    body: { contentType: 'text/plain', value: `Wave number ${n} came in at noon.` },
  }));

  let runtime = await startProcess(args);
  try {
    await offstone(['publish', '-', '--endpoint', endpoint], JSON.stringify(articles));
    runtime.kill('SIGKILL');
    await new Promise((resolve) => runtime.once('close', resolve));
    runtime = await startProcess(args);

    const live = await eventually(
      async () => {
        const status = await offstone(
          ['publish', '-', '--wait', '--endpoint', endpoint],
          JSON.stringify(articles),
        );
        return status.lines.filter(({ type }) => type === 'article.live').length;
      },
      (count) => count === COUNT,
    );
    expect(live).toBe(COUNT);
    const verified = await eventually(
      () => offstone(['verify', '--endpoint', endpoint]),
      ({ code }) => code === 0,
    );
    expect(verified.code, verified.stdout).toBe(0);
  } finally {
    runtime.kill('SIGINT');
    const code = await new Promise((resolve) => runtime.once('close', resolve));
    folder.remove();
    expect(code, 'Ctrl-C stops it clean').toBe(0);
  }
}, 120_000);
