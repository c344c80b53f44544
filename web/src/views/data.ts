import type { Status } from '../../../src/server/api.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';

export interface DataData extends ViewData {
  readonly status: Status;
}

/** About all files and records: no filter of the page lies on it, so it is never empty. */
export async function loadData(ask: Ask, _context: Context): Promise<DataData> {
  return { sessions: 1, status: await ask.status() };
}
