import { type Sql, sql, text } from '../sql.ts';

/** Whatever the case; a missing text holds nothing. */
export const contains = (where: Sql, sought: string): Sql =>
  sql`COALESCE(STRPOS(LOWER(${where}), LOWER(${text(sought)})), 0) > 0`;
