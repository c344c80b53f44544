import { createHash } from 'node:crypto';
import { ORIGIN, POSITION } from '../../contract/origin.ts';
import type { Store } from '../../store/store.ts';
import type { Note, QuarantinePlace } from '../note.ts';
import type { BigQueryClient } from './client.ts';
import { addJournal } from './journal.ts';
import { timestampLiteral } from './literal.ts';
import { dataVersion, setMeta } from './meta.ts';
import { untilUnmoved } from './redo.ts';
import { Scratch } from './scratch.ts';
import { SAME_DATA_VERSION, transaction } from './script.ts';

/** Writes one note; returns the rows that it touched. */
export async function writeNote(
  client: BigQueryClient,
  staging: Store | null,
  note: Note,
  now: string,
): Promise<number> {
  switch (note.kind) {
    case 'drop':
      return untilUnmoved(() =>
        drop(client, new Scratch(client, staging, nameOf(note.records)), note.records, now),
      );
    case 'annotate':
      await annotate(client, note, now);
      return 1;
    case 'remove_annotation':
      return removeAnnotation(client, note.id);
    case 'customer_key':
      await setMeta(client, 'customer_key_id', note.keyId ?? '');
      return 1;
  }
}

const nameOf = (records: readonly QuarantinePlace[]): string =>
  createHash('sha256').update(JSON.stringify(records)).digest('hex').slice(0, 24);

async function annotate(
  client: BigQueryClient,
  { id, fromTime, toTime, type, label }: Extract<Note, { kind: 'annotate' }>,
  now: string,
): Promise<void> {
  await client.query(
    `MERGE annotation AS a USING (SELECT @p1 AS id, CAST(@p2 AS TIMESTAMP) AS from_time, CAST(@p3 AS TIMESTAMP) AS to_time,
  @p4 AS kind, @p5 AS label, CAST(@p6 AS TIMESTAMP) AS created_at) AS s ON a.id = s.id
WHEN MATCHED THEN UPDATE SET from_time = s.from_time, to_time = s.to_time, kind = s.kind, label = s.label,
  created_at = s.created_at
WHEN NOT MATCHED THEN INSERT (id, from_time, to_time, kind, label, created_at)
  VALUES (s.id, s.from_time, s.to_time, s.kind, s.label, s.created_at)`,
    [id, fromTime, toTime, type, label, now],
  );
}

async function removeAnnotation(client: BigQueryClient, id: string): Promise<number> {
  const [found] = await client.query('SELECT COUNT(*) AS n FROM annotation WHERE id = @p1', [id]);
  await client.query('DELETE FROM annotation WHERE id = @p1', [id]);
  return Number(found?.n ?? 0);
}

async function drop(
  client: BigQueryClient,
  scratch: Scratch,
  records: readonly QuarantinePlace[],
  now: string,
): Promise<number> {
  const version = await dataVersion(client);
  const places = await scratch.fillRows('place', [...ORIGIN, POSITION], records);
  const undecided = `FROM quarantine AS q
JOIN ${places} AS p ON p.object = q.object AND p.generation = q.generation AND p.position = q.position
LEFT JOIN quarantine_decision AS d ON d.object = q.object AND d.generation = q.generation AND d.position = q.position
WHERE d.object IS NULL`;
  const [found] = await client.query(`SELECT COUNT(*) AS n ${undecided}`);
  const dropped = Number(found?.n ?? 0);
  if (dropped > 0) {
    await client.query(
      transaction(version, [
        addJournal(now, 'drop', { records: dropped }),
        `INSERT INTO quarantine_decision (object, generation, position, decided_at)
SELECT q.object, q.generation, q.position, ${timestampLiteral(now)} ${undecided}`,
        SAME_DATA_VERSION,
      ]),
    );
  }
  await scratch.clear();
  return dropped;
}
