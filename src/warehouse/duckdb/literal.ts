/** A string literal, for the few places where DuckDB takes no parameter (column types of a reader). */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
