import type { Annotation } from '../../../src/server/api.ts';
import { bucketsOf } from '../model/buckets.ts';
import { bucketEnd } from '../model/dates.ts';
import { type PlacedNote, placeNotes } from '../model/notes.ts';
import type { Context } from '../state/context.ts';

/** The notes on the axis of a chart over time, by the page's grain. */
export function notesIn(
  { span, grain, calls, scope }: Context,
  notes: readonly Annotation[],
): readonly PlacedNote[] {
  const buckets = bucketsOf(span, grain, calls);
  return placeNotes(notes, {
    buckets,
    endOf: (start) => bucketEnd(start, grain),
    timeZone: scope.timeZone,
  });
}
