import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Session } from '../../src/contract/fields.ts';
import type { Truth } from '../../src/simulate/truth.ts';

const execute = promisify(execFile);
const BIN = fileURLToPath(new URL('../../bin/earshot.js', import.meta.url));
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/** A data folder of its own, and the built command line on it. */
export class House {
  readonly dir = mkdtempSync(join(tmpdir(), 'earshot-tour-'));

  /** What the command answers in a pipe: a JSON line per row. @throws with its own message when it fails */
  async earshot<T>(...words: readonly string[]): Promise<T[]> {
    const args = [BIN, ...words, '--data', this.dir];
    const { stdout } = await execute('node', args, { maxBuffer: MAX_ANSWER_BYTES });
    return linesOf<T>(stdout);
  }

  /** The session files in the bucket, in the order of their names. */
  sessionFiles(): string[] {
    const bucket = join(this.dir, 'session_batch_files');
    const names = readdirSync(bucket, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.json')).sort();
  }

  sessionsOf(file: string): Session[] {
    return JSON.parse(this.bytesOf(file).toString());
  }

  private bytesOf(file: string): Buffer {
    return readFileSync(join(this.dir, 'session_batch_files', file));
  }

  /** What truly happened, by session. */
  truths(file: string): Map<string, Truth> {
    const lines = linesOf<Truth>(readFileSync(file, 'utf8'));
    return new Map(lines.map((truth) => [truth.session_id, truth]));
  }

  /** Of all session files, names included. */
  bucketSha256(): string {
    const hash = createHash('sha256');
    for (const file of this.sessionFiles()) hash.update(file).update('\0').update(this.bytesOf(file));
    return hash.digest('hex');
  }

  get warehouse(): string {
    return join(this.dir, 'warehouse.duckdb');
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function linesOf<T>(text: string): T[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line): T => JSON.parse(line));
}
