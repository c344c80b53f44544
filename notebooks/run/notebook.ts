import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { notebookTools } from './tools.ts';

const execute = promisify(execFile);
const EXECUTE = fileURLToPath(new URL('execute.py', import.meta.url));

export interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
  readonly text?: string | readonly string[];
  readonly metadata?: object;
}

export interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: object;
  readonly outputs?: readonly Output[];
}

/** As nbformat 4.5 has it. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: object;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

export const readNotebook = (file: string): Notebook => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Runs all cells of a notebook in a fresh kernel, in its own folder, and leaves the file as it is.
 * @throws with the cell that failed, and how
 */
export async function executed(file: string): Promise<Notebook> {
  const { python, env } = await notebookTools();
  const dir = mkdtempSync(join(tmpdir(), 'earshot-notebook-'));
  const output = join(dir, 'executed.ipynb');
  // The notebook starts the `node` that runs this; its data lie in `dir`, so that a notebook that fails leaves nothing.
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const options = {
    env: { ...process.env, ...env, PATH: path, TMPDIR: dir, NO_COLOR: '1' },
    maxBuffer: 2 ** 26,
  };
  try {
    await execute(python, [EXECUTE, file, output], options);
    return readNotebook(output);
  } catch (error) {
    throw new Error(`The notebook does not run through. ${reasonOf(error)}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function reasonOf(error: unknown): string {
  const { stderr } = error as { readonly stderr?: unknown };
  return typeof stderr === 'string' && stderr !== '' ? stderr : String(error);
}
