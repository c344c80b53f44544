import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuthoringEffects, type AuthoringRun, runAuthoring } from '../../src/app/authoring.ts';
import type { AuthorOptions } from '../../src/author/options.ts';
import { systemClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Session } from '../../src/contract/fields.ts';
import type { SimulateOptions } from '../../src/simulate/options.ts';

export const KEY = 'sk-very-secret-key-0123456789';
export const CALLS: SimulateOptions = { sessions: 12, from: '2025-03-03', to: '2025-03-06', seed: 5 };
export const AUTHOR: AuthorOptions = {
  model: 'some-model',
  concurrency: 3,
  timeoutSec: 30,
  maxTokens: null,
  maxCost: null,
  prices: null,
};

/** A data folder of its own. */
export class House {
  readonly dir = mkdtempSync(join(tmpdir(), 'earshot-author-'));
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  run(
    options: Partial<SimulateOptions> = {},
    author: Partial<AuthorOptions> = {},
    effects: Partial<AuthoringEffects> = {},
  ): Promise<AuthoringRun> {
    const config = loadConfig({ data: this.dir }, {});
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: this.url };
    return runAuthoring(
      config,
      { ...CALLS, ...options },
      { ...AUTHOR, ...author },
      {
        log: silentLog,
        clock: systemClock,
        env,
        backOffMs: 1,
        ...effects,
      },
    );
  }

  /** Files in the bucket by name, with their text. */
  files(): Map<string, string> {
    return new Map(this.paths('session_batch_files').map((path) => [path, readFileSync(path, 'utf8')]));
  }

  /** When each file was written. */
  written(): Map<string, bigint> {
    const times = this.paths('session_batch_files').map(
      (path) => [path, statSync(path, { bigint: true }).mtimeNs] as const,
    );
    return new Map(times);
  }

  sessions(): Session[] {
    return [...this.files().values()].flatMap((text): Session[] => JSON.parse(text));
  }

  /** The only journal there is. */
  journal(): { readonly path: string; readonly text: string } {
    const path = this.paths('session_creation_logs').find((each) => each.endsWith('.ndjson')) ?? '';
    return { path, text: readFileSync(path, 'utf8') };
  }

  json(path: string): Record<string, unknown> {
    return JSON.parse(readFileSync(path, 'utf8'));
  }

  /** All that was written anywhere, as one text. */
  everything(): string {
    return this.paths('.')
      .map((path) => `${path}\n${readFileSync(path, 'utf8')}`)
      .join('\n');
  }

  private paths(folder: string): string[] {
    const root = join(this.dir, folder);
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }
}
