import type { RemovalAnswer } from '../server/api.ts';
import { plain } from './terminal.ts';
import { formatCount } from './values.ts';

const MAX_NAMED = 20;

/** What was removed, and where the bucket still holds it. */
export function removalLines({ kind, removed }: RemovalAnswer, from?: string): string[] {
  const { sessions, turns, quarantined, undated, objects } = removed;
  const what = kind === 'erase' ? 'of this customer' : `that began before ${from?.slice(0, 10)}`;
  return [
    `Removed ${formatCount(sessions)} sessions ${what}, their ${formatCount(turns)} turns${
      quarantined > 0 ? ` and ${formatCount(quarantined)} records in quarantine` : ''
    }. No sweep, retry or rebuild brings them back.`,
    ...(kind === 'retain' && undated > 0
      ? [
          `${formatCount(undated)} records stay in quarantine whatever their age: nothing says when their calls began.`,
        ]
      : []),
    ...stillThere(objects),
  ];
}

function stillThere(objects: readonly string[]): string[] {
  if (objects.length === 0) return [];
  const named = objects.slice(0, MAX_NAMED).map((object) => `  ${plain(object)}`);
  const more = objects.length - named.length;
  return [
    `${formatCount(objects.length)} ${objects.length === 1 ? 'object' : 'objects'} of the bucket still hold them, which Earshot does not touch:`,
    ...named,
    ...(more > 0 ? [`  and ${formatCount(more)} more; --json lists all.`] : []),
  ];
}
