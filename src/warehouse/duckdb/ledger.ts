import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { StagedBatch } from '../../contract/batch.ts';
import type { ObjectState } from '../../contract/rules.ts';
import type { LedgerEntry, SeenObject } from '../warehouse.ts';
import { listValue } from './driver.ts';

/** Every generation that no newer one has superseded; of the given objects, or of all. */
export async function readLedger(
  connection: DuckDBConnection,
  objects?: readonly string[],
): Promise<LedgerEntry[]> {
  if (objects?.length === 0) return [];
  const among = objects === undefined ? '' : 'AND object IN (SELECT unnest($1::VARCHAR[]))';
  const reader = await connection.runAndReadAll(
    `SELECT object, generation, state, size_bytes, sha256, rules_version, settings FROM ledger
    WHERE state <> 'superseded' ${among} ORDER BY object, generation`,
    objects === undefined ? [] : [listValue([...objects])],
  );
  return reader.getRowsJS().map(([object, generation, state, sizeBytes, sha256, rulesVersion, settings]) => ({
    object: String(object),
    generation: String(generation),
    state: String(state) as ObjectState,
    sizeBytes: Number(sizeBytes),
    sha256: sha256 === null ? null : String(sha256),
    rulesVersion: Number(rulesVersion),
    settings: settings === null ? null : String(settings),
  }));
}

/** The batches that say something else than the object's loaded generation: other bytes, rules or settings. */
export async function withoutLoaded(
  connection: DuckDBConnection,
  batches: readonly StagedBatch[],
): Promise<StagedBatch[]> {
  if (batches.length === 0) return [];
  const reader = await connection.runAndReadAll(
    `SELECT object, generation, sha256, rules_version, settings FROM ledger
    WHERE state IN ('loaded', 'quarantined') AND object IN (SELECT unnest($1))`,
    [listValue(batches.map((batch) => batch.object))],
  );
  const idOf = (parts: readonly unknown[]) => JSON.stringify(parts.map(String));
  const loaded = new Set(reader.getRowsJS().map(idOf));
  return batches.filter(
    ({ object, generation, sha256, rulesVersion, settings }) =>
      !loaded.has(idOf([object, generation, sha256, rulesVersion, settings])),
  );
}

/** A generation that waits supersedes one that waited before it; the loaded one stays until the new one is committed. */
export async function markWaiting(connection: DuckDBConnection, seen: readonly SeenObject[]): Promise<void> {
  await openSeen(connection, seen);
  await connection.run(`UPDATE ledger SET state = 'superseded' WHERE state = 'waiting'
    AND EXISTS (FROM seen_object s WHERE s.object = ledger.object AND s.generation <> ledger.generation)`);
  await connection.run(`UPDATE ledger SET state = 'waiting' WHERE state = 'superseded' AND committed_at IS NULL
    AND EXISTS (FROM seen_object s WHERE s.object = ledger.object AND s.generation = ledger.generation)`);
  await connection.run(`INSERT INTO ledger (object, generation, state, size_bytes, records, sessions, turns, quarantined, repeated,
      changes, redactions, rules_version, seen_at)
    SELECT object, generation, 'waiting', size_bytes, 0, 0, 0, 0, 0, 0, '{}', 0, seen_at FROM seen_object s
    WHERE NOT EXISTS (FROM ledger l WHERE l.object = s.object AND l.generation = s.generation)`);
}

/** Deleted from the bucket: the last read generation is gone, its rows stay; one that was never read is gone unread. */
export async function markGone(connection: DuckDBConnection, objects: readonly string[]): Promise<void> {
  const list = [listValue([...objects])];
  await connection.run(
    `UPDATE ledger SET state = CASE WHEN state = 'waiting' AND EXISTS (FROM ledger o WHERE o.object = ledger.object
      AND o.state IN ('loaded', 'quarantined', 'gone')) THEN 'superseded' ELSE 'gone' END
    WHERE state IN ('waiting', 'loaded', 'quarantined') AND object IN (SELECT unnest($1))`,
    list,
  );
}

/** Same bytes under a new generation, or an object that came back: its rows are renamed to it, nothing is read again. */
export async function markUnchanged(
  connection: DuckDBConnection,
  seen: readonly SeenObject[],
  now: string,
): Promise<void> {
  await openSeen(connection, seen);
  await connection.run(`CREATE OR REPLACE TEMP TABLE renamed AS
    SELECT s.object, s.generation, l.generation AS old, l.size_bytes, l.sha256, l.records, l.sessions, l.turns, l.quarantined,
      l.repeated, l.erased, l.expired, l.changes, l.redactions, l.rules_version, l.settings, s.seen_at, l.first_loaded_at
    FROM seen_object s JOIN ledger l ON l.object = s.object AND l.state IN ('loaded', 'quarantined', 'gone') AND l.sha256 IS NOT NULL`);
  await connection.run(
    `UPDATE ledger SET state = 'superseded' WHERE state <> 'superseded' AND object IN (SELECT object FROM renamed)`,
  );
  await connection.run(
    'DELETE FROM ledger WHERE (object, generation) IN (SELECT (object, generation) FROM renamed)',
  );
  await connection.run(
    `INSERT INTO ledger BY NAME SELECT * EXCLUDE (old), $1::TIMESTAMP AS committed_at,
      CASE WHEN sessions = 0 AND quarantined > 0 THEN 'quarantined' ELSE 'loaded' END AS state FROM renamed`,
    [now],
  );
  for (const table of ['session_version', 'quarantine', 'quarantine_decision']) {
    await connection.run(
      `UPDATE ${table} SET generation = r.generation FROM renamed r WHERE r.object = ${table}.object`,
    );
  }
}

/** The new generation's entry; older entries of the object are superseded. */
export async function recordLoaded(
  connection: DuckDBConnection,
  batches: readonly StagedBatch[],
  now: string,
): Promise<void> {
  await connection.run(`UPDATE ledger SET state = 'superseded'
    WHERE state <> 'superseded' AND object IN (SELECT object FROM portion_object)`);
  await insertEntries(connection, batches, now);
}

async function insertEntries(
  connection: DuckDBConnection,
  batches: readonly StagedBatch[],
  now: string,
): Promise<void> {
  const column = <T extends DuckDBValue>(pick: (batch: StagedBatch) => T) => listValue(batches.map(pick));
  const lists = {
    object: column((b) => b.object),
    generation: column((b) => b.generation),
    state: column((b) => (b.counts.sessions === 0 && b.counts.quarantined > 0 ? 'quarantined' : 'loaded')),
    size_bytes: column((b) => BigInt(b.sizeBytes)),
    sha256: column((b) => b.sha256),
    records: column((b) => BigInt(b.counts.records)),
    sessions: column((b) => BigInt(b.counts.sessions)),
    turns: column((b) => BigInt(b.counts.turns)),
    quarantined: column((b) => BigInt(b.counts.quarantined)),
    repeated: column((b) => BigInt(b.counts.repeated)),
    erased: column((b) => BigInt(b.counts.erased)),
    expired: column((b) => BigInt(b.counts.expired)),
    changes: column((b) => BigInt(b.counts.changes)),
    redactions: column((b) => JSON.stringify(b.counts.redactions)),
    rules_version: column((b) => BigInt(b.rulesVersion)),
    settings: column((b) => b.settings),
    seen_at: column((b) => b.seenAt),
  };
  const names = Object.keys(lists);
  const selected = names.map(
    (name, i) => `unnest($${i + 1})${name === 'seen_at' ? '::TIMESTAMP' : ''} AS ${name}`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE new_entry AS SELECT e.*, CASE WHEN e.sessions > 0 THEN coalesce(
        (SELECT min(l.first_loaded_at) FROM ledger AS l WHERE l.object = e.object AND l.sha256 = e.sha256), e.committed_at
      ) END AS first_loaded_at
    FROM (SELECT ${selected.join(', ')}, $${names.length + 1}::TIMESTAMP AS committed_at) AS e`,
    [...Object.values(lists), now],
  );
  // A generation that waited, or that had been superseded and is back, has its one entry replaced.
  await connection.run(
    'DELETE FROM ledger WHERE (object, generation) IN (SELECT (object, generation) FROM new_entry)',
  );
  await connection.run('INSERT INTO ledger BY NAME SELECT * FROM new_entry');
}

async function openSeen(connection: DuckDBConnection, seen: readonly SeenObject[]): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE seen_object AS SELECT unnest($1) AS object, unnest($2) AS generation,
      unnest($3)::BIGINT AS size_bytes, unnest($4)::TIMESTAMP AS seen_at`,
    [
      listValue(seen.map((entry) => entry.object)),
      listValue(seen.map((entry) => entry.generation)),
      listValue(seen.map((entry) => BigInt(entry.sizeBytes))),
      listValue(seen.map((entry) => entry.seenAt)),
    ],
  );
}
