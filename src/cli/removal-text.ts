import type { RemovalAnswer } from '../server/api.ts';
import { plain } from './terminal.ts';
import { formatCount } from './values.ts';

const MAX_NAMED = 20;

/** What was removed, and where the bucket still holds it. */
export function removalLines(answer: RemovalAnswer, askedFrom?: string): string[] {
  const { kind, removed, unsearched, retainedFrom } = answer;
  const { sessions, turns, quarantined, undated, objects } = removed;
  const what = kind === 'erase' ? 'of this customer' : `that began before ${retainedFrom?.slice(0, 10)}`;
  const isLater = retainedFrom !== null && askedFrom !== undefined && retainedFrom > askedFrom;
  return [
    ...(isLater
      ? [`The cut-off of ${retainedFrom.slice(0, 10)}, set before, stays in force: it is the later one.`]
      : []),
    `Removed ${formatCount(sessions)} sessions ${what}, their ${formatCount(turns)} turns${
      quarantined > 0 ? ` and ${formatCount(quarantined)} records in quarantine` : ''
    }. No sweep, retry or rebuild brings them back.`,
    ...(kind === 'retain' && undated > 0
      ? [
          `${formatCount(undated)} records stay in quarantine whatever their age: nothing says when their calls began.`,
        ]
      : []),
    ...named(
      objects,
      `of the bucket still hold ${kind === 'erase' ? 'a record of this customer, loaded or not' : 'them'}, which Earshot does not touch:`,
    ),
    ...named(unsearched, 'of the bucket could not be looked into, and may hold this customer:'),
  ];
}

function named(objects: readonly string[], what: string): string[] {
  if (objects.length === 0) return [];
  const names = objects.slice(0, MAX_NAMED).map((object) => `  ${plain(object)}`);
  const more = objects.length - names.length;
  return [
    `${formatCount(objects.length)} ${objects.length === 1 ? 'object' : 'objects'} ${what}`,
    ...names,
    ...(more > 0 ? [`  and ${formatCount(more)} more; --json lists all.`] : []),
  ];
}
