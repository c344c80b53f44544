import type { FastifyRequest } from 'fastify';
import type { Scope } from '../metrics/question.ts';

export type Cell = string | number | boolean | null;

/** What the cells of a column are, where a format wants to know; `time` is ISO 8601 in UTC. */
export interface FileColumn {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'number' | 'time';
}

const of =
  (type: FileColumn['type']) =>
  (...names: string[]): FileColumn[] =>
    names.map((name) => ({ name, type }));
export const texts = of('text');
export const integers = of('integer');
export const numbers = of('number');
export const times = of('time');

/** A table to take along, and what must be known to read it later. */
export interface FileTable {
  readonly title: string;
  readonly columns: readonly FileColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly scope: Scope;
  readonly dataVersion: number;
  /** What the numbers are, in sentences. */
  readonly notes?: readonly string[];
}

export type FileFormat = 'csv' | 'parquet';

export const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
};

/** Asked for by the header, so that a table and its file come from one question. */
export function formatAsked({ headers }: FastifyRequest): FileFormat | null {
  const accept = (headers.accept ?? '').toLowerCase();
  const formats = Object.keys(MEDIA_TYPES) as FileFormat[];
  return formats.find((format) => accept.includes(MEDIA_TYPES[format])) ?? null;
}

export function dispositionOf({ title }: FileTable, format: FileFormat): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `attachment; filename="earshot-${slug}.${format}"`;
}

/** What was asked, of which data: every file bears it. */
export interface Stamp {
  readonly title: string;
  readonly period: string;
  readonly timeZone: string;
  readonly calls: string;
  readonly filters: string;
  readonly dataVersion: number;
  readonly definitions: readonly string[];
}

export function stampOf({ title, scope, dataVersion, notes = [] }: FileTable): Stamp {
  return {
    title,
    period: `${scope.from ?? 'from the first call'} to ${scope.to ?? 'the newest call'} (excluded)`,
    timeZone: scope.timeZone ?? 'UTC',
    calls: scope.base ?? 'all',
    filters: filtersText(scope),
    dataVersion,
    definitions: notes,
  };
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
