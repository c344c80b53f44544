import type { Column, Table } from './columns.ts';
import { STAGED_VERSION_COLUMNS } from './inner-tables.ts';

/** A view of one row per element of a list in `session_version`. */
export interface ListView extends Table {
  /** The list that it unnests. */
  readonly list: string;
}

const VERSION_KEY = ['session_id', 'object', 'generation', 'position'];

function versionColumn(name: string): Column {
  const column = STAGED_VERSION_COLUMNS.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`session_version has no column ${name}`);
  return column;
}

function listView(list: string, description: string): ListView {
  const elements = versionColumn(list).columns ?? [];
  return { name: list, list, description, columns: [...VERSION_KEY.map(versionColumn), ...elements] };
}

/** For the curious: the lists of `session_version` as tables. Not a fixed interface. */
export const INNER_VIEWS: readonly ListView[] = [
  listView('changes', 'One row per value that a rule of cleaning changed.'),
  listView('findings', 'One row per oddity that was kept as it came.'),
];

/** What a view of a list repeats of its version, before the columns of the list's elements. */
export const LIST_VIEW_KEY: readonly string[] = VERSION_KEY;
