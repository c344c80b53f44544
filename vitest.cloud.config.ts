import { defineConfig } from 'vitest/config';

/** Against emulators of Google Cloud, apart from `npm test`: they need Python, and the network once. */
export default defineConfig({
  test: {
    include: ['test/cloud/**/*.test.ts'],
    globalSetup: ['test/support/one-temp-dir.ts', 'test/cloud/emulators.ts'],
    // No metadata server is looked for: nothing here has credentials.
    env: { METADATA_SERVER_DETECTION: 'none' },
    // One engine answers all files.
    fileParallelism: false,
    testTimeout: 300_000,
    // A shared machine may stall a browser or a process for once; who needed a second try is named at the end of the run.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 300_000,
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: 'test-results/vitest-cloud.json' }]]
      : ['default'],
  },
});
