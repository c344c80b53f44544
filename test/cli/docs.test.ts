import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { cliMarkdown, settingsMarkdown } from '../../src/cli/markdown.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('pages of the command line', () => {
  it('docs/cli.md is current; `npm run docs` writes it anew', () => {
    expect(page('cli.md')).toBe(cliMarkdown());
  });

  it('docs/settings.md is current; `npm run docs` writes it anew', () => {
    expect(page('settings.md')).toBe(settingsMarkdown());
  });

  it('show every command with an example that begins with it', () => {
    for (const { name, examples } of COMMANDS) {
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(example).toMatch(new RegExp(`^earshot ${name}\\b`));
    }
  });
});
