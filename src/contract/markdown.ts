import type { Column, Table } from './columns.ts';
import { CUSTOMER_FIELDS, type Field, OUTCOME_CODES, SESSION_FIELDS, TURN_FIELDS } from './fields.ts';
import { INNER_TABLES } from './inner-tables.ts';
import { INNER_VIEWS } from './inner-views.ts';
import { code, markdownTable } from './markdown-table.ts';
import { PUBLIC_TABLES } from './public-tables.ts';
import { OBJECT_STATES } from './rules.ts';

/** docs/data-dictionary.md, whole. */
export function dataDictionaryMarkdown(): string {
  const sections = [INTRODUCTION, ...files(), ...warehouse(), ...words()];
  return `${sections.join('\n\n')}\n`;
}

const INTRODUCTION = `# Data dictionary

Generated from \`src/contract\` by \`npm run docs\`. How values are repaired is in [cleaning.md](cleaning.md); what the
numbers mean is in [metrics.md](metrics.md). \`earshot schema\` prints the same contract as JSON Schema, DuckDB DDL and
BigQuery schema.`;

function files(): string[] {
  return [
    '## Session files',
    'A session file is JSON: an array of sessions, one session, or NDJSON (one session a line); plain or gzip. A field that is not optional is written, `null` when unknown. Other fields may stand there and are ignored.',
    '### Session',
    fieldTable(SESSION_FIELDS, [
      ['conversation', 'array of turns', 'required', 'The transcript: the turns of the call, in order.'],
      ['customer', 'object', 'optional', 'The caller as at the call.'],
    ]),
    '### Turn',
    'One element of `conversation`.',
    fieldTable(TURN_FIELDS),
    '### Customer',
    'The `customer` object of a session.',
    fieldTable(CUSTOMER_FIELDS),
  ];
}

function warehouse(): string[] {
  return [
    '## Public tables',
    'A fixed interface: names, order and types never change. Types are named as in GoogleSQL; in DuckDB STRING is VARCHAR, INT64 is BIGINT, FLOAT64 is DOUBLE, BOOL is BOOLEAN, and a repeated RECORD is a list of structs. A TIMESTAMP is in UTC.',
    ...PUBLIC_TABLES.flatMap(tableSection),
    '## Inner tables',
    'What the warehouse keeps beneath the public tables. They may change from one version to the next.',
    ...INNER_TABLES.flatMap(tableSection),
    '## Inner views',
    'The lists of `session_version`, one row per element.',
    ...INNER_VIEWS.flatMap(tableSection),
  ];
}

function words(): string[] {
  const enums = [...SESSION_FIELDS, ...TURN_FIELDS].filter((field) => field.kind === 'enum');
  return [
    '## Words',
    'What a field of words may hold, in the order in which it is shown. Synonyms are in [cleaning.md](cleaning.md).',
    markdownTable(
      ['field', 'words'],
      enums.map((field) => [code(field.name), field.values.map(code).join(', ')]),
    ),
    '### Outcome codes',
    "Earshot's own values of `ivr_outcome_code`. Another system's codes pass through as they came.",
    meaningTable('code', OUTCOME_CODES),
    '### States of an object',
    'Values of `ledger.state`.',
    meaningTable('state', OBJECT_STATES),
  ];
}

function meaningTable(head: string, meanings: Readonly<Record<string, string>>): string {
  return markdownTable(
    [head, 'meaning'],
    Object.entries(meanings).map(([name, meaning]) => [code(name), meaning]),
  );
}

function fieldTable(fields: readonly Field[], more: readonly (readonly string[])[] = []): string {
  const rows = fields.map((field) => [field.name, typeOf(field), presence(field), field.description]);
  return markdownTable(
    ['field', 'type', 'presence', 'description'],
    [...rows, ...more].map(([name, ...rest]) => [code(name ?? ''), ...rest]),
  );
}

function presence(field: Field): string {
  if (field.required) return 'required';
  return field.optional ? 'optional' : 'nullable';
}

function typeOf({ kind, unit, minimum, maximum, values }: Field): string {
  if (values) return values.map(code).join(', ');
  const range =
    minimum === undefined ? '' : maximum === undefined ? ` from ${minimum}` : ` ${minimum} to ${maximum}`;
  return `${kind}${range}${unit ? `, ${unit}` : ''}`;
}

function tableSection(table: Table): string[] {
  const rows = table.columns.flatMap((column) => columnRows(column, ''));
  return [
    `### ${table.name}`,
    table.description,
    markdownTable(['column', 'type', 'required', 'description'], rows),
  ];
}

function columnRows(column: Column, prefix: string): string[][] {
  const name = `${prefix}${column.name}`;
  const type = column.type === 'RECORD' ? 'repeated RECORD' : column.type;
  const row = [code(name), type, column.required ? 'yes' : '', column.description];
  return [row, ...(column.columns ?? []).flatMap((member) => columnRows(member, `${name}.`))];
}
