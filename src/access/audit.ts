import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { EarshotError, messageOf } from '../base/errors.ts';
import type { Log, LogFacts } from '../base/log.ts';
import type { Visitor } from './role.ts';

/** What was looked at: one call, or texts of many. */
export type Opened = 'transcript' | 'utterances' | 'table' | 'quarantined record';

export interface AuditOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A line per transcript that is opened: who, when, which session. Never what was said. */
export class Audit {
  readonly #options: AuditOptions;

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  /**
   * Before what was asked for is answered: what can't be written down is not shown.
   * @throws EarshotError `audit_unwritable`
   */
  async opened(visitor: Visitor, what: Opened, facts: LogFacts): Promise<void> {
    const { dir, clock, log } = this.#options;
    const at = clock.now().toISOString();
    // A file a month, so that old ones can go.
    const path = join(dir, `audit-${at.slice(0, 7)}.ndjson`);
    const line = { at, who: visitor.name, token: visitor.id, what, ...facts };
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await appendFile(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new EarshotError(
        'environment',
        'audit_unwritable',
        `Nothing is shown, for it can't be written down in ${path}: ${messageOf(cause)}.`,
        { hint: 'Make room on the disk, or give this account write access to the data folder.', cause },
      );
    }
    // Without tokens there is one person, who needs no line on the terminal for each click.
    if (visitor.id !== 'local') log.info('opened', { who: visitor.name, what, ...facts });
  }
}
