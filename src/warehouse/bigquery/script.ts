import { DATA_MOVED } from './errors.ts';

/**
 * One transaction of the given statements: all of it, or nothing. A script that ends before its COMMIT is rolled back, and so is
 * one that was prepared by another data version than it finds. Each writes to `meta`: of two at once one is cancelled.
 * @param version that was read before anything that the statements were made of
 */
export function transaction(version: number, statements: readonly string[]): string {
  return script(['BEGIN TRANSACTION', expectVersion(version), ...statements, 'COMMIT TRANSACTION']);
}

const expectVersion = (version: number): string =>
  `SELECT IF((SELECT value FROM meta WHERE key = 'data_version') = '${version}', 1, ERROR('${DATA_MOVED}'))`;

export function script(statements: readonly string[]): string {
  return statements.map((one) => `${one};\n`).join('');
}

export const createScratch = (table: string, query: string): string =>
  `CREATE OR REPLACE TABLE ${table}
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 2 DAY)) AS
${query}`;

/** Counted before the ledger's rows are written. */
export const NEXT_DATA_VERSION = `UPDATE meta SET value = CAST(CAST(value AS INT64) + 1 AS STRING) WHERE key = 'data_version'`;

/** Of a write that changes no answer. */
export const SAME_DATA_VERSION = `UPDATE meta SET value = value WHERE key = 'data_version'`;
