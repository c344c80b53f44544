import type { Annotation } from '../server/api.ts';

/** A line for each: when, what, and the id by which it is removed. */
export function annotationLines(annotations: readonly Annotation[]): string[] {
  if (annotations.length === 0) return ['No annotations.'];
  return annotations.map(({ id, from, to, kind, label }) => {
    const when = to === null ? short(from) : `${short(from)} to ${short(to)}`;
    return `${when}  ${kind}: ${label}  [${id}]`;
  });
}

const short = (instant: string): string => instant.replace(/T00:00:00\.000Z$/, '').replace(/:00\.000Z$/, 'Z');
