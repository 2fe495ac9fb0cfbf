import type { Outgoing } from '#domain/ports.ts';

/** One message and one batch of SQS: 1 MiB. */
export const MESSAGE_BYTES_MAX = 1024 * 1024;
const DELAY_SECONDS_MAX = 900;

/** What SQS takes as text (its page on quotas of messages); U+FFFE and U+FFFF survive JSON, but not this. */
const REFUSED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Refuses, before any is sent, messages that SQS would never take: sending them is a bug, not an outage. */
export function checkMessages(messages: readonly Outgoing[]): void {
  for (const { queue, body, delaySeconds = 0 } of messages) {
    const bytes = Buffer.byteLength(body);
    if (bytes === 0 || bytes > MESSAGE_BYTES_MAX) {
      throw new RangeError(
        `A message to ${queue} must have 1 to ${MESSAGE_BYTES_MAX} bytes, not ${bytes}.`,
      );
    }
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > DELAY_SECONDS_MAX) {
      throw new RangeError(
        `A message to ${queue} waits 0 to 900 whole seconds, not ${delaySeconds}.`,
      );
    }
    if (REFUSED.test(body))
      throw new RangeError(`A message to ${queue} holds a character SQS refuses.`);
  }
}
