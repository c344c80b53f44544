import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { STAGED_VERSION_COLUMNS } from '../../contract/inner-tables.ts';
import type { BeforeAfter, Differences } from '../rewrite.ts';

const KEY = ['session_id', 'object', 'generation'];
const COMPARED = STAGED_VERSION_COLUMNS.map(({ name }) => name).filter((name) => !KEY.includes(name));

/** Generations that both have read: what has come to the bucket since is no difference. */
const SHARED = `CREATE OR REPLACE TEMP TABLE shared AS SELECT o.object, o.generation
  FROM old.main.ledger AS o JOIN ledger AS n ON n.object = o.object AND n.generation = o.generation
  WHERE o.state IN ('loaded', 'quarantined') AND n.state IN ('loaded', 'quarantined')`;
const IN_SHARED = `(object, generation) IN (SELECT (object, generation) FROM shared)`;

/** Transcripts are compared by their hashes: two of a million sessions would not fit into memory. */
function hashed(catalog: string): string {
  const columns = COMPARED.map((name) => `hash(${quoteIdentifier(name)}) AS ${quoteIdentifier(name)}`);
  return `SELECT ${[...KEY, ...columns].join(', ')}, TRUE AS here FROM ${catalog}session_version WHERE ${IN_SHARED}`;
}

/** This warehouse beside the one that is attached as `old`. */
export async function compareWarehouses(connection: DuckDBConnection): Promise<Differences> {
  await connection.run(SHARED);
  const differs = COMPARED.map((name) => `o.${quoteIdentifier(name)} <> n.${quoteIdentifier(name)}`);
  const both = 'o.here AND n.here';
  const fields = COMPARED.map(
    (name, index) => `count_if(${both} AND ${differs[index]}) AS ${quoteIdentifier(name)}`,
  );
  const reader = await connection.runAndReadAll(`SELECT count_if(n.here IS NULL) AS only_before,
      count_if(o.here IS NULL) AS only_after, count_if(${both} AND (${differs.join(' OR ')})) AS changed, ${fields.join(', ')}
    FROM (${hashed('old.main.')}) AS o FULL JOIN (${hashed('')}) AS n USING (${KEY.join(', ')})`);
  const { only_before, only_after, changed, ...byField } = reader.getRowObjectsJS()[0] ?? {};
  const differing = Object.entries(byField).map(([name, count]) => [name, Number(count)] as const);
  return {
    onlyBefore: Number(only_before),
    onlyAfter: Number(only_after),
    changed: Number(changed),
    byField: Object.fromEntries(differing.filter(([, count]) => count > 0)),
    byRule: await countsBeside(connection, 'changes', 'rule'),
    byQuarantineReason: await countsBeside(connection, 'quarantine', 'reason'),
  };
}

/** Only what differs. */
async function countsBeside(
  connection: DuckDBConnection,
  table: string,
  column: string,
): Promise<Record<string, BeforeAfter>> {
  const reader =
    await connection.runAndReadAll(`SELECT name, sum(before)::BIGINT AS before, sum(after)::BIGINT AS after FROM (
      SELECT ${column} AS name, 1 AS before, 0 AS after FROM old.main.${table} WHERE ${IN_SHARED}
      UNION ALL SELECT ${column}, 0, 1 FROM ${table} WHERE ${IN_SHARED}
    ) GROUP BY name HAVING sum(before) <> sum(after) ORDER BY name`);
  return Object.fromEntries(
    reader
      .getRowObjectsJS()
      .map((row) => [String(row.name), { before: Number(row.before), after: Number(row.after) }]),
  );
}
