import type { Table } from '../../contract/columns.ts';
import type { BigQueryDataset } from '../bigquery-dataset.ts';
import { element, type Xml } from '../xml.ts';
import { DATATYPES, type Field } from './field.ts';

/** Where the tables of a workbook are. */
export interface Connection {
  /** Of the named connections, and of the relations that name them. */
  readonly named: readonly Xml[];
  relation(table: Table): Xml;
  /** How columns call their table. */
  relationName(table: string): string;
  /** The connector's numbers of column types. */
  readonly remoteTypes: Record<Field['datatype'], number>;
}

/** What the connector asks of who signs in. (Tableau's help, "Google BigQuery", example of embedded attributes) */
const SCOPES = ['bigquery', 'userinfo.profile', 'userinfo.email']
  .map((scope) => `https://www.googleapis.com/auth/${scope}`)
  .join(' ');

/** The native connector of Tableau, signed in by the person who opens the workbook: no secret is in the file. */
export function bigQueryConnection({ project, dataset }: BigQueryDataset): Connection {
  const name = 'bigquery.earshot';
  const connection = element('connection', {
    CATALOG: project,
    EXECCATALOG: project,
    SCOPE: SCOPES,
    authentication: 'yes',
    bq_schema: dataset,
    class: 'bigquery',
    'connection-dialect': 'google-sql',
    'connection-protocol': 'native-api',
    login_title: 'Sign in to Google BigQuery',
    project,
    schema: dataset,
    server: 'googleapis.com/bigquery',
    'server-oauth': '',
    username: '',
  });
  return {
    named: [element('named-connection', { caption: `${project}.${dataset}`, name }, connection)],
    relation: (table) =>
      element('relation', {
        connection: name,
        name: table.name,
        table: `[${project}.${dataset}].[${table.name}]`,
        type: 'table',
      }),
    relationName: (table) => table,
    remoteTypes: { string: 130, integer: 20, real: 5, datetime: 7 },
  };
}

/** Folder of the files within the package. */
export const PACKAGE_FOLDER = 'Data/earshot';
export const csvFile = (table: string): string => `${table}.csv`;

/** Files that lie in the package beside the workbook. A text connection reads one file. */
export function csvConnection(tables: readonly Table[]): Connection {
  const name = (table: string) => `textscan.${table}`;
  return {
    named: tables.map((table) =>
      element(
        'named-connection',
        { caption: table.name, name: name(table.name) },
        element('connection', {
          class: 'textscan',
          directory: PACKAGE_FOLDER,
          filename: csvFile(table.name),
          password: '',
          server: '',
        }),
      ),
    ),
    relation: (table) =>
      element(
        'relation',
        {
          connection: name(table.name),
          name: csvFile(table.name),
          table: `[${table.name}#csv]`,
          type: 'table',
        },
        csvColumns(table),
      ),
    relationName: csvFile,
    remoteTypes: { string: 129, integer: 20, real: 5, datetime: 135 },
  };
}

function csvColumns({ columns }: Table): Xml {
  const described = columns.map(({ name, type }, ordinal) =>
    element('column', { datatype: type === 'RECORD' ? 'string' : DATATYPES[type], name, ordinal }),
  );
  const form = { 'character-set': 'UTF-8', header: 'yes', locale: 'en_US', separator: ',' };
  return element('columns', form, ...described);
}
