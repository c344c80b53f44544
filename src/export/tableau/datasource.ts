import type { Table } from '../../contract/columns.ts';
import { element, type Xml, xmlText } from '../xml.ts';
import { COLOURS, GREY } from './colours.ts';
import type { Connection } from './connection.ts';
import type { Field } from './field.ts';
import { CALCULATIONS, ENOUGH, SAMPLE, TOO_FEW } from './formulas.ts';
import { DATASOURCE, DATASOURCE_CAPTION, objectId } from './names.ts';
import { RELATIONSHIPS, type TableField, tableFields } from './tables.ts';
import { TABLEAU_VERSION } from './version.ts';

/** The data source: the tables, related and not joined, so that no session counts twice; and the calculated fields. */
export function datasource(tables: readonly Table[], connection: Connection): Xml {
  const fields = tableFields(tables);
  return element(
    'datasource',
    { caption: DATASOURCE_CAPTION, inline: true, name: DATASOURCE, version: TABLEAU_VERSION },
    federation(tables, connection, fields),
    element('aliases', { enabled: 'yes' }),
    ...fields.map(({ field }) => columnElement(field)),
    ...CALCULATIONS.map(columnElement),
    element('layout', {
      'dim-ordering': 'alphabetic',
      'measure-ordering': 'alphabetic',
      'show-structure': true,
    }),
    palettes(),
    objectGraph(tables, connection, fields),
  );
}

export function columnElement({ name, formula, hidden, format, ...rest }: Field): Xml {
  const calculation = formula === undefined ? [] : [element('calculation', { class: 'tableau', formula })];
  const { caption, datatype, role, type } = rest;
  return element(
    'column',
    { caption, datatype, 'default-format': format, hidden, name, role, type },
    ...calculation,
  );
}

function federation(tables: readonly Table[], connection: Connection, fields: readonly TableField[]): Xml {
  return element(
    'connection',
    { class: 'federated' },
    element('named-connections', {}, ...connection.named),
    element('relation', { type: 'collection' }, ...tables.map((table) => connection.relation(table))),
    element('cols', {}, ...fields.map((field) => colsEntry(field, connection))),
    element('metadata-records', {}, ...fields.map((field) => metadataRecord(field, connection))),
  );
}

function colsEntry({ field, table, column }: TableField, { relationName }: Connection): Xml {
  return element('map', { key: field.name, value: `[${relationName(table)}].[${column.name}]` });
}

function metadataRecord(
  { field, table, column, ordinal }: TableField,
  { relationName, remoteTypes }: Connection,
): Xml {
  const part = (name: string, text: string | number | boolean) => element(name, {}, xmlText(String(text)));
  return element(
    'metadata-record',
    { class: 'column' },
    part('remote-name', column.name),
    part('remote-type', remoteTypes[field.datatype]),
    part('local-name', field.name),
    part('parent-name', `[${relationName(table)}]`),
    part('remote-alias', column.name),
    part('ordinal', ordinal),
    part('local-type', field.datatype),
    part('aggregation', AGGREGATIONS[field.datatype]),
    part('contains-null', column.required !== true),
    part('object-id', `[${objectId(table)}]`),
  );
}

const AGGREGATIONS: Record<Field['datatype'], string> = {
  string: 'Count',
  integer: 'Sum',
  real: 'Sum',
  datetime: 'Year',
};

function objectGraph(tables: readonly Table[], connection: Connection, fields: readonly TableField[]): Xml {
  const objects = tables.map((table) =>
    element(
      'object',
      { caption: table.name, id: objectId(table.name) },
      element('properties', { context: '' }, connection.relation(table)),
    ),
  );
  const relationships = RELATIONSHIPS.map((relationship) => relationshipElement(relationship, fields));
  return element(
    'object-graph',
    {},
    element('objects', {}, ...objects),
    element('relationships', {}, ...relationships),
  );
}

function relationshipElement(
  { column, one, other, unique }: (typeof RELATIONSHIPS)[number],
  fields: readonly TableField[],
): Xml {
  const operand = (table: string) => {
    const found = fields.find((field) => field.table === table && field.column.name === column);
    return element('expression', { op: found?.field.name ?? '' });
  };
  const end = (which: 'first' | 'second', table: string, isUnique: boolean) =>
    element(`${which}-end-point`, {
      'object-id': objectId(table),
      'unique-key': isUnique ? 'true' : undefined,
    });
  return element(
    'relationship',
    {},
    element('expression', { op: '=' }, operand(one), operand(other)),
    end('first', one, unique.one),
    end('second', other, unique.other),
  );
}

/** Colours belong to values, so every sheet gives a value the same one. */
function palettes(): Xml {
  const palette = (field: string, colours: Readonly<Record<string, string>>) =>
    element(
      'encoding',
      { attr: 'color', field, type: 'palette' },
      ...Object.entries(colours).map(([value, to]) =>
        element('map', { to }, element('bucket', {}, xmlText(JSON.stringify(value)))),
      ),
    );
  return element(
    'style',
    {},
    element(
      'style-rule',
      { element: 'mark' },
      palette('[none:resolution_status:nk]', COLOURS),
      palette(`[usr:${SAMPLE.name.slice(1, -1)}:nk]`, { [ENOUGH]: COLOURS.Resolved, [TOO_FEW]: GREY }),
    ),
  );
}
