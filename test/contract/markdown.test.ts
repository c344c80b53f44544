import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataDictionaryMarkdown } from '../../src/contract/markdown.ts';
import { markdownTable } from '../../src/contract/markdown-table.ts';

describe('docs/data-dictionary.md', () => {
  it('is current; `npm run docs` writes it anew', () => {
    const page = new URL('../../docs/data-dictionary.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(dataDictionaryMarkdown());
  });
});

describe('markdownTable', () => {
  it('keeps a cell in its cell', () => {
    expect(markdownTable(['a'], [['x|y\nz']])).toBe('| a |\n| --- |\n| x\\|y z |');
  });
});
