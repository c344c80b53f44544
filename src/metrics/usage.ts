import { closest, distance } from 'fastest-levenshtein';
import { EarshotError } from '../base/errors.ts';

/** A question that cannot be asked. */
export function usage(code: string, message: string, hint?: string): EarshotError {
  return new EarshotError('usage', code, message, hint === undefined ? {} : { hint });
}

/** @throws EarshotError `unknown_<what>` with the nearest name */
export function named<T>(
  what: 'metric' | 'dimension' | 'field' | 'column',
  known: ReadonlyMap<string, T>,
  name: string,
): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const names = [...known.keys()];
  const nearest = nearestOf(name, names);
  throw new EarshotError('usage', `unknown_${what}`, `No ${what} is named "${name}".`, {
    hint: `Did you mean ${nearest}? Known: ${names.join(', ')}.`,
    facts: { name, nearest },
  });
}

/** Of two that are as near, what was cut short is the longer one's beginning; words of a name stand for it. */
function nearestOf(written: string, names: readonly string[]): string {
  const name = written.trim().toLowerCase();
  if (name === '') return names[0] ?? '';
  const words = name.split('_');
  const near = [
    names.filter((candidate) => distance(name, candidate) === 1),
    names.filter((candidate) => candidate.startsWith(name)),
    names.filter((candidate) => candidate.includes(name)),
    names.filter((candidate) => words.every((word) => candidate.split('_').includes(word))),
  ].find((some) => some.length > 0);
  if (near) return closest(name, near);
  // A whole name stands for itself, whatever other name it is a word of.
  const parts = names.flatMap((candidate) => candidate.split('_').map((word) => [word, candidate] as const));
  const meant = new Map([...parts, ...names.map((each) => [each, each] as const)]);
  return meant.get(closest(name, [...meant.keys()])) ?? closest(name, names);
}
