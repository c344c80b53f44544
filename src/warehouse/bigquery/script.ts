/** One transaction of the given statements: all of it, or nothing. A script that ends before its COMMIT is rolled back. */
export function transaction(statements: readonly string[]): string {
  return ['BEGIN TRANSACTION', ...statements, 'COMMIT TRANSACTION'].map((one) => `${one};\n`).join('');
}

export function script(statements: readonly string[]): string {
  return statements.map((one) => `${one};\n`).join('');
}

export const createScratch = (table: string, query: string): string =>
  `CREATE OR REPLACE TABLE ${table}
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 2 DAY)) AS
${query}`;

/** Counted before the ledger's rows are written. */
export const NEXT_DATA_VERSION = `UPDATE meta SET value = CAST(CAST(value AS INT64) + 1 AS STRING) WHERE key = 'data_version'`;
