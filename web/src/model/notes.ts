import type { Annotation } from '../../../src/server/api.ts';
import type { Bucket } from './buckets.ts';
import { type LocalDate, localMillis, millisOf } from './dates.ts';

/** A note, and where it lies among the buckets: 0 is the middle of the first, 1.5 the border of the second and the third. */
export interface PlacedNote extends Annotation {
  readonly number: number;
  readonly start: number;
  /** null for an instant. */
  readonly end: number | null;
}

export interface Axis {
  readonly buckets: readonly Bucket[];
  /** The end, excluded, of a bucket that begins there. */
  readonly endOf: (start: LocalDate) => LocalDate;
  readonly timeZone: string;
}

/** Those that reach into the buckets, numbered in order of time, cut where the buckets end. */
export function placeNotes(notes: readonly Annotation[], { buckets, endOf, timeZone }: Axis): PlacedNote[] {
  const edges = buckets.map(({ start }) => [millisOf(start), millisOf(endOf(start))] as const);
  const last = edges.at(-1);
  if (!last) return [];
  const [first, end] = [edges[0]?.[0] ?? 0, last[1]];
  const placeOf = (millis: number): number => {
    const held = Math.min(Math.max(millis, first), end);
    const index = edges.findLastIndex(([from]) => from <= held);
    const [from, to] = edges[index] ?? last;
    return index + (held - from) / (to - from) - 0.5;
  };
  return notes
    .map((note) => ({
      note,
      from: localMillis(note.from, timeZone),
      to: note.to && localMillis(note.to, timeZone),
    }))
    .filter(({ from, to }) => from < end && (to || from + 1) > first)
    .map(({ note, from, to }, index) => ({
      ...note,
      number: index + 1,
      start: placeOf(from),
      end: to ? placeOf(to) : null,
    }));
}
