import { ASSUMED, type Volume } from './volume.ts';

/** What one commit has BigQuery read and write, as it bills it. */
export interface CommitBytes {
  readonly commitsPerMonth: number;
  /** Of the days that are stored, those that it reads and writes. */
  readonly touchedShare: number;
  readonly bytes: number;
}

/** BigQuery bills no less for each table that a statement names. https://cloud.google.com/bigquery/pricing */
const LEAST_BYTES = 10 * 2 ** 20;
/** Of src/cloud/tick.ts. */
export const FILES_PER_COMMIT = 5_000;

export const billed = (bytes: number): number => Math.max(LEAST_BYTES, bytes);

/**
 * UPDATE and DELETE are billed for the columns that they read and, besides, for all columns of what they scan to write: of a
 * partitioned table the partitions that are not pruned, of another the whole table.
 */
export function commitBytes(volume: Volume): CommitBytes {
  const { sessionsPerDay, sessionsPerFile, tickMinutes, months } = volume;
  const ticks = Math.floor((24 * 60) / tickMinutes) * ASSUMED.daysPerMonth;
  const perTick = sessionsPerDay * (tickMinutes / (24 * 60));
  const commitsPerTick = Math.max(1, Math.ceil(perTick / sessionsPerFile / FILES_PER_COMMIT));
  const brought = perTick / commitsPerTick;
  const stored = sessionsPerDay * months * ASSUMED.daysPerMonth;
  const files = Math.ceil(stored / sessionsPerFile);
  const touchedShare = touched(brought, months);
  const { keyBytesPerSession, tableBytesPerSession, placeBytesPerSession, ledgerBytesPerFile } = ASSUMED;
  const { sessionWrites, sessionReads, placeReads, placeWrites, ledgerReads, ledgerWrites, smallTables } =
    ASSUMED.commit;
  const keys = billed(stored * touchedShare * keyBytesPerSession);
  const rows = billed(stored * touchedShare * tableBytesPerSession);
  const places = billed(stored * placeBytesPerSession);
  const entries = billed(files * ledgerBytesPerFile);
  const bytes =
    sessionWrites * (keys + rows) +
    sessionReads * keys +
    billed(brought * tableBytesPerSession) +
    (placeReads + 2 * placeWrites) * places +
    (ledgerReads + 2 * ledgerWrites) * entries +
    smallTables * LEAST_BYTES;
  return { commitsPerMonth: ticks * commitsPerTick, touchedShare, bytes };
}

/**
 * All days on which the customers of a batch have called before: their contacts are reckoned anew. Each call of the batch adds
 * days at the rate at which its customer calls, and some are known already.
 */
function touched(sessions: number, months: number): number {
  const days = months * ASSUMED.daysPerMonth;
  return Math.min(1, 1 / days + 1 - Math.exp(-sessions * ASSUMED.earlierCallsPerDay));
}
