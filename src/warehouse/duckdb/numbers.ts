import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { CODED, type CodedName, codedWords, NUMBERED } from '../../contract/inner-tables.ts';
import { quoteLiteral } from './literal.ts';

/**
 * Gives the versions that have none the numbers of their customers and topics. A value keeps the number that another version
 * bears; a new one takes the next. No table of numbers that lasts: nothing is left of a customer whose sessions are gone, and
 * the numbers stay dense enough for a bitmap. The numbers are found first: an update from a subquery took thirty times as long.
 */
export const NUMBER_VERSIONS: readonly string[] = Object.entries(NUMBERED).flatMap(([value, key]) => [
  `CREATE OR REPLACE TEMP TABLE new_number AS
  SELECT ${value}, coalesce(min(${key}), (SELECT coalesce(max(${key}), 0) FROM session_version)
    + row_number() OVER (PARTITION BY min(${key}) IS NULL ORDER BY ${value})) AS ${key}
  FROM session_version
  WHERE ${value} IN (SELECT ${value} FROM session_version WHERE ${key} IS NULL)
  GROUP BY ${value}`,
  `UPDATE session_version AS v SET ${key} = k.${key} FROM new_number AS k
  WHERE v.${key} IS NULL AND v.${value} = k.${value}`,
]);

/** Columns of codes, each with the expression that yields it from its word. */
export const CODE_EXPRESSIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(CODED).map(([value, code]) => {
    const whens = codedWords(value as CodedName).map(
      (word, index) => `WHEN ${quoteLiteral(word)} THEN ${index + 1}`,
    );
    return [code, `CASE ${quoteIdentifier(value)} ${whens.join(' ')} END`];
  }),
);
