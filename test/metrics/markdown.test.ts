import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { metricsMarkdown } from '../../src/metrics/markdown.ts';

it('docs/metrics.md says what the registry says', () => {
  const page = new URL('../../docs/metrics.md', import.meta.url);
  const committed = existsSync(page) ? readFileSync(page, 'utf8') : '';
  expect(committed, 'docs/metrics.md differs from the registry: run `npm run docs`').toBe(metricsMarkdown());
});
