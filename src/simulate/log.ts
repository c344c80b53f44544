import type { OutcomeCode } from '../contract/fields.ts';
import type { SimulateOptions } from './options.ts';
import type { SessionFile } from './session-file.ts';

export interface WrittenFile {
  readonly object: string;
  readonly sessions: number;
  readonly bytes: number;
}

/** The record of one run, as it is kept in `session_creation_logs/`. Times are ISO 8601, UTC. */
export interface SimulationLog {
  readonly simulatorVersion: number;
  readonly options: SimulateOptions;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Stopped before the last session; the files listed are whole. */
  readonly interrupted: boolean;
  readonly sessions: number;
  readonly turns: number;
  readonly bytes: number;
  readonly outcomes: Readonly<Partial<Record<OutcomeCode, number>>>;
  /** Sessions by topic_name; "(none)" where the bot never learned it. */
  readonly topics: Readonly<Record<string, number>>;
  readonly files: readonly WrittenFile[];
}

/** Counts what was written, file by file. */
export class Tally {
  sessions = 0;
  turns = 0;
  bytes = 0;
  readonly outcomes: Partial<Record<OutcomeCode, number>> = {};
  readonly topics: Record<string, number> = {};
  readonly files: WrittenFile[] = [];

  add(file: SessionFile): void {
    const bytes = file.bytes.length;
    for (const { outcome, topicName, turns } of file.pieces) {
      const topic = topicName ?? '(none)';
      this.turns += turns;
      this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
      this.topics[topic] = (this.topics[topic] ?? 0) + 1;
    }
    this.sessions += file.pieces.length;
    this.bytes += bytes;
    this.files.push({ object: file.object, sessions: file.pieces.length, bytes });
  }
}
