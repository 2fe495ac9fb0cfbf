import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Drop } from '#domain/ports.ts';
import { type World, worlds } from './worlds.ts';

describe.each(worlds)('the drop bucket $name', ({ open }) => {
  let world: World;
  let drop: Drop;
  beforeAll(async () => {
    world = await open();
    ({ drop } = world);
  });
  afterAll(() => world.close());

  test('gives a long body back, up to the size that is allowed', async () => {
    await drop.write('bodies/daily/cms-1/1', 'Größe 🌊');

    expect(await drop.read('bodies/daily/cms-1/1', 100)).toBe('Größe 🌊');
    expect(await drop.read('bodies/daily/cms-1/1', 12)).toBe('Größe 🌊');
    await expect(drop.read('bodies/daily/cms-1/1', 11)).rejects.toThrow(RangeError);
    expect(await drop.read('bodies/daily/cms-1/2', 100)).toBeUndefined();
  });
});
