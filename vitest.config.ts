import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/e2e/synthesized.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
