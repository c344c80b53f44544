import { expect } from 'vitest';
import { listAll } from '../../src/store/store.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import type { House } from './house.ts';

async function rows(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
  return (await warehouse.query({ sql, params: [] })).map((row) => Object.values(row));
}

/** All that a reader sees, without generations and times of runs. */
export async function contentOf(warehouse: Warehouse): Promise<unknown> {
  const tables = [
    'SELECT * FROM raw_session_data ORDER BY session_id',
    'SELECT * FROM conversation_data ORDER BY session_id, turn_number',
    'SELECT * FROM customer_data ORDER BY customer_id',
    `SELECT session_id, object, position, is_current, next_contact_time, next_topic_contact_time, previous_contact_time FROM session_version
      ORDER BY session_id, object`,
    'SELECT object, position, line, session_id, reason FROM quarantine ORDER BY object, position',
    `SELECT object, state, records, sessions, turns, quarantined, repeated, erased, expired FROM ledger
      WHERE state <> 'superseded' ORDER BY object`,
    'SELECT day, sessions, resolved, escalated, abandoned FROM day_outcome ORDER BY day',
    'SELECT count(*) FROM tombstone',
  ];
  return Promise.all(tables.map((sql) => rows(warehouse, sql)));
}

/** What must hold at any moment, whatever has just been interrupted. */
export async function expectSound(warehouse: Warehouse): Promise<void> {
  const unequal = `SELECT object FROM ledger l WHERE state IN ('loaded', 'quarantined', 'gone') AND (
    records <> sessions + repeated + quarantined + erased + expired
    OR sessions <> (SELECT count(*) FROM session_version v WHERE v.object = l.object AND v.generation = l.generation)
    OR quarantined <> (SELECT count(*) FROM quarantine q WHERE q.object = l.object AND q.generation = l.generation))`;
  expect(await rows(warehouse, unequal), 'objects whose records do not add up').toEqual([]);
  const orphans = `SELECT object, generation FROM session_version v WHERE NOT EXISTS (SELECT 1 FROM ledger l
      WHERE l.object = v.object AND l.generation = v.generation AND l.state IN ('loaded', 'quarantined', 'gone'))
    UNION ALL SELECT object, generation FROM quarantine q WHERE NOT EXISTS (SELECT 1 FROM ledger l
      WHERE l.object = q.object AND l.generation = q.generation AND l.state IN ('loaded', 'quarantined', 'gone'))`;
  expect(await rows(warehouse, orphans), 'rows without an entry of the ledger').toEqual([]);
  const elections = `SELECT session_id FROM session_version GROUP BY session_id HAVING count_if(is_current) <> 1`;
  expect(await rows(warehouse, elections), 'sessions without exactly one current version').toEqual([]);
  const days = `SELECT coalesce(d.day, n.day) FROM day_outcome d FULL JOIN (
      SELECT date_trunc('day', call_start_time) AS day, count(*) AS sessions FROM session_version WHERE is_current GROUP BY ALL
    ) n ON n.day = d.day WHERE d.sessions IS DISTINCT FROM n.sessions`;
  expect(await rows(warehouse, days), 'days that are counted wrong').toEqual([]);
}

/** After a sweep: each object of the bucket has its newest generation in the warehouse. */
export async function expectAllLoaded({ warehouse, loader }: House): Promise<void> {
  const held = new Set<string>();
  for await (const { object, generation } of listAll(loader.context.store))
    held.add(`${object} ${generation}`);
  const entries = await warehouse.ledger();
  const loaded = entries.filter(({ state }) => state === 'loaded' || state === 'quarantined');
  expect(new Set(loaded.map(({ object, generation }) => `${object} ${generation}`))).toEqual(held);
}
