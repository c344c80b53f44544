import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../base/clock.ts';
import { EarshotError, messageOf } from '../../base/errors.ts';
import { faultPoint } from '../../base/fault.ts';
import type { Commit, CommitReport, Portion } from '../warehouse.ts';
import { rememberCalls } from './customer-sums.ts';
import { recountDays } from './days.ts';
import { CONTACTS, CONTESTED, ELECT, FIND_CONTACTS, FORGET_CONTACTS } from './election.ts';
import { Intake } from './intake.ts';
import * as ledger from './ledger.ts';
import { NUMBER_VERSIONS } from './numbers.ts';
import type { DuckDbOptions } from './open.ts';
import { sumTouchedDays } from './rollup.ts';

/**
 * Runs the commit in one transaction of the given connection; see the port for what it promises.
 * @param hurry aborted when another write waits
 */
export async function commit(
  connection: DuckDBConnection,
  work: Commit,
  clock: Clock,
  hurry: AbortSignal,
  options: DuckDbOptions = {},
): Promise<CommitReport> {
  faultPoint('commit_begun');
  await connection.run('BEGIN');
  let report: CommitReport;
  try {
    report = await apply(connection, work, clock, hurry, options);
  } catch (cause) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw commitFailed(cause);
  }
  faultPoint('before_commit');
  try {
    await connection.run('COMMIT');
  } catch (cause) {
    throw commitUncertain(cause);
  }
  faultPoint('after_commit');
  return report;
}

async function apply(
  connection: DuckDBConnection,
  work: Commit,
  clock: Clock,
  hurry: AbortSignal,
  { denseCallsADay }: DuckDbOptions,
): Promise<CommitReport> {
  const now = clock.now().toISOString();
  if (work.waiting?.length) await ledger.markWaiting(connection, work.waiting);
  if (work.gone?.length) await ledger.markGone(connection, work.gone);
  const intake = new Intake(connection, work.again ?? false, now);
  for (let portion: Portion | null = work; portion !== null; portion = await next(work, hurry))
    await intake.take(portion);
  if (intake.objects > 0) {
    await reelect(connection, rememberCalls);
    await recountDays(connection, now, work.runStartedAt ?? now);
    await sumTouchedDays(connection, denseCallsADay);
  }
  const changed = intake.objects + intake.unchanged + (work.gone?.length ?? 0) > 0;
  return {
    dataVersion: await nextDataVersion(connection, changed ? 1 : 0),
    objects: intake.objects,
    sessions: intake.sessions,
  };
}

const next = async ({ feed }: Commit, hurry: AbortSignal): Promise<Portion | null> =>
  feed === undefined ? null : feed.next(hurry);

/**
 * Customers of all versions of a touched session count as touched: another version may have become current. Needs `touched_version`, and
 * the objects that were replaced.
 * @param before runs when it is known who is touched, and nothing has been elected
 */
export async function reelect(
  connection: DuckDBConnection,
  before: (connection: DuckDBConnection) => Promise<void> = async () => {},
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched_session AS
    SELECT session_id FROM touched_version
    UNION SELECT session_id FROM session_version WHERE object IN (SELECT object FROM replaced_object)`);
  for (const statement of NUMBER_VERSIONS) await connection.run(statement);
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched_customer AS
    SELECT customer_key FROM touched_version WHERE customer_key IS NOT NULL
    UNION SELECT customer_key FROM session_version
      WHERE session_id IN (SELECT session_id FROM touched_session) AND customer_key IS NOT NULL`);
  await before(connection);
  await connection.run(CONTESTED);
  await connection.run(ELECT);
  await connection.run(FORGET_CONTACTS);
  await connection.run(FIND_CONTACTS);
  await connection.run(CONTACTS);
}

async function nextDataVersion(connection: DuckDBConnection, step: 0 | 1): Promise<number> {
  const sql = `UPDATE meta SET "value" = (CAST("value" AS BIGINT) + ${step})::VARCHAR WHERE "key" = 'data_version'`;
  if (step > 0) await connection.run(sql);
  const rows = await connection.runAndReadAll(`SELECT "value" FROM meta WHERE "key" = 'data_version'`);
  return Number(rows.getRowObjectsJS()[0]?.value);
}

function commitFailed(cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'commit_failed',
    `The warehouse refused the batch: ${firstLine(cause)}`,
    {
      cause,
      hint: 'Nothing of this batch was stored; batches before it were. Mend the cause and run `earshot ingest` again.',
    },
  );
}

function commitUncertain(cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'commit_uncertain',
    `The warehouse failed while committing: ${firstLine(cause)}`,
    {
      cause,
      hint: 'The ledger knows whether the batch is stored: run `earshot ingest` again, nothing is loaded twice.',
    },
  );
}

function firstLine(cause: unknown): string {
  return messageOf(cause).split('\n')[0] ?? '';
}
