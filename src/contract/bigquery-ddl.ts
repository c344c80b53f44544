import { BIGQUERY_LAYOUTS, BIGQUERY_TABLES } from './bigquery-tables.ts';
import type { Column, Table } from './columns.ts';
import { INNER_VIEWS, LIST_VIEW_KEY, type ListView } from './inner-views.ts';
import { CONVERSATION_DATA, CUSTOMER_DATA, PUBLIC_TURN_FIELDS, RAW_SESSION_DATA } from './public-tables.ts';

export function quoteGoogleSql(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

/** The GoogleSQL type of a column; a RECORD is an array of structs. */
export function googleSqlType({ type, columns = [] }: Column): string {
  if (type !== 'RECORD') return type;
  const members = columns.map((member) => `${quoteGoogleSql(member.name)} ${googleSqlType(member)}`);
  return `ARRAY<STRUCT<${members.join(', ')}>>`;
}

/** CREATE TABLE IF NOT EXISTS of every inner table. */
export function bigqueryTables(): string[] {
  return BIGQUERY_TABLES.map(createTable);
}

/** CREATE OR REPLACE VIEW of the public tables, then of the inner lists. They need the tables. */
export function bigqueryViews(): string[] {
  return [rawSessionData(), conversationData(), customerData(), ...INNER_VIEWS.map(listView)];
}

function createTable({ name, columns, description }: Table): string {
  const lines = columns.map((column) => {
    const isRequired = column.required && column.type !== 'RECORD';
    return `  ${quoteGoogleSql(column.name)} ${googleSqlType(column)}${isRequired ? ' NOT NULL' : ''}`;
  });
  const layout = BIGQUERY_LAYOUTS[name];
  return `CREATE TABLE IF NOT EXISTS ${quoteGoogleSql(name)} (\n${lines.join(',\n')}\n)${layout ? `\n${layout}` : ''}\nOPTIONS (description = ${JSON.stringify(description)})`;
}

/** Selects the table's columns in its order; `expressions` names those that are not a plain column of the source. */
function createView(table: Table, source: string, expressions: Readonly<Record<string, string>>): string {
  const lines = table.columns.map(({ name }) => {
    const quoted = quoteGoogleSql(name);
    const expression = expressions[name] ?? quoted;
    return expression === quoted ? `  ${quoted}` : `  ${expression} AS ${quoted}`;
  });
  return `CREATE OR REPLACE VIEW ${quoteGoogleSql(table.name)} AS\nSELECT\n${lines.join(',\n')}\n${source}`;
}

const CURRENT_VERSIONS = 'FROM `session_version`\nWHERE `is_current`';

/** ISO 8601 in UTC with milliseconds, the one form of a timestamp in JSON. */
function isoText(instant: string): string {
  const millis = `LPAD(CAST(MOD(UNIX_MILLIS(${instant}), 1000) AS STRING), 3, '0')`;
  return `CONCAT(FORMAT_TIMESTAMP('%Y-%m-%dT%H:%M:%S.', ${instant}), ${millis}, 'Z')`;
}

function rawSessionData(): string {
  const timestamps = CONVERSATION_DATA.columns.filter((column) => column.type === 'TIMESTAMP');
  const members = PUBLIC_TURN_FIELDS.map((name) => {
    const value = `t.${quoteGoogleSql(name)}`;
    const isTimestamp = timestamps.some((column) => column.name === name);
    return `${isTimestamp ? isoText(value) : value} AS ${quoteGoogleSql(name)}`;
  });
  const turns = `ARRAY(SELECT AS STRUCT ${members.join(', ')} FROM UNNEST(\`turns\`) AS t ORDER BY t.\`turn_number\`)`;
  return createView(RAW_SESSION_DATA, CURRENT_VERSIONS, {
    conversation: `TO_JSON_STRING(${turns})`,
    source_file: '`object`',
  });
}

function conversationData(): string {
  const source = 'FROM `session_version`, UNNEST(`turns`) AS turn\nWHERE `is_current`';
  return createView(CONVERSATION_DATA, source, elementsOf('turn', PUBLIC_TURN_FIELDS));
}

function customerData(): string {
  const identity = ['customer_id', 'first_seen', 'last_seen'];
  const profile = CUSTOMER_DATA.columns
    .map((column) => column.name)
    .filter((name) => !identity.includes(name));
  // Of calls that began at the same moment the greatest session_id is the latest, as in DuckDB.
  const latest = (name: string) => {
    const column = quoteGoogleSql(name);
    return `ARRAY_AGG(${column} ORDER BY ${column} IS NULL, \`call_start_time\` DESC, \`session_id\` DESC LIMIT 1)[SAFE_OFFSET(0)]`;
  };
  const source = `${CURRENT_VERSIONS} AND \`customer_id\` IS NOT NULL\nGROUP BY \`customer_id\``;
  return createView(CUSTOMER_DATA, source, {
    ...Object.fromEntries(profile.map((name) => [name, latest(name)])),
    first_seen: 'MIN(`call_start_time`)',
    last_seen: 'MAX(`call_start_time`)',
  });
}

function listView(view: ListView): string {
  const source = `FROM \`session_version\`, UNNEST(${quoteGoogleSql(view.list)}) AS element`;
  const members = view.columns.map((column) => column.name).filter((name) => !LIST_VIEW_KEY.includes(name));
  return createView(view, source, elementsOf('element', members));
}

function elementsOf(struct: string, members: readonly string[]): Record<string, string> {
  return Object.fromEntries(members.map((name) => [name, `${struct}.${quoteGoogleSql(name)}`]));
}
