import type { FastifyReply } from 'fastify';
import { type Cell, dispositionOf, type FileTable, MEDIA_TYPES, stampOf } from './file-table.ts';

export function sendCsv(reply: FastifyReply, table: FileTable): FastifyReply {
  return reply
    .type(`${MEDIA_TYPES.csv}; charset=utf-8`)
    .header('content-disposition', dispositionOf(table, 'csv'))
    .send(csvText(table));
}

/** RFC 4180, after lines that begin with #: what was asked, of which data. */
export function csvText(table: FileTable): string {
  const { title, period, timeZone, calls, filters, dataVersion, definitions } = stampOf(table);
  const about = [
    title,
    `period: ${period}, time zone ${timeZone}`,
    `calls: ${calls}; filters: ${filters}`,
    `data version ${dataVersion}`,
    ...definitions,
  ];
  const names = table.columns.map(({ name }) => name);
  const lines = [
    // A line break in a filter's value must not begin a line of data.
    ...about.map((line) => cellText(`# ${line.replaceAll(/\s+/g, ' ')}`)),
    ...[names, ...table.rows].map((row) => row.map(cellText).join(',')),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** What a spreadsheet takes for a formula, also after blanks that it would skip. (OWASP, CSV injection) */
const FORMULA = /^[\s]*[=+\-@]|^[\t\r\n]/;

/** Numbers are numbers; a text that begins a formula gets an apostrophe before it. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
