import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { CODED, type CodedName, codedWords, NUMBERED } from '../../contract/inner-tables.ts';
import { quoteLiteral } from './literal.ts';

/**
 * Gives the versions that have none the numbers of their customers and topics. A value keeps the number that another version
 * bears; a new one takes the next. No table of numbers: nothing is left of a customer whose sessions are gone, and the numbers
 * stay dense enough for a bitmap.
 */
export const NUMBER_VERSIONS: readonly string[] = Object.entries(NUMBERED).map(
  ([value, key]) => `
UPDATE session_version AS v SET ${key} = k.${key}
FROM (
  SELECT ${value}, coalesce(min(${key}), (SELECT coalesce(max(${key}), 0) FROM session_version)
    + row_number() OVER (PARTITION BY min(${key}) IS NULL ORDER BY ${value})) AS ${key}
  FROM session_version
  WHERE ${value} IN (SELECT ${value} FROM session_version WHERE ${key} IS NULL)
  GROUP BY ${value}
) AS k
WHERE v.${key} IS NULL AND v.${value} = k.${value}`,
);

/** Columns of codes, each with the expression that yields it from its word. */
export const CODE_EXPRESSIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(CODED).map(([value, code]) => {
    const whens = codedWords(value as CodedName).map(
      (word, index) => `WHEN ${quoteLiteral(word)} THEN ${index + 1}`,
    );
    return [code, `CASE ${quoteIdentifier(value)} ${whens.join(' ')} END`];
  }),
);
