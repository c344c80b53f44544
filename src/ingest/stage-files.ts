import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { StagedBatch } from '../contract/batch.ts';
import { type Origin, type StageOptions, stageInto } from './stage.ts';

/** One object generation to stage. */
export interface StageTask extends Origin {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly seenAt: string;
}

/** Object names are longer and stranger than file names may be. */
function fileNameOf({ object, generation }: Origin): string {
  return createHash('sha256').update(`${object}\n${generation}`).digest('hex').slice(0, 32);
}

const stagedDir = (etlDir: string) => join(etlDir, 'staged');

/** Empties the stage folder. No run may be under way. @throws EarshotError `stage_failed` when it cannot. */
export function removeAllStaged(etlDir: string): void {
  const dir = stagedDir(etlDir);
  try {
    rmSync(dir, { recursive: true, force: true });
  } catch (cause) {
    throw new EarshotError(
      'environment',
      'stage_failed',
      `The stage folder ${dir} can't be emptied: ${messageOf(cause)}`,
      {
        hint: `Nothing was loaded. Give this account write access to ${etlDir} and all in it, then run \`earshot ingest\` again.`,
        facts: { folder: dir, code: systemCode(cause) ?? null },
        cause,
      },
    );
  }
}

/**
 * Stages one object into `<etlDir>/staged`: whole files or none.
 * @throws the system's error when the folder cannot be written; nothing is left behind then.
 */
export function stageToFiles(task: StageTask, etlDir: string, options: StageOptions): StagedBatch {
  const dir = stagedDir(etlDir);
  mkdirSync(dir, { recursive: true });
  const base = join(dir, fileNameOf(task));
  const versions = new LazyFile(`${base}.versions.ndjson`);
  const quarantine = new LazyFile(`${base}.quarantine.ndjson`);
  try {
    const summary = stageInto(task.bytes, task, options, {
      versions: (chunk) => versions.write(chunk),
      quarantine: (chunk) => quarantine.write(chunk),
    });
    return {
      object: task.object,
      generation: task.generation,
      sizeBytes: task.sizeBytes,
      seenAt: task.seenAt,
      ...summary,
      versionsFile: versions.finish(),
      quarantineFile: quarantine.finish(),
    };
  } finally {
    versions.discard();
    quarantine.discard();
  }
}

/** A file that exists from its first chunk on, under its own name only when it is whole. */
class LazyFile {
  readonly #path: string;
  #handle: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  get #partPath(): string {
    return `${this.#path}.tmp`;
  }

  write(chunk: Uint8Array): void {
    this.#handle ??= openSync(this.#partPath, 'w', 0o600);
    for (let written = 0; written < chunk.length; ) {
      written += writeSync(this.#handle, chunk, written);
    }
  }

  /** The finished file, or null when nothing was written; what an earlier run left under the name is gone then. */
  finish(): string | null {
    if (this.#handle === null) {
      rmSync(this.#path, { force: true });
      return null;
    }
    closeSync(this.#handle);
    this.#handle = null;
    renameSync(this.#partPath, this.#path);
    return this.#path;
  }

  discard(): void {
    if (this.#handle === null) return;
    closeSync(this.#handle);
    this.#handle = null;
    rmSync(this.#partPath, { force: true });
  }
}
