import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Scope } from '../metrics/question.ts';

export type CsvCell = string | number | boolean | null;

/** A table to take along, and what must be known to read it later. */
export interface CsvTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
  readonly scope: Scope;
  readonly dataVersion: number;
  /** What the numbers are, in sentences. */
  readonly notes?: readonly string[];
}

/** Asked for by the header, so that a table and its file come from one question. */
export const wantsCsv = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').toLowerCase().includes('text/csv');

export function sendCsv(reply: FastifyReply, table: CsvTable): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="earshot-${slug(table.title)}.csv"`)
    .send(csvText(table));
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** RFC 4180, after lines that begin with #: what was asked, of which data. */
export function csvText({ title, columns, rows, scope, dataVersion, notes = [] }: CsvTable): string {
  const about = [
    title,
    `period: ${scope.from ?? 'from the first call'} to ${scope.to ?? 'the newest call'} (excluded), time zone ${scope.timeZone ?? 'UTC'}`,
    `calls: ${scope.base ?? 'all'}; filters: ${filtersText(scope)}`,
    `data version ${dataVersion}`,
    ...notes,
  ];
  const lines = [
    // A line break in a filter's value must not begin a line of data.
    ...about.map((line) => cellText(`# ${line.replaceAll(/\s+/g, ' ')}`)),
    ...[columns, ...rows].map((row) => row.map(cellText).join(',')),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function filtersText({ where = [] }: Scope): string {
  const named = where.map((filter) => {
    if (filter.op === 'in' || filter.op === 'not_in') {
      const values = filter.values.map((value) => value ?? '(none)').join(' or ');
      return `${filter.field} ${filter.op === 'in' ? 'is' : 'is not'} ${values}`;
    }
    return filter.op === 'range'
      ? `${filter.field} from ${filter.min ?? '-∞'} to ${filter.max ?? '∞'}`
      : `${filter.field} ${filter.op === 'is_null' ? 'is missing' : 'is there'}`;
  });
  return named.join('; ') || 'none';
}

/** What a spreadsheet takes for a formula, also after blanks that it would skip. (OWASP, CSV injection) */
const FORMULA = /^[\s]*[=+\-@]|^[\t\r\n]/;

/** Numbers are numbers; a text that begins a formula gets an apostrophe before it. */
export function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
