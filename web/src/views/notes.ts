import type { Annotation } from '../../../src/server/api.ts';
import { bucketEnd } from '../model/dates.ts';
import { type PlacedNote, placeNotes } from '../model/notes.ts';
import type { Context } from '../state/context.ts';
import { bucketsIn } from './buckets.ts';

/** The notes on the axis of a chart over time, by the page's grain. */
export function notesIn(context: Context, notes: readonly Annotation[]): readonly PlacedNote[] {
  const { grain, scope } = context;
  return placeNotes(notes, {
    buckets: bucketsIn(context, grain),
    endOf: (start) => bucketEnd(start, grain),
    timeZone: scope.timeZone,
  });
}
