import type { Clock } from '../../base/clock.ts';
import { EarshotError } from '../../base/errors.ts';
import type { BigQueryPlace } from '../../base/places.ts';
import { quoteGoogleSql } from '../../contract/bigquery-ddl.ts';
import type { Table } from '../../contract/columns.ts';
import { ANNOTATION, DAY_CHANGE, JOURNAL, TOMBSTONE } from '../../contract/keeping-tables.ts';
import { QUARANTINE_DECISION } from '../../contract/quarantine-table.ts';
import { BigQueryClient, type ClientOptions } from './client.ts';
import { addJournal } from './journal.ts';
import { dataVersion, readKeeping, readMeta } from './meta.ts';
import { migrate } from './migrate.ts';
import { untilUnmoved } from './redo.ts';
import { NEXT_DATA_VERSION, transaction } from './script.ts';

/** What session files don't tell. A decision without its record goes with the load that does not bring that again. */
const CARRIED: readonly Table[] = [TOMBSTONE, JOURNAL, ANNOTATION, QUARANTINE_DECISION, DAY_CHANGE];

const labelOf = ({ project, dataset }: BigQueryPlace): string => `bigquery:${project}.${dataset}`;

/**
 * Brings into a dataset that nothing was loaded into what another one keeps out of itself, and what was said of it: without that, a
 * rebuild would bring back who was erased. Done again it comes to the same.
 * @throws EarshotError `keeping_elsewhere`, `dataset_not_empty`; then nothing was changed
 */
export async function carryKeeping(
  into: BigQueryPlace,
  from: BigQueryPlace,
  options: ClientOptions,
  clock: Clock,
): Promise<void> {
  const [target, source] = [new BigQueryClient(into, options), new BigQueryClient(from, options)];
  if (labelOf(into) === labelOf(from) || !(await readMeta(source))?.has('schema_version'))
    throw elsewhere(labelOf(into), labelOf(from));
  await migrate(target, labelOf(into));
  await untilUnmoved(async () => {
    const version = await dataVersion(target);
    await requireEmpty(target, source);
    const now = clock.now().toISOString();
    await target.query(transaction(version, carrying(from, now)));
  });
}

function carrying(from: BigQueryPlace, now: string): string[] {
  const of = (table: string) => quoteGoogleSql(`${from.project}.${from.dataset}.${table}`);
  return [
    // By position, as both have one layout: `at` is a word of some parsers, quoted or not.
    ...CARRIED.flatMap(({ name }) => [
      `DELETE FROM ${name} WHERE TRUE`,
      `INSERT INTO ${name} SELECT * FROM ${of(name)}`,
    ]),
    addJournal(now, 'rebuild', { keepingFrom: labelOf(from) }),
    `DELETE FROM meta WHERE key IN ('tombstone_key', 'retain_from')`,
    `INSERT INTO meta (key, value) SELECT key, value FROM ${of('meta')} WHERE key IN ('tombstone_key', 'retain_from')`,
    // What is changed from now on is newer than what was changed there.
    `UPDATE meta SET value = (SELECT value FROM ${of('meta')} WHERE key = 'data_version') WHERE key = 'data_version'
  AND CAST(value AS INT64) < (SELECT CAST(value AS INT64) FROM ${of('meta')} WHERE key = 'data_version')`,
    NEXT_DATA_VERSION,
  ];
}

/** Rows that are there were staged without the tombstones; tombstones of another key would say nothing any more. */
async function requireEmpty(target: BigQueryClient, source: BigQueryClient): Promise<void> {
  const [found] = await target.query('SELECT COUNT(*) AS n FROM ledger');
  const [own, other] = [await readKeeping(target), await readKeeping(source)];
  const isOwn = own.tombstones.length > 0 && own.tombstoneKey !== other.tombstoneKey;
  if (Number(found?.n) === 0 && !isOwn) return;
  throw new EarshotError(
    'conflict',
    'dataset_not_empty',
    `${labelOf(target.place)} holds session files or erasures of its own. Nothing was changed.`,
    {
      hint: 'Make another dataset, and name it with --warehouse: what was kept out has to be there before the first file is.',
    },
  );
}

function elsewhere(into: string, from: string): EarshotError {
  return new EarshotError(
    'usage',
    'keeping_elsewhere',
    `${from} is not another warehouse of Earshot that ${into} could take over from.`,
    { hint: 'Name the dataset in use: --keeping-from bigquery:PROJECT.DATASET. Nothing was changed.' },
  );
}
