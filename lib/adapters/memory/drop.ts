import type { Drop } from '#domain/ports.ts';

/** A drop bucket in memory, under the name that events refer to. */
export function memoryDrop(name = 'drop'): Drop {
  const objects = new Map<string, string>();
  return {
    name,
    async read(key, maxBytes) {
      const text = objects.get(key);
      const bytes = text === undefined ? 0 : Buffer.byteLength(text);
      if (bytes > maxBytes)
        throw new RangeError(`${key} has ${bytes} bytes; at most ${maxBytes} are read.`);
      return text;
    },
    async write(key, text) {
      objects.set(key, text);
    },
  };
}
