import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Fault } from './read-json.ts';
import type { Source } from './read-object.ts';
import { type StagedLines, stageInto, stageRefused } from './stage.ts';
import { LazyFile } from './stage-file.ts';
import type { StageOptions } from './stage-options.ts';
import type { Origin, StageSinks } from './stage-sinks.ts';

/** One object generation to stage. */
export interface StageTask extends Origin {
  readonly source: Source;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly seenAt: string;
}

/** Object names are longer and stranger than file names may be. */
function fileNameOf({ object, generation }: Origin): string {
  return createHash('sha256').update(`${object}\n${generation}`).digest('hex').slice(0, 32);
}

/** Empties the stage folder. No run may be under way. @throws EarshotError `stage_failed` when it cannot. */
export function removeAllStaged(dir: string): void {
  try {
    rmSync(dir, { recursive: true, force: true });
  } catch (cause) {
    // A file stands where a folder should: nothing is staged there, and whoever stages tells.
    if (systemCode(cause) === 'ENOTDIR') return;
    throw new EarshotError(
      'environment',
      'stage_failed',
      `The stage folder ${dir} can't be emptied: ${messageOf(cause)}`,
      {
        hint: `Nothing was done. Give this account write access to ${dirname(dir)} and all in it, then run this again.`,
        facts: { folder: dir, code: systemCode(cause) ?? null },
        cause,
      },
    );
  }
}

/**
 * Stages one object into the stage folder: whole files or none.
 * @throws the system's error when the folder cannot be written, and what the source throws; nothing is left behind then.
 */
export function stageToFiles(task: StageTask, dir: string, options: StageOptions): Promise<StagedBatch> {
  const { source, ...seen } = task;
  return intoFiles(seen, dir, (sinks) => stageInto(source, task.sizeBytes, task, options, sinks));
}

/** As `stageToFiles`, of an object of which nothing can be used. */
export function setAside(
  task: StageTask,
  dir: string,
  options: StageOptions,
  fault: Fault,
): Promise<StagedBatch> {
  const { source: _unread, ...seen } = task;
  return intoFiles(seen, dir, async (sinks) => stageRefused(fault, null, task, options, sinks));
}

async function intoFiles(
  seen: Omit<StageTask, 'source'>,
  dir: string,
  staging: (sinks: StageSinks) => Promise<StagedLines>,
): Promise<StagedBatch> {
  mkdirSync(dir, { recursive: true });
  const base = join(dir, fileNameOf(seen));
  const versions = new LazyFile(`${base}.versions.ndjson`);
  const quarantine = new LazyFile(`${base}.quarantine.ndjson`);
  const files = [versions, quarantine];
  try {
    const { dropped, ...summary } = await staging({
      versions: (chunk) => versions.write(chunk),
      quarantine: (chunk) => quarantine.write(chunk),
      restart: () => {
        for (const file of files) file.discard();
      },
    });
    if (dropped.size > 0) versions.drop(dropped);
    return { ...seen, ...summary, versionsFile: versions.finish(), quarantineFile: quarantine.finish() };
  } finally {
    for (const file of files) file.discard();
  }
}
