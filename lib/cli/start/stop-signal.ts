/** A terminal's Ctrl-C reaches a process twice when its parent passes it on: such an echo is no second wish. */
const ECHO_MS = 1_000;

/** Resolves at the first wish to stop. A second one, later, ends the process at once. */
export function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    let first = 0;
    const stop = (): void => {
      if (first === 0) {
        first = Date.now();
        resolve();
      } else if (Date.now() - first > ECHO_MS) process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  });
}
