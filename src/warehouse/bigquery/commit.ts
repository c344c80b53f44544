import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { EarshotError, messageOf } from '../../base/errors.ts';
import { faultPoint } from '../../base/fault.ts';
import type { StagedBatch } from '../../contract/batch.ts';
import { STAGED_VERSION_COLUMNS } from '../../contract/inner-tables.ts';
import { type Keeping, keepSame } from '../../contract/keeping.ts';
import { QUARANTINE_COLUMNS } from '../../contract/quarantine-table.ts';
import type { Store } from '../../store/store.ts';
import type { Commit, CommitReport, Portion, SeenObject } from '../warehouse.ts';
import type { BigQueryClient } from './client.ts';
import { recountDays } from './day-counts.ts';
import { reelect } from './election.ts';
import { firstLine, isLostConnection, ofWrite } from './errors.ts';
import * as ledger from './ledger.ts';
import { dataVersion, readKeeping } from './meta.ts';
import { untilUnmoved } from './redo.ts';
import { Scratch } from './scratch.ts';
import { createScratch, NEXT_DATA_VERSION, SAME_DATA_VERSION, script, transaction } from './script.ts';
import { PLACE, touch, within } from './touch.ts';

/**
 * Load jobs first, into tables of their own; then one transaction. Done again after a kill at any moment it comes to the same
 * tables: load jobs have the names of what they load, each statement replaces by (object, generation), the ledger comes last.
 */
export async function commit(
  client: BigQueryClient,
  staging: Store | null,
  work: Commit,
  clock: Clock,
  hurry: AbortSignal,
): Promise<CommitReport> {
  faultPoint('commit_begun');
  const progress = { isDecided: false };
  try {
    const whole = { ...work, ...(await gathered(work, hurry)) };
    return await untilUnmoved(() => tryCommit({ client, staging, clock, progress }, whole));
  } catch (cause) {
    const isLost = progress.isDecided && isLostConnection((cause as Error).cause);
    throw isLost ? uncertain(cause) : failed(cause);
  }
}

interface Try {
  readonly client: BigQueryClient;
  readonly staging: Store | null;
  readonly clock: Clock;
  readonly progress: { isDecided: boolean };
}

type Whole = Omit<Commit, 'feed'> & Required<Portion>;

/** @throws EarshotError `warehouse_moved` when another writer has come first: then it is to be done again */
async function tryCommit({ client, staging, clock, progress }: Try, work: Whole): Promise<CommitReport> {
  progress.isDecided = false;
  // Before all that depends on what is stored: the transaction asks whether it still holds.
  const version = await dataVersion(client);
  if (work.keeping && work.batches.length > 0) await requireSame(client, work.keeping);
  const fresh = work.again ? work.batches : await ledger.withoutLoaded(client, work.batches);
  const plan: Plan = { ...work, batches: fresh };
  if (!isEmpty(plan)) {
    const scratch = new Scratch(client, staging, nameOf(plan));
    const statements = await prepare(client, scratch, plan, clock.now().toISOString());
    faultPoint('before_commit');
    progress.isDecided = true;
    await client.query(transaction(version, statements));
    faultPoint('after_commit');
    await scratch.clear();
  }
  return {
    dataVersion: await dataVersion(client),
    objects: fresh.length,
    sessions: fresh.reduce((sum, batch) => sum + batch.counts.sessions, 0),
  };
}

/** Somebody was erased, or a cut-off set, after the batches were staged: their lines don't say which of them have to go. */
async function requireSame(client: BigQueryClient, staged: Keeping): Promise<void> {
  if (keepSame(staged, await readKeeping(client))) return;
  throw new EarshotError(
    'conflict',
    'keeping_moved',
    'Somebody was erased, or old sessions were removed, after these files were read: what was read is not stored.',
    {
      hint: 'Nothing of this batch was stored. Run it again: the files are read anew, without what has gone.',
    },
  );
}

/** All portions: a transaction of BigQuery can't wait for what is still being staged. Of one object the last word counts. */
async function gathered(work: Commit, hurry: AbortSignal): Promise<Required<Portion>> {
  const batches = new Map<string, StagedBatch>();
  const unchanged = new Map<string, SeenObject>();
  for (let portion: Portion | null = work; portion !== null; portion = await nextOf(work, hurry)) {
    for (const batch of portion.batches ?? []) batches.set(batch.object, batch);
    for (const seen of portion.unchanged ?? []) unchanged.set(seen.object, seen);
  }
  return { batches: [...batches.values()], unchanged: [...unchanged.values()] };
}

const nextOf = async ({ feed }: Commit, hurry: AbortSignal): Promise<Portion | null> =>
  feed === undefined ? null : feed.next(hurry);

type Plan = Whole;

const isEmpty = ({ batches, waiting = [], gone = [], unchanged = [] }: Plan): boolean =>
  batches.length + waiting.length + gone.length + unchanged.length === 0;

/** The same work has the same name, whoever does it. */
function nameOf({ batches, waiting = [], gone = [], unchanged = [] }: Plan): string {
  const named = batches.map(({ versionsFile: _v, quarantineFile: _q, seenAt: _s, ...batch }) => batch);
  const text = JSON.stringify([named, waiting, gone, unchanged]);
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/** Loads what the transaction needs; returns its statements. */
async function prepare(client: BigQueryClient, scratch: Scratch, plan: Plan, now: string): Promise<string[]> {
  const { batches, waiting = [], gone = [], unchanged = [] } = plan;
  const statements: string[] = [];
  if (waiting.length > 0) {
    const seen = await scratch.fillRows('waiting', ledger.SEEN_COLUMNS, ledger.seenRows(waiting));
    statements.push(...ledger.markWaiting(seen));
  }
  if (gone.length > 0) {
    const objects = gone.map((object) => ({ object }));
    statements.push(...ledger.markGone(await scratch.fillRows('gone', ledger.OBJECT_COLUMNS, objects)));
  }
  if (unchanged.length > 0) {
    const seen = await scratch.fillRows('unchanged', ledger.SEEN_COLUMNS, ledger.seenRows(unchanged));
    statements.push(...(await renaming(client, scratch, seen, now)));
  }
  const replacing = batches.length > 0 ? await replacement(client, scratch, batches, plan, now) : NOTHING;
  const changes = batches.length + gone.length + unchanged.length > 0;
  return [
    ...statements,
    ...replacing.rows,
    changes ? NEXT_DATA_VERSION : SAME_DATA_VERSION,
    ...replacing.entries,
  ];
}

interface Replacement {
  readonly rows: readonly string[];
  readonly entries: readonly string[];
}
const NOTHING: Replacement = { rows: [], entries: [] };

async function renaming(
  client: BigQueryClient,
  scratch: Scratch,
  seen: string,
  now: string,
): Promise<string[]> {
  const renamed = scratch.made('renamed');
  const days = await client.query(
    script([
      createScratch(renamed, ledger.renamedEntries(seen)),
      `SELECT DISTINCT TIMESTAMP_TRUNC(call_start_time, DAY) AS day FROM version_place
WHERE object IN (SELECT object FROM ${renamed})`,
    ]),
  );
  return ledger.markUnchanged(renamed, within(days), now);
}

/** A newer generation replaces all that its object said before; then the elections are held again. */
async function replacement(
  client: BigQueryClient,
  scratch: Scratch,
  batches: readonly StagedBatch[],
  { runStartedAt }: Commit,
  now: string,
): Promise<Replacement> {
  const filesOf = (key: 'versionsFile' | 'quarantineFile') => batches.flatMap((batch) => batch[key] ?? []);
  const [entries, versions, records] = await Promise.all([
    scratch.fillRows('entry', ledger.ENTRY_COLUMNS, batches.map(ledger.entryRow)),
    loaded(scratch, 'version', STAGED_VERSION_COLUMNS, filesOf('versionsFile')),
    loaded(scratch, 'record', QUARANTINE_COLUMNS, filesOf('quarantineFile')),
  ]);
  faultPoint('rows_loaded');
  const touched = await touch(client, scratch, entries, versions);
  const since = runStartedAt ?? now;
  return {
    rows: [
      ...replaceRows(entries, versions, records, touched.within),
      ...reelect(touched),
      ...recountDays({ ...touched, now, since }),
      ...touched.widened,
    ],
    entries: ledger.recordLoaded(entries, touched.first, now),
  };
}

/** Null where there is nothing to load. */
async function loaded(
  scratch: Scratch,
  table: string,
  columns: typeof QUARANTINE_COLUMNS,
  files: readonly string[],
) {
  return files.length === 0 ? null : scratch.fillFiles(table, columns, files);
}

function replaceRows(
  entries: string,
  versions: string | null,
  records: string | null,
  withinTouched: (column: string) => string,
): string[] {
  const columns = STAGED_VERSION_COLUMNS.map(({ name }) => `\`${name}\``).join(', ');
  const names = QUARANTINE_COLUMNS.map(({ name }) => name).join(', ');
  const ofObjects = `object IN (SELECT object FROM ${entries})`;
  return [
    `DELETE FROM session_version WHERE ${withinTouched('call_start_time')} AND ${ofObjects}`,
    ...['version_place', 'quarantine'].map((table) => `DELETE FROM ${table} WHERE ${ofObjects}`),
    ...(versions === null
      ? []
      : [
          `INSERT INTO session_version (${columns}, is_current) SELECT ${columns}, FALSE FROM ${versions}`,
          `INSERT INTO version_place (${PLACE}) SELECT ${PLACE} FROM ${versions}`,
        ]),
    ...(records === null ? [] : [`INSERT INTO quarantine (${names}) SELECT ${names} FROM ${records}`]),
    // What was decided about a record stands as long as its generation does, and it is in quarantine.
    `DELETE FROM quarantine_decision AS d WHERE ${ofObjects} AND NOT EXISTS (SELECT 1 FROM quarantine AS q
  WHERE q.object = d.object AND q.generation = d.generation AND q.position = d.position)`,
  ];
}

/** What the person can mend keeps its own name. */
function failed(cause: unknown): EarshotError {
  if (cause instanceof EarshotError && cause.code !== 'warehouse_unavailable') return ofWrite(cause);
  return new EarshotError(
    'environment',
    'commit_failed',
    `The warehouse refused the batch: ${firstLine(messageOf(cause))}`,
    {
      cause,
      hint: 'Nothing of this batch was stored; batches before it were. Mend the cause and run it again.',
    },
  );
}

function uncertain(cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'commit_uncertain',
    `The connection was lost while committing: ${firstLine(messageOf(cause))}`,
    {
      cause,
      hint: 'The ledger knows whether the batch is stored: run it again, nothing is loaded twice.',
    },
  );
}
