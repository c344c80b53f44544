import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They have servers of their own: vitest.cloud.config.ts.
    exclude: ['test/cloud/**'],
    globalSetup: ['test/support/one-temp-dir.ts'],
    testTimeout: 60_000,
    // A shared machine may stall a browser or a process for once; who needed a second try is named at the end of the run.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 120_000,
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: 'test-results/vitest.json' }]]
      : ['default'],
  },
});
