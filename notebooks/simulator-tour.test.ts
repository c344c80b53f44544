import { readFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { executed, type Notebook, type Output, readNotebook } from './run/notebook.ts';

const FILE = fileURLToPath(new URL('simulator-tour.ipynb', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const committed = readNotebook(FILE);
const codeCells = committed.cells.filter((cell) => cell.cell_type === 'code').map((cell) => cell.id);
let again: Notebook | undefined;

const joined = (text: string | readonly string[]): string =>
  typeof text === 'string' ? text : text.join('');

/** All that an output shows, pictures too, which are text as well. */
function shown({ data = {}, text = '' }: Output): string[] {
  return [joined(text), ...Object.entries(data).map(([type, each]) => `${type}\n${joined(each)}`)];
}

const outputsOf = (notebook: Notebook | undefined, id: string) =>
  notebook?.cells.find((cell) => cell.id === id)?.outputs?.flatMap(shown);

describe('notebooks/simulator-tour.ipynb', () => {
  it('runs from its first cell to its last', async () => {
    again = await executed(FILE);
    expect(again.cells.map((cell) => cell.id)).toEqual(committed.cells.map((cell) => cell.id));
  });

  // After a change that is meant: `npm run notebook` saves the new outputs.
  it.each(codeCells)('shows in cell "%s" what is committed', (id) => {
    expect(outputsOf(again, id)).toEqual(outputsOf(committed, id));
    expect(outputsOf(committed, id)?.join('')).toMatch(/\S/);
  });

  it('tells nothing of the machine that it ran on', () => {
    const text = readFileSync(FILE, 'utf8');
    for (const private_ of [ROOT, homedir(), hostname(), `${tmpdir()}/`]) {
      if (private_.length > 1) expect(text).not.toContain(private_);
    }
  });
});
