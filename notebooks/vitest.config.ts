import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['**/*.test.ts'],
    exclude: ['.tools/**'],
    // The first run installs its tools.
    testTimeout: 900_000,
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: 'test-results/notebook.json' }]]
      : ['default'],
  },
});
