import type { Column, Table } from '../../contract/columns.ts';
import { csvInstant, csvLine } from '../csv.ts';
import type { PackedFile } from '../package.ts';
import { csvConnection, csvFile, PACKAGE_FOLDER } from './connection.ts';
import { WORKBOOK_TITLE } from './names.ts';
import { workbookXml } from './workbook.ts';

type Cell = string | number | boolean | null;

/** Rows of a table, page by page, cells in the order of its columns. */
export type ReadRows = (table: Table) => AsyncIterable<readonly (readonly Cell[])[]>;

/** The files of a .twbx: the workbook, and a CSV of every table. */
export function packagedWorkbook(tables: readonly Table[], read: ReadRows): readonly PackedFile[] {
  const xml = workbookXml(tables, csvConnection(tables));
  return [
    {
      name: `${WORKBOOK_TITLE}.twb`,
      chunks: async function* () {
        yield xml;
      },
    },
    ...tables.map((table) => ({
      name: `${PACKAGE_FOLDER}/${csvFile(table.name)}`,
      chunks: () => csvOf(table, read),
    })),
  ];
}

async function* csvOf(table: Table, read: ReadRows): AsyncGenerator<string> {
  yield csvLine(table.columns.map(({ name }) => name));
  for await (const rows of read(table)) {
    const lines = rows.map((row) => csvLine(row.map((cell, index) => shown(cell, table.columns[index]))));
    if (lines.length > 0) yield lines.join('');
  }
}

function shown(cell: Cell, column: Column | undefined): Cell {
  return column?.type === 'TIMESTAMP' && typeof cell === 'string' ? csvInstant(cell) : cell;
}
