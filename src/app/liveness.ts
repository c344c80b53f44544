import { readFile } from 'node:fs/promises';
import { systemCode } from '../base/errors.ts';
import { askHealth } from './health.ts';
import type { OwnerRecord } from './owner-record.ts';

/** Tokens of the records that this very process holds. */
export const ownTokens = new Set<string>();

/** The kernel counts in ticks of 10 ms, and the record's time comes from another clock. */
const START_TOLERANCE_MILLIS = 2_000;
const TICKS_PER_SECOND = 100;

/**
 * Whether the owner that wrote the record still runs. A pid alone does not tell: it may have been given to another
 * process since. In doubt it lives; DuckDB's own lock has the last word.
 */
export async function isAlive(record: OwnerRecord): Promise<boolean> {
  // In a container every run may get the same pid as the one that died.
  if (record.pid === process.pid) return ownTokens.has(record.token);
  if (!pidExists(record.pid)) return false;
  if (record.address === null) return !(await startedAfter(record.pid, Date.parse(record.startedAt)));
  const health = await askHealth(record.address, record.token);
  return health === 'silent' || (health !== 'refused' && health.owner);
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Whether the process is younger than the record, which it then can't have written; false where /proc does not tell. */
async function startedAfter(pid: number, recordMillis: number): Promise<boolean> {
  try {
    const [stat, system] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/stat', 'utf8'),
    ]);
    // The name in the second field may hold spaces and brackets; what follows the last bracket is field 3 and on.
    const startTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const bootSec = Number(/^btime (\d+)$/m.exec(system)?.[1]);
    const startMillis = (bootSec + startTicks / TICKS_PER_SECOND) * 1000;
    return startMillis > recordMillis + START_TOLERANCE_MILLIS;
  } catch {
    return false;
  }
}
