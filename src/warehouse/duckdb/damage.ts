import { EarshotError, messageOf } from '../../base/errors.ts';
import type { Warehouse } from '../warehouse.ts';

/** What DuckDB says of a file that was cut off or written over. */
const DAMAGE = /could not read enough bytes|checksum|corrupt|failed to deserialize|serialization error/i;

/** The error for people when this one means that the file is damaged; any other as it is. */
export function explainDamage(error: unknown, file: string): unknown {
  if (error instanceof EarshotError || !DAMAGE.test(messageOf(error))) return error;
  return new EarshotError(
    'environment',
    'warehouse_damaged',
    `The warehouse ${file} is damaged: parts of the file are missing or were overwritten. Nothing was changed.`,
    {
      hint: 'Move the file away, or name a fresh one with --warehouse FILE; `earshot ingest` then makes it anew from the bucket.',
      facts: { path: file, reason: messageOf(error).split('\n', 1)[0] ?? null },
      cause: error,
    },
  );
}

/** The same warehouse, which says `warehouse_damaged` when its file turns out to be. */
export function tellingDamage(warehouse: Warehouse): Warehouse {
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error) => Promise.reject(explainDamage(error, warehouse.label)));
  return {
    dialect: warehouse.dialect,
    label: warehouse.label,
    migrate: () => told(warehouse.migrate()),
    commit: (work, clock) => told(warehouse.commit(work, clock)),
    query: (statement, signal) => told(warehouse.query(statement, signal)),
    ledger: (objects) => told(warehouse.ledger(objects)),
    keeping: () => told(warehouse.keeping()),
    replace: (rewrite, clock) => told(warehouse.replace(rewrite, clock)),
    note: (note, clock) => told(warehouse.note(note, clock)),
    customerKeyId: () => told(warehouse.customerKeyId()),
    version: () => told(warehouse.version()),
    close: () => warehouse.close(),
  };
}
