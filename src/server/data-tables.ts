import { DIMENSIONS } from '../metrics/dimensions.ts';
import { METRICS } from '../metrics/registry.ts';
import type { Annotation, DataTableName, DayChange, Status } from './api.ts';
import { type FileTable, integers, texts, times } from './file-table.ts';

/** What the tables about the data are made of, as whoever asks may know it. */
export interface DataFacts {
  readonly status: Status;
  /** The newest first. */
  readonly changes: readonly DayChange[];
  /** In order of time. */
  readonly annotations: readonly Annotation[];
}

export type DataTable = Pick<FileTable, 'title' | 'columns' | 'rows' | 'notes'>;

/** The tables about the data: of all files, records and notes, whatever the filters. */
export const DATA_TABLES: Readonly<Record<DataTableName, (facts: DataFacts) => DataTable>> = {
  freshness: ({ status }) => freshness(status),
  ledger: ({ status }) => ledger(status),
  quarantine: ({ status }) => counted('Records in quarantine by reason', 'reason', status.quarantineByReason),
  repaired: ({ status }) => counted('Values that cleaning changed by rule', 'rule', status.changesByRule),
  findings: ({ status }) => counted('Odd and kept as it came', 'finding', status.findings),
  redactions: ({ status }) => counted('Redacted before anything was stored', 'kind', status.redactionsByKind),
  late: ({ changes }) => lateChanges(changes),
  annotations: ({ annotations }) => notesOnTime(annotations),
  definitions: () => definitions(),
};

function counted(title: string, what: string, counts: Readonly<Record<string, number>>): DataTable {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return { title, columns: [...texts(what), ...integers('number')], rows };
}

function freshness(status: Status): DataTable {
  const { firstCall, newestCall, lastLoaded, dataVersion, customers, withheldSessions, turns } = status;
  const facts = { firstCall, newestCall, lastLoaded, dataVersion, customers, withheldSessions, turns };
  const places = { bucket: status.bucket, warehouse: status.warehouse, earshot: status.earshot };
  return {
    title: 'How fresh the data is',
    columns: texts('what', 'now'),
    rows: Object.entries({ ...facts, ...places }).map(([name, now]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      now === null ? null : String(now),
    ]),
    notes: ['Instants are in UTC.'],
  };
}

function ledger({ files, records }: Status): DataTable {
  const sums = [
    ['files', 'seen', files, ['loaded', 'waiting', 'superseded', 'quarantined', 'gone']],
    ['records', 'in', records, ['loaded', 'duplicate', 'quarantined', 'erased', 'expired']],
  ] as const;
  return {
    title: 'Files and records add up',
    columns: [...texts('of', 'place'), ...integers('number')],
    rows: sums.flatMap(([of, total, counts, parts]) =>
      [...parts, total].map((place) => [of, place, (counts as Readonly<Record<string, number>>)[place] ?? 0]),
    ),
    notes: ['files: seen is the sum of all others.', 'records: in is the sum of all others.'],
  };
}

const OUTCOMES = ['sessions', 'resolved', 'escalated', 'abandoned'] as const;

function lateChanges(changes: readonly DayChange[]): DataTable {
  return {
    title: 'What late files changed',
    columns: [
      ...texts('day'),
      ...integers(...OUTCOMES.flatMap((name) => [`${name}_before`, name])),
      ...times('loaded'),
      ...integers('data_version'),
      ...texts('files'),
    ],
    rows: changes.map(({ day, before, after, committedAt, dataVersion, objects }) => [
      day,
      ...OUTCOMES.flatMap((name) => [before[name], after[name]]),
      committedAt,
      dataVersion,
      objects.join(' '),
    ]),
    notes: [
      'Days of UTC that were over and had been counted, the newest change first, at most 100; files names the first twenty of a change.',
    ],
  };
}

function notesOnTime(annotations: readonly Annotation[]): DataTable {
  return {
    title: 'Notes on the time axis',
    columns: [...texts('id', 'kind', 'label'), ...times('from', 'to')],
    rows: annotations.map(({ id, kind, label, from, to }) => [id, kind, label, from, to]),
    notes: ['Instants are in UTC; to is excluded, and empty for an instant.'],
  };
}

function definitions(): DataTable {
  const metrics = METRICS.map(({ name, label, kind, good, description }) => [
    name,
    label,
    kind,
    good ?? null,
    description,
  ]);
  const dimensions = DIMENSIONS.map(({ name, label, description }) => [
    name,
    label,
    'dimension',
    null,
    description,
  ]);
  return {
    title: 'What every number means',
    columns: texts('name', 'label', 'kind', 'good', 'description'),
    rows: [...metrics, ...dimensions],
  };
}

export const DATA_TABLE_NAMES = Object.keys(DATA_TABLES) as readonly DataTableName[];
