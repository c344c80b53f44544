import { PUBLIC_TABLES } from '../contract/public-tables.ts';
import { named } from '../metrics/usage.ts';
import type { Statement, Warehouse } from '../warehouse/warehouse.ts';
import type { PublicTable } from './api.ts';

/** All rows of some sessions, or customers: a page ends between two ids, so that no session is torn. */
export interface RowsPage {
  readonly table: PublicTable;
  readonly columns: readonly string[];
  /** Last id of the page before; null for the first. */
  readonly after: string | null;
  /** Ids at most. */
  readonly limit: number;
}

/** The id that pages go by, where it stands once, and what orders the rows of one id. */
const PAGED: Record<PublicTable, { readonly id: string; readonly in: PublicTable; readonly inner: string }> =
  {
    raw_session_data: { id: 'session_id', in: 'raw_session_data', inner: '' },
    conversation_data: { id: 'session_id', in: 'raw_session_data', inner: ', turn_number' },
    customer_data: { id: 'customer_id', in: 'customer_data', inner: '' },
  };

export const TABLES: readonly PublicTable[] = Object.keys(PAGED) as PublicTable[];

/** The asked columns in their asked order, or all. @throws EarshotError `unknown_column` */
export function columnsOf(table: PublicTable, asked: string | undefined): readonly string[] {
  const columns = new Map(
    (PUBLIC_TABLES.find(({ name }) => name === table)?.columns ?? []).map((column) => [column.name, column]),
  );
  if (asked === undefined) return [...columns.keys()];
  return asked.split(',').map((name) => named('column', columns, name).name);
}

/** One row: how many ids the page has, and the last of them; null when there is none. */
export function pageEnd({ table, after, limit }: RowsPage): Statement {
  const { id, in: source } = PAGED[table];
  const start = after === null ? '' : `WHERE ${id} > $2`;
  return {
    sql: `SELECT count(*) AS ids, max(${id}) AS last FROM (SELECT ${id} FROM ${source} ${start} ORDER BY ${id} LIMIT $1) AS page`,
    params: after === null ? [limit] : [limit, after],
  };
}

/** Names come from the contract, never from who asks. */
export function pageRows(
  { table, columns, after }: RowsPage,
  last: string,
  dialect: Warehouse['dialect'],
): Statement {
  const quote = dialect === 'duckdb' ? '"' : '`';
  const names = columns.map((name) => `${quote}${name}${quote}`).join(', ');
  const { id, inner } = PAGED[table];
  const start = after === null ? '' : ` AND ${id} > $2`;
  return {
    sql: `SELECT ${names} FROM ${table} WHERE ${id} <= $1${start} ORDER BY ${id}${inner}`,
    params: after === null ? [last] : [last, after],
  };
}
