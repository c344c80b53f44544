import type { Column, ColumnType, Table } from './columns.ts';
import { INNER_TABLES } from './inner-tables.ts';
import { INNER_VIEWS, LIST_VIEW_KEY, type ListView } from './inner-views.ts';
import { CONVERSATION_DATA, CUSTOMER_DATA, PUBLIC_TURN_FIELDS, RAW_SESSION_DATA } from './public-tables.ts';

const TYPES: Record<ColumnType, string> = {
  STRING: 'VARCHAR',
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  BOOL: 'BOOLEAN',
  /** Without zone, always UTC: TIMESTAMPTZ would follow the session's zone setting. */
  TIMESTAMP: 'TIMESTAMP',
};

/** `timestamp` is one of the contract's names and a keyword, so every name is quoted. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The DuckDB type of a column; a RECORD is a list of structs. */
export function duckdbType(column: Column): string {
  if (column.type !== 'RECORD') return TYPES[column.type];
  const members = (column.columns ?? []).map(
    (member) => `${quoteIdentifier(member.name)} ${duckdbType(member)}`,
  );
  return `STRUCT(${members.join(', ')})[]`;
}

/** Column name to type, the form that `read_json(columns = {…})` takes. */
export function duckdbColumnTypes(columns: readonly Column[]): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [column.name, duckdbType(column)]));
}

/** CREATE TABLE IF NOT EXISTS of every inner table. */
export function duckdbTables(): string[] {
  return INNER_TABLES.map(createTable);
}

/** CREATE OR REPLACE VIEW of the public tables, then of the inner lists. They need the tables. */
export function duckdbViews(): string[] {
  return [rawSessionData(), conversationData(), customerData(), ...INNER_VIEWS.map(listView)];
}

function createTable(table: Table): string {
  const lines = table.columns.map(
    (column) =>
      `  ${quoteIdentifier(column.name)} ${duckdbType(column)}${column.required ? ' NOT NULL' : ''}`,
  );
  return `CREATE TABLE IF NOT EXISTS ${quoteIdentifier(table.name)} (\n${lines.join(',\n')}\n)`;
}

/** Selects the table's columns in its order; `expressions` names those that are not a plain column of the source. */
function createView(table: Table, source: string, expressions: Readonly<Record<string, string>>): string {
  const lines = table.columns.map(({ name }) => {
    const quoted = quoteIdentifier(name);
    const expression = expressions[name] ?? quoted;
    return expression === quoted ? `  ${quoted}` : `  ${expression} AS ${quoted}`;
  });
  return `CREATE OR REPLACE VIEW ${quoteIdentifier(table.name)} AS\nSELECT\n${lines.join(',\n')}\n${source}`;
}

const CURRENT_VERSIONS = 'FROM "session_version"\nWHERE "is_current"';

/** ISO 8601 in UTC with milliseconds, the one form of a timestamp in JSON. */
function isoText(expression: string): string {
  return `strftime(${expression}, '%Y-%m-%dT%H:%M:%S.%gZ')`;
}

function rawSessionData(): string {
  const timestamps = CONVERSATION_DATA.columns.filter((column) => column.type === 'TIMESTAMP');
  const members = PUBLIC_TURN_FIELDS.map((name) => {
    const value = `t.${quoteIdentifier(name)}`;
    const isTimestamp = timestamps.some((column) => column.name === name);
    return `${quoteIdentifier(name)} := ${isTimestamp ? isoText(value) : value}`;
  });
  const turns = `list_transform("turns", lambda t: struct_pack(${members.join(', ')}))`;
  return createView(RAW_SESSION_DATA, CURRENT_VERSIONS, {
    conversation: `coalesce(CAST(to_json(${turns}) AS VARCHAR), '[]')`,
    source_file: '"object"',
  });
}

function conversationData(): string {
  const source = `FROM (SELECT "session_id", "customer_id", unnest("turns") AS "turn" ${CURRENT_VERSIONS.replace('\n', ' ')})`;
  return createView(CONVERSATION_DATA, source, elementsOf('turn', PUBLIC_TURN_FIELDS));
}

function customerData(): string {
  const identity = ['customer_id', 'first_seen', 'last_seen'];
  const profile = CUSTOMER_DATA.columns
    .map((column) => column.name)
    .filter((name) => !identity.includes(name));
  const latest = (name: string) => {
    const column = quoteIdentifier(name);
    return `arg_max(${column}, row("call_start_time", "session_id")) FILTER (WHERE ${column} IS NOT NULL)`;
  };
  const source = `${CURRENT_VERSIONS} AND "customer_id" IS NOT NULL\nGROUP BY "customer_id"`;
  return createView(CUSTOMER_DATA, source, {
    ...Object.fromEntries(profile.map((name) => [name, latest(name)])),
    first_seen: 'min("call_start_time")',
    last_seen: 'max("call_start_time")',
  });
}

function listView(view: ListView): string {
  const key = LIST_VIEW_KEY.map(quoteIdentifier).join(', ');
  const source = `FROM (SELECT ${key}, unnest(${quoteIdentifier(view.list)}) AS "element" FROM "session_version")`;
  const members = view.columns.map((column) => column.name).filter((name) => !LIST_VIEW_KEY.includes(name));
  return createView(view, source, elementsOf('element', members));
}

function elementsOf(struct: string, members: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    members.map((name) => [name, `${quoteIdentifier(struct)}.${quoteIdentifier(name)}`]),
  );
}
