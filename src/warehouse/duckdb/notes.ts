import type { DuckDBConnection } from '@duckdb/node-api';
import type { Note, QuarantinePlace } from '../note.ts';
import { listValue } from './driver.ts';
import { addJournal } from './journal.ts';
import { setMeta } from './meta.ts';

/** Writes one note in a transaction of its own; returns the rows that it touched. */
export async function writeNote(connection: DuckDBConnection, note: Note, now: string): Promise<number> {
  await connection.run('BEGIN');
  try {
    const touched = await apply(connection, note, now);
    await connection.run('COMMIT');
    return touched;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function apply(connection: DuckDBConnection, note: Note, now: string): Promise<number> {
  switch (note.kind) {
    case 'drop':
      return drop(connection, note.records, now);
    case 'annotate':
      await connection.run('DELETE FROM annotation WHERE id = $1', [note.id]);
      return changed(
        await connection.run(
          `INSERT INTO annotation (id, from_time, to_time, kind, label, created_at)
          VALUES ($1, $2::TIMESTAMP, $3::TIMESTAMP, $4, $5, $6::TIMESTAMP)`,
          [note.id, note.fromTime, note.toTime, note.type, note.label, now],
        ),
      );
    case 'remove_annotation':
      return changed(await connection.run('DELETE FROM annotation WHERE id = $1', [note.id]));
    case 'customer_key':
      await setMeta(connection, 'customer_key_id', note.keyId ?? '');
      return 1;
  }
}

const changed = (result: { readonly rowsChanged: number }): number => result.rowsChanged;

async function drop(
  connection: DuckDBConnection,
  records: readonly QuarantinePlace[],
  now: string,
): Promise<number> {
  const result = await connection.run(
    `INSERT INTO quarantine_decision BY NAME
    SELECT q.object, q.generation, q.position, $4::TIMESTAMP AS decided_at FROM quarantine AS q
    WHERE (q.object, q.generation, q.position) IN
        (SELECT (unnest($1::VARCHAR[]), unnest($2::VARCHAR[]), unnest($3::BIGINT[])))
      AND NOT EXISTS (FROM quarantine_decision AS d
        WHERE d.object = q.object AND d.generation = q.generation AND d.position = q.position)`,
    [
      listValue(records.map(({ object }) => object)),
      listValue(records.map(({ generation }) => generation)),
      listValue(records.map(({ position }) => BigInt(position))),
      now,
    ],
  );
  if (result.rowsChanged > 0) await addJournal(connection, now, 'drop', { records: result.rowsChanged });
  return result.rowsChanged;
}
