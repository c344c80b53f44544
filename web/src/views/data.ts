import type { DataTableName, DayChange, Status } from '../../../src/server/api.ts';
import type { CsvOf } from '../charts/ExportMenu.svelte';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';

export interface DataData extends ViewData {
  readonly status: Status;
  readonly changes: readonly DayChange[];
}

/** The table of that name as a file, about all that there is. */
export const tableOf = (table: DataTableName, { scope }: Context): CsvOf => ({
  path: 'data-tables',
  body: { table, timeZone: scope.timeZone },
});

/** About all files and records: no filter of the page lies on it, so it is never empty. */
export async function loadData(ask: Ask, _context: Context): Promise<DataData> {
  const [status, changes] = await Promise.all([ask.status(), ask.dayChanges()]);
  return { sessions: 1, status, changes };
}
