import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cleaningMarkdown } from '../../../src/ingest/clean/markdown.ts';

it('docs/cleaning.md is what the tables of the contract say', () => {
  const page = readFileSync(new URL('../../../docs/cleaning.md', import.meta.url), 'utf8');
  expect(page).toBe(cleaningMarkdown());
});
