import { defineConfig } from 'vitest/config';

/** `--mode explore`: properties meet other cases in each run. */
export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: mode === 'explore' ? [] : ['test/support/one-seed.ts'],
    // Two cores: more workers than that only make every test slower.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
}));
